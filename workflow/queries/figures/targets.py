"""Targets of units by indicators: how far each is reached, and those that were missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.calendar import Period, read_period
from workflow.declaration import READ_FIGURES, TARGETS, Actor, Indicator, Post, pack
from workflow.platform import Connection, connect
from workflow.queries.figures.reckoning import Figure, figures
from workflow.queries.figures.wishes import Wish, wish_over
from workflow.queries.list_as_of import end_of

_SELECT = """
    SELECT e.id, e.unit_id, u.path, e.data FROM register_entries e JOIN units u ON u.id = e.unit_id
     WHERE e.register = %(register)s AND coalesce(e.valid_to, 'infinity') >= %(today)s"""
_OF_UNIT = f"{_SELECT} AND e.unit_id = %(unit)s ORDER BY e.id"
_UNNOTED = f"""{_SELECT}
       AND NOT EXISTS (SELECT FROM candidates c
                        WHERE c.kind = %(kind)s AND c.subject = e.id::text)
     ORDER BY e.id LIMIT %(most)s"""


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


def missed(connection: Connection, kind: str, today: date, most: int) -> Iterator[UnitTarget]:
    """Yield the targets that were missed, of periods that are over, without a candidate of a kind.

    They are reckoned with the sight of somebody in post in the unit itself.
    """
    if TARGETS not in pack().registers:
        return
    asked = {"register": TARGETS, "today": today, "kind": kind, "most": most}
    for row in connection.execute(_UNNOTED, asked).fetchall():
        period = _period(row[3])
        if period is None or period.last >= today:
            continue
        reader = Actor(0, "", (Post(READ_FIGURES.roles[0], row[1], row[2]),))
        found = _target(reader, wish_over(reader, row[1], period), row)
        if found and not found.is_met:
            yield found


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
