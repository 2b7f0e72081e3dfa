"""``rectify look-back``: samples of closed problems: draw, list, show with results."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

from rectify.language import say
from rectify.options import with_json

if TYPE_CHECKING:
    from workflow.declaration import Actor

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_AS = click.option(
    "--as",
    "login",
    required=True,
    metavar="LOGIN",
    help=say(
        "以谁的身份；密码在终端输入，不在终端时读标准输入的第一行。",
        "Who it is; the password is asked for on a terminal and else read from the first line of "
        "standard input.",
    ),
)


@click.group(
    help=say(
        "回头看：抽取已销号的问题，列出各次回头看，查看结果。到期之前对被抽查单位保密，"
        "所以每个命令都要证明是谁。",
        "Look-backs: draw from what was closed, list them, show what they have found. They are "
        "secret from the units that are drawn from until their day, so each command asks who "
        "it is.",
    )
)
def command() -> None:
    """Hold the three commands."""


@command.command(
    "list", help=say("列出您可以知道的回头看，最新的在前。", "List those you may know of.")
)
@_AS
@with_json
def list_(login: str, as_json: bool) -> None:
    """Print a line for each plan: id, day, state, size of the sample, unit."""
    from rectify.reports import look_back
    from rectify.servers.command_database import running_environment
    from workflow.inspections.look_backs import queries as look_back_queries

    with running_environment():
        plans = look_back_queries.plans(_whoever(login))
    click.echo(look_back.lines_as_json(plans) if as_json else look_back.lines(plans))


@command.command(
    help=say(
        "在 UNIT（名称、代码或编号）及其下级抽取样本，按严重程度和单位分层。种子由系统随机产生，"
        "谁也不能挑选；公布种子后任何人都可以重抽核对。",
        "Draw a sample in UNIT (its name, its code or its number) and below it, in strata. The "
        "seed is drawn by lot, so that nobody can try several; it is printed, so that anybody can "
        "draw the same again.",
    )
)
@click.argument("unit")
@click.option("--day", type=_DAY, required=True, help=say("回头看日期。", "Day of the look-back."))
@click.option(
    "--share", type=int, help=say("每层抽百分之几。", "Per cent of each stratum to be drawn.")
)
@click.option("--number", type=int, help=say("每层抽几个。", "How many of each stratum."))
@click.option(
    "--by",
    type=click.Choice(["severity_unit", "severity", "unit"]),
    default="severity_unit",
    show_default=True,
    help=say("按什么分层。", "What the strata are by."),
)
@click.option(
    "--closed-from", type=_DAY, help=say("自这一天起销号的。", "Closed from this day on.")
)
@click.option(
    "--reason",
    required=True,
    help=say("抽查事由（至少十个字）。", "Why it is drawn (ten characters at least)."),
)
@_AS
@with_json
def draw(
    unit: str,
    day: datetime,
    share: int | None,
    number: int | None,
    by: str,
    closed_from: datetime | None,
    reason: str,
    login: str,
    as_json: bool,
) -> None:
    """Draw a sample and show the plan."""
    from rectify.servers.command_database import running_environment
    from workflow import queries
    from workflow.declaration import DRAW_LOOK_BACKS
    from workflow.inspections.look_backs import commands

    if (share is None) == (number is None):
        raise click.UsageError(
            say("--share 和 --number 写一个，也只写一个", "give either --share or --number")
        )
    asked = {
        "day": day.date().isoformat(),
        "by": by,
        "measure": "number" if share is None else "percent",
        "amount": number if share is None else share,
        "closed_from": closed_from.date().isoformat() if closed_from else "",
        "reason": reason,
    }
    with running_environment():
        actor = _whoever(login)
        DRAW_LOOK_BACKS.demand(actor)
        place = int(unit) if unit.isdecimal() else queries.unit_of(actor, unit)
        _show(commands.plan(actor, asked | {"unit": place}).id, actor, as_json)


@command.command(
    help=say(
        "查看一次回头看：怎么抽的、进展、每个单位和每个问题的结果。",
        "Show one: how it was drawn, how far it has come, what was found in each unit and of "
        "each item.",
    )
)
@click.argument("plan_id", type=click.UUID, metavar="ID")
@_AS
@with_json
def show(plan_id: UUID, login: str, as_json: bool) -> None:
    """Print the part of a look-back visible to the person signed in."""
    from rectify.servers.command_database import running_environment

    with running_environment():
        _show(plan_id, _whoever(login), as_json)


def _whoever(login: str) -> Actor:
    from rectify.terminal_sign_in import whoever

    return whoever(login)


def _show(plan_id: UUID, actor: Actor, as_json: bool) -> None:
    from rectify.reports import look_back
    from workflow.inspections.look_backs import queries as look_back_queries
    from workflow.inspections.look_backs.results import results

    plan = look_back_queries.find(actor, plan_id)
    outcome = results(plan, actor)
    say_it = look_back.as_json if as_json else look_back.text
    click.echo(say_it(plan, outcome))
