"""``rectify calendar``: the working days of a period, and the calendar's effect on due dates."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

import click

from rectify.language import language, say
from rectify.options import with_json

if TYPE_CHECKING:
    from workflow.calendar import Calendar
    from workflow.calendar.holiday_notice import Checked
    from workflow.escalation.calendar_changes.recalculation_job import Pass

_ALL = 1_000_000_000
_LOOK = 0.2  # seconds between two looks at a pass that somebody else carries on
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(
    help=say(
        "日历：核对一段时间有几个工作日；日历变动后，查看并应用它对已有时限的影响。",
        "The calendar: check how many working days a period has; look at what a changed calendar "
        "does to due dates that stand, and apply it.",
    )
)
def command() -> None:
    """Hold the commands."""


@command.command(
    help=say(
        "核对公告写明的工作日数：按起始日计入和不计入各有几个，跳过了哪些日子，不符时说明原因。"
        "有数据库时连同本单位自定的日子一起算。",
        "Check the number of working days that a notice states: how many there are with and "
        "without the first day, which days are left out, and where another number comes from. "
        "Where there is a database, the organisation's own days count.",
    )
)
@click.argument("start", type=_DAY)
@click.argument("end", type=_DAY)
@click.option(
    "--stated",
    type=click.IntRange(1, 1000),
    required=True,
    help=say("公告写明的工作日数。", "The number of working days that the notice states."),
)
@click.option(
    "--kind",
    type=click.Choice(["publicity", "binding"]),
    default="publicity",
    show_default=True,
    help=say("哪一类时限：公示期或约束他人的时限。", "Which kind of period it is."),
)
@with_json
def explain(start: datetime, end: datetime, stated: int, kind: str, as_json: bool) -> None:
    """Print the working days of a period."""

    from workflow.calendar import CONVENTIONS
    from workflow.calendar.holiday_notice import check

    if end < start:
        raise click.BadParameter(say("结束日早于起始日", "it ends before it begins"))
    calendar = _calendar()
    first = calendar.counts_first_of(CONVENTIONS[kind])
    checked = check(calendar, start.date(), end.date(), stated, counts_first=first)
    click.echo(_object(checked, calendar) if as_json else _text(checked, calendar))


def _calendar() -> Calendar:
    """Return the calendar in force; the country's where nothing was set up yet."""
    from rectify.servers.command_database import has_database, running_environment
    from workflow.calendar import Calendar
    from workflow.escalation.calendar_changes import commands
    from workflow.platform import settings

    if not has_database(settings()):
        return Calendar(settings().country)
    with running_environment():
        return commands.in_force_now()


def _object(checked: Checked, calendar: Calendar) -> str:
    return json.dumps(
        {
            "calendar": calendar.edition,
            "start": checked.start.isoformat(),
            "end": checked.end.isoformat(),
            "stated": checked.stated,
            "first_day_counted": checked.with_first,
            "first_day_not_counted": checked.without_first,
            "agrees": checked.agrees,
            "skipped": [
                {"day": day.day.isoformat(), "kind": day.kind, "name": day.name.of(language())}
                for day in checked.skipped
            ],
            "says": [words.of(language()) for words in checked.sentences],
        },
        ensure_ascii=False,
    )


def _text(checked: Checked, calendar: Calendar) -> str:
    counted = say(
        "起始日计入：{with_first}个工作日；不计入：{without_first}个。",
        "With the first day: {with_first:working day|working days}; without: {without_first}.",
        with_first=checked.with_first,
        without_first=checked.without_first,
    )
    off = [
        f"  {day.day.isoformat()}  {day.name.of(language())}"
        for day in sorted((*checked.skipped, *checked.worked_weekends), key=lambda day: day.day)
    ]
    sentences = [words.of(language()) for words in checked.sentences]
    heading = [say("不同于平日的日子：", "Days out of the ordinary:")] if off else []
    source = say(f"日历：{calendar.edition}", f"Calendar: {calendar.edition}")
    return "\n".join([*sentences, counted, *heading, *off, source])


@command.command(
    help=say(
        "查看现行日历会变动哪些在办事项的时限：逐项列出现在和应用之后的日期及原因，不作任何改动。",
        "Show which due dates of open items the calendar in force would move: each before and "
        "after, and why. Nothing is changed.",
    )
)
@with_json
def preview(as_json: bool) -> None:
    """Print the effect of applying the calendar."""
    from rectify.reports import calendar as report_calendar
    from rectify.servers.command_database import running_environment
    from workflow.declaration import SYSTEM
    from workflow.escalation.calendar_changes import recalculation_preview

    with running_environment():
        result = recalculation_preview.preview(SYSTEM, most=_ALL)
    if as_json:
        click.echo(report_calendar.preview_as_json(result))
    else:
        report_calendar.show_preview(result)


@command.command(
    help=say(
        "把现行日历应用到在办事项已有的时限。请先用 preview 查看。可以随时中断，再次执行即接着做。",
        "Apply the calendar in force to due dates that stand. Look at the preview first. It may be "
        "interrupted at any moment; run again, it goes on.",
    )
)
@click.option(
    "--reason",
    required=True,
    help=say(
        "依据和理由（至少十个字），记入每个事项和日志。",
        "The ground, of at least ten characters; it goes into each item and into the journal.",
    ),
)
@with_json
def apply(reason: str, as_json: bool) -> None:
    """Begin a pass, or join the running pass, and continue to its end."""
    from rectify.reports import calendar as report_calendar
    from rectify.servers.command_database import running_environment

    with running_environment():
        done = _applied(reason)
    if as_json:
        click.echo(report_calendar.pass_as_json(done))
    else:
        report_calendar.show_pass(done)
    sys.exit(0 if done.outcome == "done" else 1)


def _applied(reason: str) -> Pass:
    """Continue the pass, with a bar on a terminal; the service may run the pass as well."""
    from rich.console import Console
    from rich.progress import Progress

    from workflow.declaration import SYSTEM
    from workflow.escalation.calendar_changes import commands, recalculation_job

    running = recalculation_job.newest()
    if running is None or running.ended_at:
        recalculation_job.begin(SYSTEM, reason, commands.in_force_now().edition)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        row = bar.add_task(say("应用日历", "Applying the calendar"), total=None)
        seen = -1
        while True:
            recalculation_job.go_on(pieces=1)
            now = recalculation_job.newest()
            assert now  # noqa: S101 -- one was begun above
            bar.update(row, completed=now.seen, total=now.items)
            if now.ended_at:
                return now
            time.sleep(_LOOK if now.seen == seen else 0)
            seen = now.seen
