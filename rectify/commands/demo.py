"""``rectify demo``: the service with the demonstration's people and ledger."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from rectify.language import say
from workflow.words import Words

if TYPE_CHECKING:
    from rectify.service.screen import Screen


@click.command(
    help=say(
        "演示：装入示例单位、人员和台账，启动服务，并列出可用的登录名。邮件只进内置邮箱，不会外发。"
        "示例属于党支部标准化工作包；其他工作包见 rectify pack list 和 rectify init --pack。",
        "Demonstration: load an organisation, people and a ledger, run the service, and list the "
        "sign-ins. Mail goes to a built-in mailbox and never leaves this machine. "
        "It shows the pack of party branches; for others see 'rectify pack list' and "
        "'rectify init --pack'.",
    )
)
def command() -> None:
    """Load the demonstration once, then do as ``up`` does."""
    from rectify.service.screen import Screen
    from rectify.service.up import up
    from workflow.platform import settings

    os.environ["RECTIFY_DEMO"] = "1"
    settings.cache_clear()
    screen = Screen()
    up(screen, *demonstration(screen))


def demonstration(screen: Screen) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return two functions: to run before the service starts, and to greet once started."""
    shown: list[tuple[list[tuple[str, Words]], str]] = []

    def prepare() -> None:
        from rectify.demo import load
        from workflow.platform import db

        with screen.doing(Words("演示数据", "Demonstration data")):
            shown.append(load())
        db.close()  # the database may be restarted under a pool that nobody needs any more

    def greet() -> None:
        screen.sign_ins(*shown[0])

    return prepare, greet
