"""Targets of units by indicators: how far each is reached, and those that were missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.calendar import Period, read_period
from workflow.declaration import READ_FIGURES, TARGETS, Actor, Indicator, Post, pack
from workflow.platform import Connection, connect, settings
from workflow.queries.figures.reckoning import Figure, figures
from workflow.queries.figures.wishes import Wish, wish_over
from workflow.queries.list_as_of import end_of, reached_at

_SELECT = """
    SELECT e.id, e.unit_id, u.path, e.data FROM register_entries e JOIN units u ON u.id = e.unit_id
     WHERE e.register = %(register)s AND coalesce(e.valid_to, 'infinity') >= %(today)s"""
_OF_UNIT = f"{_SELECT} AND e.unit_id = %(unit)s ORDER BY e.id"
_LAST_MONTH = """CASE e.data ->> 'part' WHEN 'H1' THEN 6 WHEN 'Q1' THEN 3 WHEN 'Q2' THEN 6
    WHEN 'Q3' THEN 9 ELSE 12 END"""
_IS_OVER = f"""CASE WHEN (e.data ->> 'year')::int BETWEEN 1000 AND 2999 THEN
    make_date((e.data ->> 'year')::int, {_LAST_MONTH}, 1) + interval '1 month'
    <= %(today)s::date END"""
_UNJUDGED = f"""{_SELECT} AND {_IS_OVER}
       AND NOT EXISTS (SELECT FROM target_verdicts v
                        WHERE v.entry_id = e.id AND v.version = e.version)
     ORDER BY e.id LIMIT %(most)s"""
_JUDGED = """
    INSERT INTO target_verdicts (entry_id, version, is_met, judged_at)
    SELECT id, version, %(met)s, now() FROM register_entries WHERE id = %(id)s
        ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTarget:
    """A value to be reached by a unit in a period, with the figure up to now."""

    id: int
    unit_id: int
    period: Period
    value: int
    figure: Figure

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.figure.indicator

    @property
    def is_met(self) -> bool:
        """Whether the figure is as good as the target; true where there is nothing to measure."""
        found = self.figure.value
        if found is None:
            return True
        return found >= self.value if self.indicator.good == "more" else found <= self.value

    @property
    def gap(self) -> float | None:
        """The target less the figure; nothing where there is nothing to measure."""
        return None if self.figure.value is None else round(self.value - self.figure.value, 1)

    @property
    def percent(self) -> int | None:
        """How much of a value to be reached there is; nothing for a value not to be exceeded."""
        if self.indicator.good != "more" or not self.value or self.figure.value is None:
            return None
        return round(100 * self.figure.value / self.value)

    def is_over(self, today: date) -> bool:
        """Say whether the period has ended before a day."""
        return self.period.last < today


def targets(actor: Actor, wish: Wish) -> list[UnitTarget]:
    """Return the targets of the unit of a wish in the periods that meet the period of the wish."""
    register = pack().registers.get(TARGETS)
    if register is None or not register.read.held_by(actor, wish.path):
        return []
    with connect() as connection:
        asked = {"register": TARGETS, "unit": wish.unit_id, "today": wish.end}
        rows = connection.execute(_OF_UNIT, asked).fetchall()
    found = (_target(actor, wish, row) for row in rows)
    return [one for one in found if one and _meet(one.period, wish)]


def missed(connection: Connection, today: date, most: int) -> Iterator[UnitTarget]:
    """Judge targets of periods that are over, each once as it is set, and yield those missed.

    They are reckoned with the sight of somebody in post in the unit itself. A target that is
    changed is judged again; what is judged keeps no later one waiting, and none is judged before
    the figures know the whole of its period.
    """
    if TARGETS not in pack().registers:
        return
    known = reached_at().at.astimezone(settings().zone).date()
    asked = {"register": TARGETS, "today": min(today, known), "most": most}
    for row in connection.execute(_UNJUDGED, asked).fetchall():
        found = _judged(row)
        met = found.is_met if found else None
        connection.execute(_JUDGED, {"id": row[0], "met": met})
        if found and not met:
            yield found


def _judged(row: tuple[Any, ...]) -> UnitTarget | None:
    """Return a target as somebody in post in its unit sees it."""
    period = _period(row[3])
    if period is None:
        return None
    reader = Actor(0, "", (Post(READ_FIGURES.roles[0], row[1], row[2]),))
    return _target(reader, wish_over(reader, row[1], period), row)


def _period(data: dict[str, Any]) -> Period | None:
    part = "" if data["part"] == "year" else f"-{data['part']}"
    return read_period(f"{data['year']}{part}")


def _meet(period: Period, wish: Wish) -> bool:
    return period.first <= wish.end and wish.begin <= period.last


def _target(actor: Actor, wish: Wish, row: Iterable[Any]) -> UnitTarget | None:
    """Return a target with its figure, or ``None`` for an indicator or a period there is not."""
    id_, unit_id, _, data = row
    period, key = _period(data), data["indicator"]
    if period is None or key not in pack().figures.indicators or period.first > wish.end:
        return None
    end = min(period.last, wish.end)
    whole = replace(wish, begin=period.first, end=end, as_of=min(end_of(end), wish.as_of))
    return UnitTarget(
        id=id_, unit_id=unit_id, period=period, value=data["value"],
        figure=figures(actor, whole, [key])[key],
    )  # fmt: skip
