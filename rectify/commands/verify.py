"""``rectify verify``: prove the audit trail, or name the first wrong event of each item."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import click

from rectify.language import language, say


@click.command(
    help=say(
        "核验审计链：逐事件重算哈希，由事件重建事项并与存储比对，核对编号和封存。"
        "有不符时退出码为 1，并指出第一个出错的事件。",
        "Prove the audit trail: hash every event again, rebuild every item from its events, check "
        "numbers and seals. Exit code 1, and the first wrong event named, if anything differs.",
    )
)
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON。", "Print JSON."))
def command(as_json: bool) -> None:
    """Verify everything, with a progress bar on a terminal."""
    from rectify.servers.command_database import running_environment

    with running_environment():
        faults, events, seconds = _verify(quiet=as_json)
    rate = events / seconds if seconds else 0.0
    if as_json:
        click.echo(json.dumps({"events": events, "events_per_s": round(rate), "faults": faults}))
    else:
        _print(faults, events, rate)
    sys.exit(1 if faults else 0)


def _verify(quiet: bool) -> tuple[list[dict[str, Any]], int, float]:
    from rich.console import Console
    from rich.progress import Progress

    from workflow import journal
    from workflow.audit.verifying import count, verify
    from workflow.platform.db import connect

    with connect() as connection:
        connection.execute("SET statement_timeout = 0")
        total = count(connection)
        with Progress(console=Console(stderr=True), disable=quiet) as progress:
            bar = progress.add_task(say("核验事件", "Verifying events"), total=total)
            began = time.perf_counter()
            faults = verify(connection, lambda n: progress.advance(bar, n))
            seconds = time.perf_counter() - began
        journal.note(connection, "verified", events=total, wrong=len(faults))
        connection.execute("RESET statement_timeout")
    rows = [{"number": f.number, "event": f.seq, "wrong": f.words.of(language())} for f in faults]
    return rows, total, seconds


def _print(found: list[dict[str, Any]], events: int, rate: float) -> None:
    for fault in found:
        click.echo(f"✗ {fault['number']} #{fault['event']}: {fault['wrong']}")
    summary = say(
        "{events} 个事件，每秒 {rate:,.0f} 个，{wrong} 处不符。",
        "{events:event|events}, {rate:,.0f} a second, {wrong} wrong.",
        events=events,
        rate=rate,
        wrong=len(found),
    )
    click.echo(summary)
