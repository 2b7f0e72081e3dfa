"""The figures of a wish: every number is the number of the rows of a list as it was.

Indicators that look at the same rows are reckoned by one statement; its conditions are those of the
list's own filter, so that a number and the list behind it cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Select,
    and_,
    cast,
    extract,
    func,
    literal,
    null,
    select,
)

from workflow.declaration import Actor, Indicator, pack
from workflow.platform import reading, settings
from workflow.platform.models import ItemRow, ItemSpan, Unit
from workflow.queries.figures.wishes import Wish
from workflow.queries.list_address import address_of
from workflow.queries.list_as_of import asking, items_at
from workflow.queries.list_filters import Filters
from workflow.queries.list_moves import stay
from workflow.queries.listing import conditions, visible_in
from workflow.words import Words

_SHARED = ("state", "moved", "left")  # of a filter: what several indicators ask for alike
FigureGroup = str  # a unit below, or a month; one without a name for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number, the number of its rows, and for a share the number of all; with the lists."""

    indicator: Indicator
    rows: int
    among: int | None
    measured: float | None
    wish: Wish

    @property
    def value(self) -> float | None:
        """The number in the unit of measure, or nothing where there is nothing to measure."""
        if self.indicator.measure:
            return None if self.measured is None else round(self.measured, 1)
        if self.among is None:
            return self.rows
        return round(100 * self.rows / self.among, 1) if self.among else None

    @property
    def address(self) -> dict[str, str]:
        """The rows, as the words of the address of their list."""
        return address_of(self.wish.filters(self.indicator, self.indicator.rows))

    @property
    def among_address(self) -> dict[str, str]:
        """All the rows behind a share."""
        return address_of(self.wish.filters(self.indicator, self.indicator.among or {}))


FigureSet = dict[str, Figure]  # by indicator


def _local_month(moment: Any) -> ColumnElement[str]:
    return func.to_char(func.timezone(settings().timezone, moment), "YYYY-MM")


# The month of an item, by the period that an indicator goes over.
_MONTHS: dict[str, Callable[[], ColumnElement[str]]] = {
    "found": lambda: func.coalesce(
        func.substr(ItemRow.data["found_on"].astext, 1, 7), _local_month(ItemRow.created_at)
    ),
    "closed": lambda: _local_month(ItemRow.state_since),
}


def figures(actor: Actor, wish: Wish, keys: Iterable[str] | None = None) -> FigureSet:
    """Return the figures of a wish, by the key of the indicator."""
    return _reckoned(actor, wish, _wanted(keys), literal("")).get("", {}) or _none(wish, keys)


def _none(wish: Wish, keys: Iterable[str] | None) -> FigureSet:
    return {one.key: _empty(one, wish) for one in _wanted(keys)}


def _empty(indicator: Indicator, wish: Wish) -> Figure:
    among = None if indicator.among is None else 0
    return Figure(indicator=indicator, rows=0, among=among, measured=None, wish=wish)


def _wanted(keys: Iterable[str] | None) -> list[Indicator]:
    every = pack().figures.indicators
    return [every[key] for key in (every if keys is None else keys)]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFigures:
    """A unit below, and its figures."""

    id: int
    words: Words
    figures: FigureSet


def by_unit(actor: Actor, wish: Wish, keys: Sequence[str]) -> list[UnitFigures]:
    """Return the figures of the units directly below the unit of a wish, in their order."""
    below = func.split_part(func.substr(ItemRow.scope, len(wish.path) + 1), "/", 1)
    found = _reckoned(actor, wish, _wanted(keys), below)
    query = select(Unit.id, Unit.name, Unit.name_en, Unit.path).where(
        Unit.parent_id == wish.unit_id, Unit.valid_to.is_(None)
    )
    with reading() as connection:
        units = connection.execute(query.order_by(Unit.id)).all()
    return [
        UnitFigures(
            id=unit.id,
            words=Words(unit.name, unit.name_en or unit.name),
            figures=_of_unit(unit, wish, found.get(str(unit.id), {}), keys),
        )
        for unit in units
    ]


def _of_unit(unit: Any, wish: Wish, found: FigureSet, keys: Iterable[str]) -> FigureSet:
    within = wish.of(unit.id, unit.path)
    return {
        key: replace(found.get(key, empty), wish=within)
        for key, empty in _none(within, keys).items()
    }


def by_month(actor: Actor, wish: Wish, keys: Sequence[str], count: int = 12) -> list[FigureSet]:
    """Return the figures of the last months of a wish, oldest first; one found or closed in each.

    All are as known at the end of the wish; the last month is as long as the period lasts.
    """
    months = wish.months(count)
    whole = replace(wish, begin=months[0].begin)
    found: dict[FigureGroup, FigureSet] = {}
    for over, month in _MONTHS.items():
        wanted = [one for one in _wanted(keys) if one.over == over]
        for group, figures_ in _reckoned(actor, whole, wanted, month()).items():
            found.setdefault(group, {}).update(figures_)
    return [_of_month(month, found.get(f"{month.begin:%Y-%m}", {}), keys) for month in months]


