"""Check a period of a notice: its number of working days by either convention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.calendar.days import Calendar, Day
from workflow.words import Words

_ONE = timedelta(days=1)
_FIRST = Words("起始日计入", "the first day counted")
_AFTER = Words("起始日不计入", "the first day not counted")
_ALL = Words("不分工作日、按自然日数", "every calendar day counted, working or not")
_MONDAY_TO_FRIDAY = Words(
    "只看星期一到星期五、不看节假日", "Monday to Friday counted, whatever the holidays"
)
_AGREES = Words(
    "{start}至{end}有{counted}个工作日：写明的{stated}个相符（{way}）。",
    "{start} to {end} holds {counted:working day|working days}: "
    "the {stated:stated agrees|stated agree} ({way}).",
)
_DIFFERS = Words(
    "{start}至{end}，{first}有{counted}个工作日，与写明的{stated}个不符。",
    "{start} to {end} holds {counted:working day|working days} ({first}); {stated:is|are} stated.",
)
_OTHERWISE = Words("{stated}个要这样数才对：{way}。", "One gets {stated} in this way: {way}.")
_NOHOW = Words("怎样数都得不出{stated}个。", "No way of counting gives {stated}.")
_REACHED = Words(
    "写明的{stated}个工作日到{end}才满（{way}）。",
    "The {stated:working day stated ends|working days stated end} on {end} ({way}).",
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked period: working days by either convention, and the days left out."""

    start: date
    end: date
    stated: int
    with_first: int
    without_first: int
    agrees: bool  # by the convention in force
    skipped: tuple[Day, ...]
    worked_weekends: tuple[Day, ...]
    sentences: tuple[Words, ...]


def check(
    calendar: Calendar, start: date, end: date, stated: int, *, counts_first: bool
) -> Checked:
    """Count a stated period by both conventions and say how the number may have come about."""
    ways = _ways(calendar, start, end)
    counted = ways[_FIRST if counts_first else _AFTER]
    days = list(calendar.days(start, end))
    return Checked(
        start,
        end,
        stated,
        ways[_FIRST],
        ways[_AFTER],
        counted == stated,
        tuple(day for day in days if not day.is_working),
        tuple(day for day in days if day.is_working and day.kind != "working"),
        tuple(_sentences(calendar, start, end, stated, ways, counts_first)),
    )


def _ways(calendar: Calendar, start: date, end: date) -> dict[Words, int]:
    """Count the period in every usual way, the right ways first; map the way to its days."""
    whole = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return {
        _FIRST: calendar.working_days_between(start - _ONE, end),
        _AFTER: calendar.working_days_between(start, end),
        _both(_ALL, _FIRST): len(whole),
        _both(_ALL, _AFTER): len(whole) - 1,
        _both(_MONDAY_TO_FRIDAY, _FIRST): _weekdays(whole),
        _both(_MONDAY_TO_FRIDAY, _AFTER): _weekdays(whole[1:]),
    }


def _both(one: Words, other: Words) -> Words:
    return Words(f"{one.zh}、{other.zh}", f"{one.en}, {other.en}")


def _weekdays(days: Sequence[date]) -> int:
    return sum(day.weekday() < 5 for day in days)


def _sentences(
    calendar: Calendar,
    start: date,
    end: date,
    stated: int,
    ways: dict[Words, int],
    counts_first: bool,
) -> list[Words]:
    way = _FIRST if counts_first else _AFTER
    values = {"start": start, "end": end, "stated": stated, "counted": ways[way], "way": way}
    if ways[way] == stated:
        return [_AGREES.format(**values)]
    others = [other for other, counted in ways.items() if counted == stated]
    last = calendar.add_working_days(start - _ONE if counts_first else start, stated)
    return [
        _DIFFERS.format(**values, first=way),
        _OTHERWISE.format(stated=stated, way=others[0]) if others else _NOHOW.format(**values),
        _REACHED.format(stated=stated, end=last, way=way),
    ]
