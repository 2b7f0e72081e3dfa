"""The output of ``rectify escalate``: climbed rungs, as a table for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table

from rectify.language import language, say
from workflow.escalation.raised_queries import Raised
from workflow.escalation.sweep import Swept
from workflow.platform import settings


def as_json(raised: Sequence[Raised], swept: Swept | None, dry_run: bool) -> str:
    """Return an object: climbed rungs, items put aside, and the alarm, if any."""
    answer: dict[str, Any] = {"dry_run": dry_run, "raised": [_entry(entry) for entry in raised]}
    if swept:
        answer["put_aside"] = swept.aside
        answer["alarm"] = swept.alarm.of(language()) if swept.alarm else None
    return json.dumps(answer, ensure_ascii=False)


def _entry(entry: Raised) -> dict[str, Any]:
    return {
        "at": entry.at.astimezone(settings().zone).isoformat(timespec="seconds"),
        "number": entry.number,
        "title": entry.title,
        "rung": entry.rung,
        "document_list": entry.document_list or None,
        "document": entry.document or None,
        "told": list(entry.told),
    }


def show(raised: Sequence[Raised], swept: Swept | None, dry_run: bool) -> None:
    """Print a table, then a line with the sums."""
    if swept and swept.alarm:
        click.echo(swept.alarm.of(language()), err=True)
        return
    if raised:
        Console(highlight=False).print(_table(raised))
    click.echo(_summary(raised, dry_run))
    for number, why in swept.aside.items() if swept else ():
        click.echo(say(f"暂不能升级 {number}：{why}", f"Put aside {number}: {why}"), err=True)


def _table(raised: Sequence[Raised]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for heading, whole in (
        (say("时间", "When"), True),
        (say("事项", "Item"), True),
        (say("升级", "Rung"), False),
        (say("文书", "Document"), False),
        (say("告知", "Told"), False),
    ):
        table.add_column(heading, overflow="fold", no_wrap=whole)
    tongue, zone = language(), settings().zone
    for entry in raised:
        table.add_row(
            f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M}",
            entry.number,
            entry.words.of(tongue),
            entry.document_words.of(tongue),
            "、".join(entry.told) if tongue == "zh" else ", ".join(entry.told),
        )
    return table


def _summary(raised: Sequence[Raised], dry_run: bool) -> str:
    documents = sum(bool(entry.document_list) for entry in raised)
    if dry_run:
        return say(
            "将升级 {rungs} 次，其中 {documents} 次产生文书。没有作任何改动。",
            "{rungs:rung|rungs} would be climbed, {documents} with a document. "
            "Nothing was changed.",
            rungs=len(raised),
            documents=documents,
        )
    return say(
        "升级了 {rungs} 次，其中 {documents} 次产生文书。",
        "{rungs:rung was|rungs were} climbed, {documents} with a document.",
        rungs=len(raised),
        documents=documents,
    )
