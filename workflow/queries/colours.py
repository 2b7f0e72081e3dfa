"""The colour of an item today and its reason: derived from dates and reports, never stored.

The rules are in docs/domain/escalation-ladder.md#colours; the first match counts. The lag of the
work behind its plan is judged on the day of the newest report, for the progress on the days between
is unknown; a missing report shows itself by its own rule. ``colours_sql`` says the same in SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from workflow.calendar import Calendar, last_day
from workflow.declaration import (
    REOPENED_FOR,
    REPORT_PROGRESS,
    Colour,
    Process,
    RectificationProcess,
    pack,
)
from workflow.platform import settings
from workflow.snapshots import policies
from workflow.words import Words

BLUE_FROM = 10  # working days left
YELLOW_FROM = 5
NEARLY_DONE = 90  # percent; what is nearly done is no reason to worry
BEHIND, FAR_BEHIND = 10, 30  # percentage points
REPORT_BY = 5  # working day of each month by which progress is reported (D09)
NAMES: dict[Colour, Words] = {
    "red": Words("红色", "Red"),
    "yellow": Words("黄色", "Yellow"),
    "blue": Words("蓝色", "Blue"),
    "green": Words("绿色", "Green"),
}
SHAPES: dict[Colour, str] = {"red": "■", "yellow": "▲", "blue": "◆", "green": "●"}
_FALSE = Words("查实为虚假整改，重新整改", "it was rectified falsely and has been reopened")
_CRITICISED = Words("{on}被上级通报批评", "a superior has criticised it in a circular, on {on}")
_OVERDUE = Words("已经逾期", "it is overdue")
_BEHIND = Words(
    "{on}报告完成{percent}%，按时间应为{planned}%，落后{gap}个百分点",
    "on {on} {percent} % was reported done where time asks for {planned} %: "
    "{gap:point|points} behind",
)
_MISSING = {
    1: Words("上月没有报告进展", "the last monthly report of progress is missing"),
    2: Words("连续两个月没有报告进展", "two monthly reports of progress running are missing"),
}
_SOON = Words(
    f"剩余不超过{YELLOW_FROM}个工作日，完成不足{NEARLY_DONE}%",
    f"{YELLOW_FROM} working days or fewer are left and less than {NEARLY_DONE} % is done",
)
_STEP = Words("{step}已超期", "{step} is overdue")
_HANDED_IN_LATE = Words(
    "报告完成时已超期{days}个工作日",
    "it was late by {days:working day|working days} when handed in",
)
_IN_TIME = Words("已按时报告完成", "it was handed in in time")
_THIS_STEP = Words("本步骤已超期", "this step is overdue")
_BEFORE = Words("本步骤没有超期", "this step is in time")
_NEAR = Words(f"剩余不超过{BLUE_FROM}个工作日", f"{BLUE_FROM} working days or fewer are left")
_FAR = Words(f"剩余超过{BLUE_FROM}个工作日", f"more than {BLUE_FROM} working days are left")


def is_reported(list_key: str, state: str) -> bool:
    """Say whether progress is reported in the state; in no other is anything missing or behind."""
    return pack().lists[list_key].find(REPORT_PROGRESS, state) is not None


def is_of_step(list_key: str, state: str) -> bool:
    """Say whether the due date in the state belongs to a step, and not to the work.

    The work has a due date of its own where a form asks for it; elsewhere each state has its own.
    """
    of_work = pack().lists[list_key].work_states
    return bool(of_work) and state not in of_work


def is_reopened(list_key: str) -> bool:
    """Say whether items of the list are opened again, for a reason that the form asks for."""
    return bool(pack().lists[list_key].choices.get(REOPENED_FOR))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourDates:
    """The dates at which colours begin, as of one moment; working days are counted only here."""

    now: datetime
    today: date
    yellow: date  # what is due before this day has five working days left, or fewer
    blue: date
    one_missing: date  # who has reported up to this day for the last time misses a report
    two_missing: date


def marks_of(now: datetime, calendar: Calendar | None = None) -> ColourDates:
    """Return the dates at which colours begin, as of ``now``."""
    calendar = calendar or policies.calendar()
    today = now.astimezone(settings().zone).date()
    past = _reports_past(calendar, today)
    return ColourDates(
        now=now,
        today=today,
        yellow=calendar.add_working_days(today, YELLOW_FROM + 1),
        blue=calendar.add_working_days(today, BLUE_FROM + 1),
        one_missing=past[1],
        two_missing=past[2],
    )


def _reports_past(calendar: Calendar, today: date) -> list[date]:
    """Return the last three past due days of monthly reports, the newest first."""
    found, first = list[date](), today.replace(day=1)
    while len(found) < 3:
        due = calendar.add_working_days(first - timedelta(days=1), REPORT_BY)
        found += [due] if due < today else []
        first = (first - timedelta(days=1)).replace(day=1)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The inputs of an item's colour, besides its due date."""

    since: date  # when its state began, and with it the time that the work has
    reports: bool = False  # whether progress is reported on it now
    percent: int | None = None
    reported: date | None = None
    pauses: tuple[tuple[date, date], ...] = ()
    is_false: bool = False
    criticised: date | None = None  # when a superior's criticism of it was circulated last
    step: tuple[Words, date] | None = None  # what is waited for beside the due date
    of_step: bool = False  # the running date is that of a step, not that of the work
    handed_in: tuple[date, int] | None = None  # the work's due date, and how late it was then


