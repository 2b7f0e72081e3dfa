"""``rectify journal``: delete the entries past their time of retention."""

from __future__ import annotations

from datetime import datetime

import click

from rectify.language import say


@click.group(
    help=say("系统日志（登录、任免、导出等）。", "The journal: sign-ins, posts, exports and so on.")
)
def command() -> None:
    """Hold the commands about the journal."""


@command.command(
    help=say(
        "清理某日以前、且已封存的日志；至少保存六个月，清理本身也记入日志。",
        "Remove entries of before a day that are sealed. Six months are kept at least, and the "
        "cut is an entry itself.",
    )
)
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help=say("日期，如 2026-05-01。", "A day, such as 2026-05-01."),
)
def cut(before: datetime) -> None:
    """Cut the journal and say how many entries went."""
    from rectify.servers.command_database import running_environment
    from workflow.journal import retention

    with running_environment():
        removed = retention.cut(before.date())
    click.echo(say("清理了{count}条。", "{count:entry was|entries were} removed.", count=removed))
