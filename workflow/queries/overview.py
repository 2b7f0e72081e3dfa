"""The state of the lists visible to a person: open, late, and by colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, or_, select, text

from workflow.declaration import Actor
from workflow.engine.loading import CLOCK
from workflow.engine.visibility import clause
from workflow.platform import reading
from workflow.platform.models import ItemRow
from workflow.queries.colours import ColourDates, marks_of
from workflow.queries.colours_sql import CONTINUING, colours
from workflow.queries.colours_sql import late as late_by


@dataclass(slots=True)
class ListCounts:
    """The open items of a list, counted; a paused item is open and has no colour."""

    list_key: str
    open: int = 0
    late: int = 0
    continuing: int = 0
    colours: dict[str, int] = field(default_factory=dict)


def overview(actor: Actor, list_keys: Sequence[str]) -> list[ListCounts]:
    """Return the counts of the given lists, in their order, without lists without open items."""
    counts: dict[str, ListCounts] = {}
    with reading() as connection:
        marks = marks_of(connection.execute(text(f"SELECT {CLOCK}")).scalar_one())
        counted = connection.execute(_counted(actor, list_keys, marks))
        for key, colour, count, late, continuing in counted:
            standing = counts.setdefault(key, ListCounts(key))
            standing.open += count
            standing.late += late
            standing.continuing += continuing
            if colour:
                standing.colours[colour] = count
    return [counts[key] for key in list_keys if key in counts]


def _counted(
    actor: Actor, list_keys: Sequence[str], marks: ColourDates
) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ItemRow.list_key,
            colours(marks),
            func.count(),
            func.count().filter(text(late_by(f"({CLOCK})"))),
            func.count().filter(text(CONTINUING)),
        )
        .where(ItemRow.awaits != "", or_(*(clause(actor, key) for key in list_keys)))
        .group_by(ItemRow.list_key, text("colour"))
    )
