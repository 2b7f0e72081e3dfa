"""How a due date reads: days left, colour, and the same in words, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflow.calendar import last_day
from workflow.declaration import Colour, Item, process_of
from workflow.platform import settings
from workflow.queries.colours import BLUE_FROM, NAMES, Work, colour_of, marks_of, work_of
from workflow.snapshots import policies
from workflow.words import Words

_LATE = Words("超期{days}个工作日", "{days:working day|working days} overdue")
_TODAY = Words("今天到期", "due today")
_REASON = Words("{colour}：{why}", "{colour}: {why}")
_BESIDE = Words("{step}{says}", "{step}: {says}")
_THIS_STEP = Words("本步骤", "this step")
_HANDED_IN = Words("按时报告完成", "handed in in time")
_HANDED_IN_LATE = Words(
    "报告完成时超期{days}个工作日", "late by {days:working day|working days} when handed in"
)
_LEFT = Words("还剩{days}个工作日", "{days:working day|working days} left")
_PROVISIONAL = Words("{words}，暂定", "{words}, provisional")


@dataclass(frozen=True, slots=True)
class Beside:
    """A step with an own date beside the due date: the receipt, the plan, the plan's approval."""

    step: Words
    on: date
    late: bool
    words: Words
    left: int = 0  # working days


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDisplay:
    """A due date with the working days left (negative: overdue), its colour and words."""

    on: date
    days_left: int
    colour: Colour
    words: Words
    why: Words  # the colour by name, and the reason for it
    provisional: bool  # the year's make-up working days are not published yet
    late: bool
    beside: Beside | None = None
    of_step: bool = False  # the date is that of a step: the work itself has none yet
    stopped: bool = False  # the work was handed in; what runs is the date of a step beside it

    @property
    def has_run_out(self) -> bool:
        """Say whether the time of the item, or of its current step, is over."""
        return self.late or (self.beside is not None and self.beside.late)

    @property
    def is_near(self) -> bool:
        """Say whether the item is due soon, or has a step with its own date."""
        if self.stopped and self.beside:
            return self.beside.left <= BLUE_FROM
        return self.days_left <= BLUE_FROM or self.beside is not None

    @property
    def told(self) -> Words:
        """The words, with the remark "provisional" where the calendar is provisional."""
        return _PROVISIONAL.format(words=self.words) if self.provisional else self.words


def due_of(due_at: datetime | None, now: datetime, work: Work | None = None) -> DueDisplay | None:
    """Return the display of a due date at ``now``; an item without a due date has no colour."""
    if due_at is None:
        return None
    zone, calendar = settings().zone, policies.calendar()
    on, today = last_day(due_at, zone), now.astimezone(zone).date()
    left, late = calendar.working_days_between(today, on), now >= due_at
    colour, reason = colour_of(due_at, work or Work(since=today), marks_of(now, calendar))
    why = _REASON.format(colour=NAMES[colour], why=reason)
    if work and work.handed_in:
        stopped = _beside((_THIS_STEP, on), today)
        due, days = work.handed_in
        words = _HANDED_IN_LATE.format(days=days) if days else _HANDED_IN
        return DueDisplay(
            on=due,
            days_left=-days,
            colour=colour,
            words=words,
            why=why,
            provisional=False,
            late=False,
            beside=stopped,
            stopped=True,
        )
    beside = _beside(work.step, today) if work and work.step else None
    words = _words(left, late, on == today)
    of_step = bool(work and work.of_step)
    if of_step:
        words = _BESIDE.format(step=_THIS_STEP, says=words)
    return DueDisplay(
        on=on,
        days_left=left,
        colour=colour,
        words=words,
        why=why,
        provisional=calendar.is_provisional(on.year),
        late=late,
        beside=beside,
        of_step=of_step,
    )


def due_of_item(item: Item, now: datetime) -> DueDisplay | None:
    """Return how an item's due date reads at ``now``."""
    since = item.state_since or now
    work = work_of(item.list_key, item.state, since, item.data, process_of(item))
    return due_of(item.due_at, now, work)


def _beside(step: tuple[Words, date], today: date) -> Beside:
    name, on = step
    left = policies.calendar().working_days_between(today, on)
    said = _words(left, on < today, on == today)
    return Beside(name, on, on < today, _BESIDE.format(step=name, says=said), left)


def _words(left: int, late: bool, today: bool) -> Words:
    if late:
        return _LATE.format(days=-left)
    return _TODAY if today else _LEFT.format(days=left)
