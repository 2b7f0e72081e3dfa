"""The effect of the calendar in force on existing due dates: each open item, before and after.

The keeper of the calendar sees no items, so the preview shows only number, list and unit of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from workflow.calendar import Calendar, last_day
from workflow.declaration import APPLY_CALENDAR, Actor, Basis, pack, reckoning_anew
from workflow.escalation.calendar_changes.change_reasons import reasons
from workflow.platform import Connection, connect, decoded, settings
from workflow.snapshots import policies
from workflow.words import Words

SHOWN = 100  # items on one page
PIECE = 500  # items that are read together
ALIKE = 4096  # due dates whose answer is kept
# Whose due date came about in a way that is known, and stands or waits for the end of a pause; or
# whose step has a clock of its own.
OPEN = """i.awaits <> '' AND (i.process ? 'step' OR i.due_basis IS NOT NULL
       AND (i.due_at IS NOT NULL OR i.process ? 'suspended'))"""
_OPEN = f"""
    SELECT i.id, i.number, i.list_key, i.state, i.due_at, i.process -> 'suspended' ->> 'due',
           i.due_basis::text, i.process #>> '{{step,key}}', i.process #>> '{{step,on}}',
           i.process #>> '{{step,basis}}', u.name, u.name_en
      FROM items i JOIN units u ON u.id = i.unit_id
     WHERE i.id > %s AND {OPEN} ORDER BY i.id LIMIT %s"""  # noqa: S608 -- fixed texts only


DueDateMove = tuple[date, tuple[Words, ...]]  # where a due date goes, and why
Tried = Callable[[str | None, date], DueDateMove | None]


@dataclass(frozen=True, slots=True)
class DueDateChange:
    """The change of a due date of an open item, and the days behind the change."""

    id: int
    number: str
    list_key: str
    step: Words | None  # whose date it is, where it is not that of the item itself
    unit: Words
    before: date
    after: date
    why: tuple[Words, ...]
    provisional: bool
    paused: bool  # its clock stands still; the date is the one that the pause goes on from


@dataclass(slots=True)
class RecalculationPreview:
    """The counted effect of applying the calendar, and a page of the items."""

    edition: str  # of the calendar that it was reckoned by
    items: int = 0  # open items with a due date that were looked at
    earlier: int = 0
    later: int = 0
    why: Counter[Words] = field(default_factory=Counter)  # with the items that each concerns
    page: list[DueDateChange] = field(default_factory=list)
    following: int | None = None  # the id after which the next page begins

    @property
    def moved(self) -> int:
        """How many due dates would move."""
        return self.earlier + self.later

    def take(self, change: DueDateChange, after: int, most: int) -> None:
        """Count an item, and add the change to the page where it belongs there."""
        self.earlier += change.after < change.before
        self.later += change.after > change.before
        self.why.update(change.why)
        if change.id > after:
            if len(self.page) < most or change.id == self.page[-1].id:
                self.page.append(change)
            else:
                self.following = self.page[-1].id


def preview(actor: Actor, after: int = 0, most: int = SHOWN) -> RecalculationPreview:
    """Look at every open item by the calendar in force; nothing is written."""
    APPLY_CALENDAR.demand(actor)
    with connect() as connection:
        calendar = policies.read(connection).calendar
        found, last, tried = RecalculationPreview(calendar.edition), 0, trial(calendar)
        while rows := look(connection, last):
            last = rows[-1][0]
            found.items += len(rows)
            for change in changes(rows, calendar, tried):
                found.take(change, after, most)
    return found


def look(connection: Connection, after: int, piece: int = PIECE) -> list[Any]:
    """Return the next open items with a due date of known basis, ordered by id."""
    return connection.execute(_OPEN, [after, piece]).fetchall()


def trial(calendar: Calendar) -> Tried:
    """Return a function from (basis, date) to the new date, cached for equal arguments.

    Items are raised and assigned day by day, so of a million due dates there are a few thousand.
    """

    @lru_cache(maxsize=ALIKE)
    def tried(basis: str | None, was: date) -> DueDateMove | None:
        known: Basis = decoded(basis) if basis else {}
        due = reckoning_anew.again(calendar, known, was)
        return (due.on, tuple(reasons(calendar, known))) if due else None

    return tried


def changes(rows: list[Any], calendar: Calendar, tried: Tried) -> Iterator[DueDateChange]:
    """Yield the due dates of the rows that differ under the calendar."""
    zone = settings().zone
    for id_, number, key, state, due_at, paused, basis, step, on, of_step, name, name_en in rows:
        unit = Words(name, name_en or name)
        clocks: list[tuple[Words | None, date, str | None]] = []
        if due_at or paused:
            own = last_day(due_at, zone) if due_at else date.fromisoformat(paused)
            clocks.append((None, own, basis))
        if step:
            words = pack().lists[key].state(state).clock(step).words
            clocks.append((words, date.fromisoformat(on), of_step))
        for whose, before, known in clocks:
            if move := tried(known, before):
                after, why = move
                unsure = calendar.is_provisional(after.year)
                yield DueDateChange(
                    id_, number, key, whose, unit, before, after, why, unsure, bool(paused)
                )  # fmt: skip
