"""How a due date reads: days left, colour, and the same in words, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow import in_force
from workflow.calendar import last_day
from workflow.config import settings
from workflow.definition import Colour
from workflow.words import Words

BLUE_FROM = 10  # working days left (domain.md 3.7)
YELLOW_FROM = 5
NEARLY_DONE = 90  # percent; what is nearly done is no reason to worry

_LATE = Words("超期{days}个工作日", "{days} working day{s} overdue")
_TODAY = Words("今天到期", "due today")
_NAMES: dict[Colour, Words] = {
    "red": Words("红色", "Red"),
    "yellow": Words("黄色", "Yellow"),
    "blue": Words("蓝色", "Blue"),
    "green": Words("绿色", "Green"),
}
_WHY: dict[Colour, Words] = {
    "red": Words("已经逾期", "it is overdue"),
    "yellow": Words(
        f"剩余不超过{YELLOW_FROM}个工作日，完成不足{NEARLY_DONE}%",
        f"{YELLOW_FROM} working days or fewer are left and less than {NEARLY_DONE} % is done",
    ),
    "blue": Words(f"剩余不超过{BLUE_FROM}个工作日", f"{BLUE_FROM} working days or fewer are left"),
    "green": Words(f"剩余超过{BLUE_FROM}个工作日", f"more than {BLUE_FROM} working days are left"),
}
_REASON = Words("{colour}：{why}", "{colour}: {why}")
_LEFT = Words("还剩{days}个工作日", "{days} working day{s} left")
_PROVISIONAL = Words("{words}，暂定", "{words}, provisional")


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with the working days left (negative: overdue), its colour and words."""

    on: date
    days_left: int
    colour: Colour
    words: Words
    why: Words  # the colour by name, and the reason for it
    provisional: bool  # the year's make-up working days are not published yet

    @property
    def told(self) -> Words:
        """The words as they are told where nothing beside them says that they are provisional."""
        return _PROVISIONAL.format(words=self.words) if self.provisional else self.words


def due_of(due_at: datetime | None, now: datetime, percent: int = 0) -> Due | None:
    """Return how a due date reads at ``now``; an item without one has no colour."""
    if due_at is None:
        return None
    zone, calendar = settings().zone, in_force.calendar()
    on, today = last_day(due_at, zone), now.astimezone(zone).date()
    left = calendar.working_days_between(today, on)
    late = now >= due_at
    provisional = calendar.is_provisional(on.year)
    colour = _colour(left, late, percent)
    why = _REASON.format(colour=_NAMES[colour], why=_WHY[colour])
    return Due(on, left, colour, _words(left, late, on == today), why, provisional)


def percent_of(state: str, data: Mapping[str, Any]) -> int:
    """Return how much is reported done; of a checker's work nothing is."""
    percent: int = data.get("percent", 0) if state == "assigned" else 0
    return percent


def _colour(left: int, late: bool, percent: int) -> Colour:
    if late:
        return "red"
    if left <= YELLOW_FROM and percent < NEARLY_DONE:
        return "yellow"
    return "blue" if left <= BLUE_FROM else "green"


def _words(left: int, late: bool, today: bool) -> Words:
    if late:
        return _LATE.format(days=-left, s="" if left == -1 else "s")
    return _TODAY if today else _LEFT.format(days=left, s="" if left == 1 else "s")
