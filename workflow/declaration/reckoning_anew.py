"""Reckon an existing due date again, by another calendar and the conventions of the pack."""

from __future__ import annotations

from datetime import date

from workflow.calendar import Calendar
from workflow.declaration.due_dates import (
    Basis,
    DueShift,
    Reckoned,
    is_fixed,
    last,
    leaf,
    shifted,
)
from workflow.declaration.packs import pack


def again(calendar: Calendar, basis: Basis | None, was: date) -> Reckoned | None:
    """Reckon an existing date by another calendar; ``None`` where the date stays.

    Earlier shifts move the date again, and dates set by people stay.
    """
    if basis is None or is_fixed(basis):
        return None
    changed = basis | {"first": counts_first(calendar, basis)}
    on = last(calendar, changed)
    if on == was:
        return None
    shift: DueShift = {"by": "calendar", "was": was.isoformat(), "edition": calendar.edition}
    shift["counted"] = leaf(calendar, date.fromisoformat(basis["from"]), max(on, was))
    return Reckoned(on, shifted(changed, was, shift))


def counts_first(calendar: Calendar, basis: Basis) -> bool:
    """Say whether the first day counts by the convention in force for the basis's rule."""
    limit = pack().limits.get(basis["rule"])
    return calendar.counts_first_of(limit.convention) if limit else bool(basis["first"])