def _of_month(month: Wish, found: FigureSet, keys: Iterable[str]) -> FigureSet:
    return {
        key: replace(found.get(key, empty), wish=month) for key, empty in _none(month, keys).items()
    }


def _reckoned(
    actor: Actor, wish: Wish, wanted: Sequence[Indicator], by: ColumnElement[str]
) -> dict[FigureGroup, FigureSet]:
    """Return the figures by group."""
    found: dict[FigureGroup, FigureSet] = {}
    with reading() as connection:
        for _, alike in groupby(sorted(wanted, key=_alike), key=_alike):
            some = [*alike]
            for row in connection.execute(_statement(connection, actor, wish, some, by)):
                of_group = found.setdefault(row[0], _none(wish, [one.key for one in wanted]))
                of_group.update(_read(wish, some, row))
    return found


def _alike(indicator: Indicator) -> tuple[str, ...]:
    """Return what the statement of an indicator is about."""
    shared = _base(indicator)
    return (indicator.list_key, indicator.over, *(shared.get(name, "") for name in _SHARED))


def _base(indicator: Indicator) -> dict[str, str]:
    """Return the part of the filter common to the rows and to the whole of a share."""
    rows, among = indicator.rows, indicator.among
    if all(_is_open(indicator.list_key, part) for part in (rows, rows if among is None else among)):
        return {"state": "open"}  # one pass over what is open, for all that ask for some of it
    return {
        name: rows[name]
        for name in _SHARED
        if name in rows and (among is None or among.get(name) == rows[name])
    }


def _is_open(list_key: str, part: Mapping[str, str]) -> bool:
    """Say whether a filter finds nothing but open items: by state, or by whom they wait for."""
    if part.get("waits_for") or part.get("state") == "open":
        return True
    states = {state.key: state for state in pack().lists[list_key].states}
    named = [states[key] for key in part.get("state", "").split(",") if key in states]
    return bool(named) and all(state.awaits and not state.final for state in named)


def _statement(
    connection: Connection,
    actor: Actor,
    wish: Wish,
    alike: Sequence[Indicator],
    by: ColumnElement[str],
) -> Select[Any]:
    first = alike[0]
    # Days after the due date are of one indicator alone.
    base = _anywhere(wish.filters(replace(first, late_by=None), _base(first)))
    asked = [column for one in alike for column in _columns(connection, actor, wish, one)]
    query = select(by.label("by"), *asked).select_from(ItemRow).group_by("by")
    sight = visible_in(actor, first.list_key)
    then = items_at(wish.as_of, sight, first.list_key)
    below = ItemRow.scope.startswith(wish.path, autoescape=True)
    wanted = conditions(connection, first.list_key, actor, base)
    return asking(query, then).where(below, *wanted)


def _anywhere(filters: Filters) -> Filters:
    """Return a filter without its unit; the statement names the unit once, by its path."""
    return replace(filters, unit_id=None)


def _columns(
    connection: Connection, actor: Actor, wish: Wish, indicator: Indicator
) -> Iterator[ColumnElement[Any]]:
    """Yield the number of rows, of all of which they are a share, and the measure."""
    rows = _anywhere(wish.filters(indicator, indicator.rows))
    fits = and_(*conditions(connection, indicator.list_key, actor, rows))
    yield func.count().filter(fits)
    if indicator.among is None:
        yield func.count().filter(fits)
    else:
        among = _anywhere(wish.filters(indicator, indicator.among))
        every = conditions(connection, indicator.list_key, actor, among)
        yield func.count().filter(and_(*every))
    yield _measure(indicator, rows).filter(fits) if indicator.measure else cast(null(), Float)


def _measure(indicator: Indicator, filters: Filters) -> Any:
    if indicator.measure == "evidence":
        return func.avg(cast(func.jsonb_array_length(ItemRow.evidence), Float))
    taken = extract("epoch", ItemSpan.until_at - ItemSpan.state_since) / 86_400.0
    newest = (
        select(taken)
        .where(ItemSpan.item_id == ItemRow.id, *stay(filters))
        .order_by(ItemSpan.until_at.desc())
        .limit(1)
        .correlate(ItemRow.__table__)
        .scalar_subquery()
    )
    return func.percentile_cont(0.5).within_group(newest)


def _read(wish: Wish, alike: Sequence[Indicator], row: Sequence[Any]) -> FigureSet:
    found: FigureSet = {}
    for n, indicator in enumerate(alike):
        rows, among, measured = row[1 + 3 * n : 4 + 3 * n]
        found[indicator.key] = Figure(
            indicator=indicator,
            rows=rows,
            among=None if indicator.among is None else among,
            measured=None if measured is None else float(measured),
            wish=wish,
        )
    return found
