"""A unit's problems in a quarter, by the indicators: new, closed, open at its end, and overdue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from workflow.calendar import QUARTER, Period
from workflow.declaration import CLOSED, FOUND, LATE, OPEN, PROBLEMS, Actor
from workflow.errors import BadInput
from workflow.platform import Connection
from workflow.queries.figures.reckoning import FigureSet, by_unit, figures
from workflow.queries.figures.wishes import wish_over
from workflow.words import Words

_WRITTEN = re.compile(r"(2\d{3})-([1-4])", re.ASCII)
_NO_QUARTER = Words(
    "季度写成“年-季”，例如 2026-3，且不能晚于本季度。",
    "A quarter is written as year and number, such as 2026-3, and is not after the present one.",
)
_COUNTED = (FOUND, CLOSED, OPEN, LATE)
_TOLD = Words(
    "新增{found}件，销号{closed}件，在办{open}件，其中逾期{late}件",
    "{found} new, {closed} closed, {open} open, of which {late} overdue",
)
_CLOSED_LATELY = """
    SELECT number, title FROM items
     WHERE list_key = %(list)s AND starts_with(scope, %(path)s) AND state = %(closed)s
     ORDER BY state_since, id"""


def quarter_asked(written: str, today: date) -> Period:
    """Return the quarter asked for, else the last full quarter.

    Raises ``BadInput`` for what is no quarter, and for one to come.
    """
    if not written:
        return Period.of(today, QUARTER).before
    found = _WRITTEN.fullmatch(written)
    asked = Period(int(found[1]), QUARTER, int(found[2])) if found else None
    if asked is None or asked.first > today:
        raise BadInput(_NO_QUARTER)
    return asked


def counted(actor: Actor, unit_id: int, quarter: Period) -> Words:
    """Return the figures of a unit in a quarter as a sentence.

    Raises as ``wish_over`` does.
    """
    return _told(figures(actor, wish_over(actor, unit_id, quarter), _COUNTED))


def counted_below(actor: Actor, unit_id: int, quarter: Period) -> Iterator[tuple[Words, Words]]:
    """Yield each unit directly below, and its figures as a sentence.

    Raises as ``wish_over`` does.
    """
    for unit in by_unit(actor, wish_over(actor, unit_id, quarter), _COUNTED):
        yield unit.words, _told(unit.figures)


def _told(found: FigureSet) -> Words:
    return _TOLD.format(**{key: found[key].rows for key in _COUNTED})


def closed_problems(connection: Connection, path: str) -> list[tuple[str, str]]:
    """Return number and title of the closed problems of a unit, the first closed first."""
    values = {"list": PROBLEMS, "path": path, "closed": CLOSED}
    return [(number, title) for number, title in connection.execute(_CLOSED_LATELY, values)]
