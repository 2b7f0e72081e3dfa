"""``rectify anchor``: the newest seal as a line, to be kept outside."""

from __future__ import annotations

import sys

import click

from rectify.language import say


@click.command(
    help=say(
        "打印最新封存的锚点（一行）。把它存到数据库管理者改不到的地方，以后用 "
        "rectify verify --anchor 文件 核对：末尾被截去、历史被改写、换成旧副本都会发现。",
        "Print the anchor of the newest seal, one line. Keep it where the owner of the database "
        "cannot change it: 'rectify verify --anchor FILE' then finds an end cut off, a rewritten "
        "history, and an older database put in place of today's.",
    )
)
def command() -> None:
    """Seal what is open and print the anchor; exit code 1 before the first event."""
    from rectify.servers.command_database import demand_database, running_environment
    from workflow.audit import anchors
    from workflow.audit.sealing import seal
    from workflow.engine.loading import read_now
    from workflow.platform import connect

    demand_database()
    with running_environment(), connect() as connection:
        seal(connection, read_now(connection))
        anchor = anchors.newest(connection)
    if anchor is None:
        click.echo(say("还没有可以封存的事件。", "There is nothing to seal yet."), err=True)
        sys.exit(1)
    click.echo(anchor.line)
