"""The output of ``rectify calendar``: moved due dates, as a table for people or as JSON."""

from __future__ import annotations

import json
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table

from rectify.language import language, say
from workflow.declaration import pack
from workflow.escalation.calendar_changes.recalculation_job import Pass
from workflow.escalation.calendar_changes.recalculation_preview import (
    DueDateChange,
    RecalculationPreview,
)


def preview_as_json(found: RecalculationPreview) -> str:
    """Return an object: the counts, the reasons, and every item."""
    answer: dict[str, Any] = {
        "calendar": found.edition,
        "items": found.items,
        "moved": found.moved,
        "later": found.later,
        "earlier": found.earlier,
        "why": {words.of(language()): count for words, count in found.why.most_common()},
        "changes": [_change(change) for change in found.page],
    }
    return json.dumps(answer, ensure_ascii=False)


def _change(change: DueDateChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "list": change.list_key,
        "step": change.step.of(language()) if change.step else None,
        "before": change.before.isoformat(),
        "after": change.after.isoformat(),
        "provisional": change.provisional,
        "paused": change.paused,
        "why": [words.of(language()) for words in change.why],
    }


def show_preview(found: RecalculationPreview) -> None:
    """Print every item before and after, and a line with the sums."""
    if found.page:
        Console(highlight=False).print(_table(found))
    click.echo(
        say(
            "{items} 项有时限的在办事项中，{moved} 项会变动：{later} 项推后，{earlier} 项提前。"
            "没有作任何改动。",
            "Of {items:open item|open items} with a due date {moved} would move: "
            "{later} later, {earlier} earlier. Nothing was changed.",
            items=found.items,
            moved=found.moved,
            later=found.later,
            earlier=found.earlier,
        )
    )
    click.echo(say(f"日历：{found.edition}", f"Calendar: {found.edition}"))


def _table(found: RecalculationPreview) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for heading, whole in (
        (say("事项", "Item"), True),
        (say("清单", "List"), False),
        (say("单位", "Unit"), False),
        (say("现在", "Now"), True),
        (say("应用之后", "Afterwards"), True),
        (say("原因", "Why"), False),
    ):
        table.add_column(heading, overflow="fold", no_wrap=whole)
    tongue = language()
    for change in found.page:
        table.add_row(
            change.number,
            (change.step or pack().lists[change.list_key].words).of(tongue),
            change.unit.of(tongue),
            change.before.isoformat(),
            change.after.isoformat() + (say(" 暂定", " provisional") if change.provisional else ""),
            say("；", "; ").join(words.of(tongue) for words in change.why),
        )
    return table


def pass_as_json(done: Pass) -> str:
    """Return an object: the result of a pass."""
    return json.dumps(
        {
            "calendar": done.edition,
            "outcome": done.outcome,
            "items": done.seen,
            "moved": done.moved,
            "refused": done.refused,
        }
    )


def show_pass(done: Pass) -> None:
    """Print the result of a pass in a line."""
    if done.outcome == "done":
        sentence = say(
            "已应用：看过 {seen} 项，变动 {moved} 个时限。",
            "Applied: {seen:item|items} looked at, {moved:due date|due dates} moved.",
            seen=done.seen,
            moved=done.moved,
        )
    else:
        why = {
            "stopped": say("有人停下", "somebody stopped it"),
            "changed": say("其间日历又有改动", "the calendar was changed meanwhile"),
        }[done.outcome]
        sentence = say(
            "中止（{why}）：看过 {seen} 项，变动 {moved} 个时限。可以再次应用。",
            "Ended ({why}): {seen:item|items} looked at, {moved:due date|due dates} moved. "
            "It can be applied again.",
            why=why,
            seen=done.seen,
            moved=done.moved,
        )
    click.echo(sentence)
