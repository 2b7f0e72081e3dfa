"""``rectify escalate``: escalate due items, forecast, or set a demonstration's clock."""

from __future__ import annotations

import sys
from datetime import datetime, time
from typing import TYPE_CHECKING

import click

from rectify.language import say
from rectify.options import with_json

if TYPE_CHECKING:
    from workflow.escalation.raised_queries import Raised
    from workflow.escalation.sweep import Swept


@click.command(
    help=say(
        "逾期升级：把现在已到时候的提醒、督办、约谈和问责建议提出来（定时任务本来每30秒做一次）。"
        "加 --dry-run --on 日期，只说明到那一天会发生什么，不作任何改动。",
        "Raise the reminders, supervision notices, interviews and accountability proposals that "
        "are due now (the timetable does so every 30 s). With --dry-run --on DATE, say what would "
        "happen by that day and change nothing.",
    )
)
@click.option(
    "--on",
    "day",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="DATE",
    help=say(
        "到这一天为止，如 2026-12-31；不加 --dry-run 时拨动演示环境的时钟。",
        "By this day, such as 2026-12-31; without --dry-run it sets a demonstration's clock.",
    ),
)
@click.option("--dry-run", is_flag=True, help=say("只说明，不改动。", "Say it, change nothing."))
@with_json
@click.option(
    "--confirm",
    is_flag=True,
    help=say(
        "数量异常、升级被暂停时，由一人提出、另一人确认，然后照样执行。要用 --as 写明登录名，"
        "密码在终端输入，不在终端时读标准输入的第一行。",
        "Where there is more than is believable and nothing was raised, one person asks to carry "
        "it out, and another one agrees. --as names who; the password is asked for on a terminal "
        "and else read from the first line of standard input.",
    ),
)
@click.option("--as", "login", default="", metavar="LOGIN", help=say("登录名。", "Who it is."))
@click.option(
    "--reason",
    default="",
    help=say("核对了什么（至少十个字）。", "What was checked (ten characters at least)."),
)
def command(
    day: datetime | None, dry_run: bool, as_json: bool, confirm: bool, login: str, reason: str
) -> None:
    """Sweep now, forecast, or move the demonstration's clock; print the climbed rungs."""
    from rectify.reports import escalation
    from rectify.servers.command_database import running_environment

    if confirm != bool(login):
        raise click.UsageError(say("--confirm 和 --as 要一起用", "--confirm and --as go together"))
    with running_environment():
        if confirm:
            _confirm(login, reason)
        raised, swept = _foretell(day) if dry_run else _carry_out(day)
    if as_json:
        click.echo(escalation.as_json(raised, swept, dry_run))
    else:
        escalation.show(raised, swept, dry_run)
    sys.exit(1 if swept and swept.alarm else 0)


def _foretell(day: datetime | None) -> tuple[list[Raised], None]:
    from workflow.engine.loading import read_now
    from workflow.escalation.forecast import forecast
    from workflow.platform import connect

    with connect() as connection:
        now = read_now(connection)
    return forecast(max(now, _evening(day)) if day else now), None


def _confirm(login: str, reason: str) -> None:
    """Ask for the release of the breaker, or agree where somebody else has asked."""
    from rectify.terminal_sign_in import whoever
    from workflow.escalation import breaker_release

    released = breaker_release.confirm(whoever(login), reason)
    sentence = (
        say("已确认解除。", "It is released.")
        if released
        else say("已提出，请由另一个人确认。", "It was asked for; another person has to agree.")
    )
    click.echo(sentence, err=True)


def _carry_out(day: datetime | None) -> tuple[list[Raised], Swept]:
    from workflow.engine.loading import read_now
    from workflow.escalation import demo_clock
    from workflow.escalation.raised_queries import raised_by
    from workflow.escalation.sweep import sweep
    from workflow.platform import connect

    if day:
        return demo_clock.advance(_evening(day))
    with connect() as connection:
        began = read_now(connection)
        swept = sweep()
        return raised_by(connection, swept.fired, began), swept


def _evening(day: datetime) -> datetime:
    """Return the last minute of the day where the organisation works."""
    from workflow.platform import settings

    return datetime.combine(day, time(23, 59), settings().zone)