def work_of(
    list_key: str,
    state: str,
    since: datetime,
    data: Mapping[str, Any],
    process: RectificationProcess,
) -> Work:
    """Return the inputs of the colour from the fields and the notes of an item."""
    reports = is_reported(list_key, state)
    paused = process.get("paused")
    pauses = [(_day(p["on"]), _day(p["until"])) for p in paused] if paused else ()
    return Work(
        since=since.astimezone(settings().zone).date(),
        reports=reports,
        percent=data.get("percent") if reports else None,
        reported=_day(process["reported_on"]) if "reported_on" in process else None,
        pauses=tuple(pauses),
        is_false=data.get(REOPENED_FOR) == "false" and is_reopened(list_key),
        criticised=max(map(_day, process.get("criticised", {}).values()), default=None),
        step=_step(list_key, state, process),
        of_step=(of_step := is_of_step(list_key, state)),
        handed_in=_handed_in(process) if of_step else None,
    )


def _step(list_key: str, state: str, process: Process) -> tuple[Words, date] | None:
    kept = process.get("step")
    if not kept:
        return None
    return pack().lists[list_key].state(state).clock(kept["key"]).words, _day(kept["on"])


def _handed_in(process: RectificationProcess) -> tuple[date, int] | None:
    notes = process.get("handed_in", ())
    return max(((_day(n["due"]), n["late"]) for n in notes), key=lambda n: n[1], default=None)


def _of_step(due_at: datetime, work: Work, marks: ColourDates) -> tuple[Colour, Words]:
    """Return the colour where the work's own clock stands: by its lateness when handed in."""
    late = work.handed_in[1] if work.handed_in else 0
    if late:
        return "red", _HANDED_IN_LATE.format(days=late)
    if marks.now >= due_at:
        return "yellow", _THIS_STEP
    return "green", _IN_TIME if work.handed_in else _BEFORE


def colour_of(due_at: datetime, work: Work, marks: ColourDates) -> tuple[Colour, Words]:
    """Return the colour of an item with a due date, and the reason in words."""
    due = last_day(due_at, settings().zone)
    behind = _behind(work, due)
    missing = _missing(work, marks)
    if work.is_false:
        return "red", _FALSE
    if work.criticised:
        return "red", _CRITICISED.format(on=work.criticised)
    if work.of_step:
        return _of_step(due_at, work, marks)
    if marks.now >= due_at:
        return "red", _OVERDUE
    if behind and behind.is_over(FAR_BEHIND):
        return "red", behind.words
    if missing == 2:
        return "red", _MISSING[2]
    if due < marks.yellow and (work.percent or 0) < NEARLY_DONE:
        return "yellow", _SOON
    if behind and (behind.is_over(BEHIND) or behind.is_at(BEHIND)):
        return "yellow", behind.words
    if missing:
        return "yellow", _MISSING[1]
    if work.step and work.step[1] < marks.today:
        return "yellow", _STEP.format(step=work.step[0])
    return ("blue", _NEAR) if due < marks.blue else ("green", _FAR)


class _Behind(NamedTuple):
    """The lag of the work at the newest report: whole numbers, equal in both languages."""

    on: date
    percent: int
    elapsed: int  # days of the calendar of ``total``, the pauses left out
    total: int

    @property
    def points(self) -> int:
        """The percentage points, times the days in all."""
        return 100 * min(self.elapsed, self.total) - self.percent * self.total

    def is_over(self, points: int) -> bool:
        return self.points > points * self.total

    def is_at(self, points: int) -> bool:
        return self.points == points * self.total

    @property
    def words(self) -> Words:
        planned = 100 * min(self.elapsed, self.total) // self.total
        gap = planned - self.percent
        return _BEHIND.format(on=self.on, percent=self.percent, planned=planned, gap=gap)


def planned_percent(work: Work, due_at: datetime, today: date) -> int | None:
    """Return the percentage of the time for the work that is over, pauses left out.

    ``None`` where no progress is reported, or where there is no time to count.
    """
    spent = _spent(work, last_day(due_at, settings().zone), today) if work.reports else None
    return 100 * min(spent[0], spent[1]) // spent[1] if spent else None


def _behind(work: Work, due: date) -> _Behind | None:
    if work.percent is None or work.reported is None or work.reported < work.since:
        return None
    spent = _spent(work, due, work.reported)
    return _Behind(work.reported, work.percent, *spent) if spent else None


def _spent(work: Work, due: date, on: date) -> tuple[int, int] | None:
    """Return the days of the work that are over on a day, and all of them, pauses left out."""
    pauses = [pause for pause in work.pauses if pause[0] >= work.since]
    rested = sum(max((min(until, on) - begin).days, 0) for begin, until in pauses)
    total = (due - work.since).days - sum((until - begin).days for begin, until in pauses)
    return ((on - work.since).days - rested, total) if total > 0 else None


def _missing(work: Work, marks: ColourDates) -> int:
    """Count the monthly reports missing since the last, at most two."""
    if not work.reports:
        return 0
    ended = work.pauses[-1][1] if work.pauses else work.since
    last = max(work.since, work.reported or work.since, ended)
    return (last <= marks.one_missing) + (last <= marks.two_missing)


def _day(text: str) -> date:
    return date.fromisoformat(text)
