"""``rectify verify``: prove the audit trail, or name the first wrong event of each item."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rectify.language import language, say
from rectify.options import with_json

if TYPE_CHECKING:
    from workflow.audit.proving import TrailProof


@click.command(
    help=say(
        "核验审计链：逐事件重算哈希，由事件重建事项并与存储比对，核对编号、封存、锚点和佐证文件。"
        "有不符时退出码为 1，并指出第一个出错的事件。",
        "Prove the audit trail: hash every event again, rebuild every item from its events, check "
        "numbers, seals, anchors and every file of evidence. Exit code 1, and the first wrong "
        "event named, if anything differs.",
    )
)
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say(
        "用保存在外面的锚点文件核对：数据库被截去末尾、改写或换成旧副本时会发现；可重复。",
        "Compare an anchor kept outside: finds an end cut off, a rewritten history, and an older "
        "database put in place of today's; may be repeated.",
    ),
)
@with_json
def command(anchors: tuple[Path, ...], as_json: bool) -> None:
    """Verify everything, with a progress bar on a terminal."""
    from rectify.servers.command_database import running_environment

    with running_environment():
        proof, seconds = _prove(anchors, quiet=as_json)
    rate = proof.events / seconds if seconds else 0.0
    if as_json:
        click.echo(json.dumps(_told(proof, rate), ensure_ascii=False))
    else:
        _print(proof, rate)
    sys.exit(1 if proof.faults else 0)


def _prove(anchors: tuple[Path, ...], quiet: bool) -> tuple[TrailProof, float]:
    from rich.console import Console
    from rich.progress import Progress

    from workflow import journal
    from workflow.audit.proving import prove
    from workflow.audit.verifying import count
    from workflow.platform import connect

    with connect() as connection:
        connection.execute("SET statement_timeout = 0")
        with Progress(console=Console(stderr=True), disable=quiet) as progress:
            bar = progress.add_task(say("核验事件", "Verifying events"), total=count(connection))
            began = time.perf_counter()
            proof = prove(connection, lambda n: progress.advance(bar, n), anchors)
            seconds = time.perf_counter() - began
        journal.note(connection, "verified", events=proof.events, wrong=len(proof.faults))
        connection.execute("RESET statement_timeout")
    return proof, seconds


def _told(proof: TrailProof, rate: float) -> dict[str, Any]:
    return {
        "events": proof.events,
        "events_per_s": round(rate),
        "files": proof.files,
        "faults": [
            {"number": f.number, "event": f.seq, "wrong": f.words.of(language())}
            for f in proof.faults
        ],
        "rests_on": [words.of(language()) for words in proof.rests_on],
        "not_proven": [words.of(language()) for words in proof.not_proven],
    }


def _print(proof: TrailProof, rate: float) -> None:
    for fault in proof.faults:
        click.echo(f"✗ {fault.number} #{fault.seq}: {fault.words.of(language())}")
    for words in proof.rests_on:
        click.echo(f"✓ {words.of(language())}")
    for words in proof.not_proven:
        click.echo(f"! {words.of(language())}")
    summary = say(
        "{events} 个事件，每秒 {rate:,.0f} 个，{files} 个佐证文件，{wrong} 处不符。",
        "{events:event|events}, {rate:,.0f} a second, {files:piece|pieces} of evidence, "
        "{wrong} wrong.",
        events=proof.events,
        rate=rate,
        files=proof.files,
        wrong=len(proof.faults),
    )
    click.echo(summary)
