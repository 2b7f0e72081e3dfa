"""``rectify begin``: a one-time address to set an empty installation up in the browser."""

from __future__ import annotations

import click

from rectify.language import say


@click.command(
    help=say(
        "显示一次性网址，在浏览器里设置空的系统：语言、组织机构、三名管理员、登录。"
        "有人可以登录以后不再给出；新的网址使以前的失效。",
        "Print a one-time address that leads through the set-up of an empty installation in the "
        "browser: language, organisation, three administrators, sign-in. There is none once "
        "somebody can sign in; another address ends the one before.",
    )
)
def command() -> None:
    """Print the address."""
    from rectify.first_administrator import ADDRESS, SOMEBODY, first_address
    from rectify.servers.command_database import demand_database, running_environment
    from workflow.errors import NotPossible
    from workflow.platform import settings

    demand_database()
    with running_environment():
        address = first_address(settings().near_url)
    if address is None:
        raise NotPossible(SOMEBODY)
    click.echo(say(*ADDRESS))
    click.echo(address)
