"""How a due date reads: days left, colour, and the same in words, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflow import in_force
from workflow.calendar import last_day
from workflow.config import settings
from workflow.definition import Colour
from workflow.words import Words

BLUE_FROM = 10  # working days left (domain.md 3.7)
YELLOW_FROM = 5

_LATE = Words("超期{days}个工作日", "{days} working day{s} overdue")
_TODAY = Words("今天到期", "due today")
_LEFT = Words("还剩{days}个工作日", "{days} working day{s} left")


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with the working days left (negative: overdue), its colour and words."""

    on: date
    days_left: int
    colour: Colour
    words: Words
    provisional: bool  # the year's make-up working days are not published yet


def due_of(due_at: datetime | None, now: datetime) -> Due | None:
    """Return how a due date reads at ``now``; an item without one has no colour."""
    if due_at is None:
        return None
    zone, calendar = settings().zone, in_force.calendar()
    on, today = last_day(due_at, zone), now.astimezone(zone).date()
    left = calendar.working_days_between(today, on)
    late = now >= due_at
    provisional = calendar.is_provisional(on.year)
    return Due(on, left, _colour(left, late), _words(left, late, on == today), provisional)


def _colour(left: int, late: bool) -> Colour:
    if late:
        return "red"
    if left <= YELLOW_FROM:
        return "yellow"
    return "blue" if left <= BLUE_FROM else "green"


def _words(left: int, late: bool, today: bool) -> Words:
    if late:
        return _LATE.format(days=-left, s="" if left == -1 else "s")
    return _TODAY if today else _LEFT.format(days=left, s="" if left == 1 else "s")
