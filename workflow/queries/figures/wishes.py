"""The question behind figures: a unit and the units below, a period, and the moment of its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import false, select

from workflow.calendar import QUARTER, Period
from workflow.declaration import READ_FIGURES, Actor, Indicator, pack
from workflow.errors import NO_PAGE, BadInput, NotFound
from workflow.platform import reading, settings
from workflow.platform.models import Unit
from workflow.queries.figures.boards import Board, days_of
from workflow.queries.list_address import read_address
from workflow.queries.list_as_of import end_of, reached_at
from workflow.queries.list_filters import Filters
from workflow.queries.list_words import A_DAY, bad_filter
from workflow.words import Words

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BACKWARDS = Words(
    "起始日{begin}晚于截止日{end}；请对调，或改正其中一个。",
    "The period begins on {begin}, after its end on {end}; swap the two days, or correct one.",
)
_EARLY = Words("不能早于2000年", "it cannot lie before the year 2000")
_FIRST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A unit and the units below, a period with both days, and the moment to reckon at."""

    unit_id: int
    path: str
    unit: Words
    begin: date
    end: date
    as_of: datetime  # the end of the period, or the moment up to which events are read
    more: Mapping[str, str] = field(default_factory=dict)  # filters beside those of indicators

    @property
    def before(self) -> Wish:
        """The period of the same length just before."""
        end = self.begin - timedelta(days=1)
        begin = end - (self.end - self.begin)
        return replace(self, begin=begin, end=end, as_of=end_of(end))

    def of(self, unit_id: int, path: str) -> Wish:
        """Return the same wish of a unit below."""
        return replace(self, unit_id=unit_id, path=path)

    def months(self, count: int) -> list[Wish]:
        """Return the months up to the end of the period, each as it is known at the end."""
        found, last = list[Wish](), self.end
        for _ in range(count):
            found.append(replace(self, begin=last.replace(day=1), end=last))
            last = last.replace(day=1) - timedelta(days=1)
        return found[::-1]

    def filters(self, indicator: Indicator, part: Mapping[str, str]) -> Filters:
        """Return the query of the rows of an indicator, or of the whole for a share."""
        days = {name: day.isoformat() for name, day in self._days(indicator).items()}
        found = read_address(pack().lists[indicator.list_key], {**part, **self.more, **days})
        return replace(found, unit_id=self.unit_id, as_of=self.as_of)

    def _days(self, indicator: Indicator) -> dict[str, date]:
        """Return the days of the periods of the list by their names."""
        days = dict[str, date]()
        if indicator.over:
            days |= {f"{indicator.over}_from": self.begin, f"{indicator.over}_to": self.end}
        if indicator.late_by:
            least, most = indicator.late_by
            today = self.as_of.astimezone(settings().zone).date()
            days["due_to"] = today - timedelta(days=least)
            days |= {"due_from": today - timedelta(days=most)} if most else {}
        return days


def read_wish(actor: Actor, given: Mapping[str, str], board: Board | None = None) -> Wish:
    """Return the wish in an address: ``unit``, ``begin`` and ``end``; the running quarter if none.

    A board may have a period of its own, and filters.

    Raises ``BadInput`` for a wrong day and before the figures have been made, ``NotFound`` for a
    unit that the actor does not oversee and without the right.
    """
    READ_FIGURES.demand(actor)
    reached = reached_at().at
    today = reached.astimezone(settings().zone).date()
    if board and board.period:
        given = {**given, **_days_of(board.period, today)}
    end = _day("end", given.get("end", ""), today)
    begin = _day("begin", given.get("begin", ""), Period.of(end, QUARTER).first)
    if begin > end:
        raise BadInput(_BACKWARDS.format(begin=begin, end=end))
    unit_id, path, unit = _unit(actor, given.get("unit", ""))
    return Wish(
        unit_id=unit_id, path=path, unit=unit, begin=begin, end=end,
        as_of=min(end_of(end), reached), more=board.more if board else {},
    )  # fmt: skip


def _days_of(period: str, today: date) -> dict[str, str]:
    first, last = days_of(period, today)
    return {"begin": first.isoformat(), "end": last.isoformat()}


def wish_over(actor: Actor, unit_id: int, period: Period) -> Wish:
    """Return the wish for the figures of a unit in a period.

    Raises as ``read_wish`` does.
    """
    asked = {"unit": unit_id, "begin": period.first, "end": period.last}
    return read_wish(actor, {name: str(value) for name, value in asked.items()})


def _day(name: str, text: str, usual: date) -> date:
    if not text:
        return usual
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or found.year > usual.year + 50:
        raise bad_filter(name, text, form=A_DAY)
    if found < _FIRST:
        raise bad_filter(name, text, form=_EARLY)
    return min(found, usual) if name == "end" else found


def _unit(actor: Actor, text: str) -> tuple[int, str, Words]:
    """Return a unit below the actor; the widest of the actor's own where none is named."""
    paths = READ_FIGURES.paths(actor)
    query = select(Unit.id, Unit.path, Unit.name, Unit.name_en)
    if text:
        known = text.isascii() and text.isdecimal() and len(text) < 10
        query = query.where(Unit.id == int(text)) if known else query.where(false())
    else:
        query = query.where(Unit.path == min(paths, key=lambda path: (path.count("/"), path)))
    with reading() as connection:
        row = connection.execute(query).first()
    if row is None or not any(row.path.startswith(path) for path in paths):
        raise NotFound(NO_PAGE)
    return row.id, row.path, Words(row.name, row.name_en or row.name)
