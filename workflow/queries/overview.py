"""The state of the lists visible to a person: open, late, and by colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, text

from workflow.declaration import Actor, ListType, pack
from workflow.engine.loading import CLOCK
from workflow.engine.visibility import clause, paths_read
from workflow.platform import reading
from workflow.platform.models import ItemRow
from workflow.queries import colours_kept
from workflow.queries.colours import NAMES, ColourDates, marks_of
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
    """Return the counts of the given lists, in their order, without lists without open items.

    Items that circulate are read by others too, and what is withheld by fewer, so that they are
    counted one by one; so are all until the colours of the day are kept.
    """
    plain = [key for key in list_keys if _goes_by_units(pack().lists[key])]
    with reading() as connection:
        marks = marks_of(connection.execute(text(f"SELECT {CLOCK}")).scalar_one())
        seen = {key: paths_read(actor, key) for key in plain}
        kept = colours_kept.standing(connection, seen, actor.people, marks)
        asked = list_keys if kept is None else [key for key in list_keys if key not in seen]
        counts = {key: _of_kept(key, row) for key, row in (kept or {}).items() if row["open"]}
        counts |= _one_by_one(connection, actor, asked, marks) if asked else {}
    return [counts[key] for key in list_keys if key in counts]


def _goes_by_units(list_type: ListType) -> bool:
    """Say whether all readers of a unit read the same items of a list."""
    return not (list_type.circulates or list_type.withheld_from)


def _of_kept(key: str, row: Mapping[str, int]) -> ListCounts:
    colours: dict[str, int] = {colour: row[colour] for colour in NAMES if row[colour]}
    return ListCounts(key, row["open"], row["late"], row["continuing"], colours)


def _one_by_one(
    connection: Connection, actor: Actor, list_keys: Sequence[str], marks: ColourDates
) -> dict[str, ListCounts]:
    counts: dict[str, ListCounts] = {}
    counted = connection.execute(_counted(actor, list_keys, marks))
    for key, colour, count, late, continuing in counted:
        standing = counts.setdefault(key, ListCounts(key))
        standing.open += count
        standing.late += late
        standing.continuing += continuing
        if colour:
            standing.colours[colour] = count
    return counts


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
