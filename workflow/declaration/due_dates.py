"""The basis of a due date, kept with the date: a start, a rule, and later shifts.

The basis is plain data in the item and in its events. Replaying the basis gives the date again, so
the explanation on a page is the reckoning itself, and another calendar can be tried on existing
dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Required, TypedDict

from workflow.calendar import Calendar
from workflow.declaration.limit import Limit

DueKind = Literal["rule", "hand", "not_before", "pause", "extension", "calendar"]
# A part of the calendar that a count went over; all days are ISO dates. ``odd``: the days in it
# that are not what their weekday says.
CountedPart = TypedDict("CountedPart", {"from": str, "to": str, "odd": list[str]})
DueShift = TypedDict(
    "DueShift",
    {
        "by": Required[Literal["pause", "extension", "calendar"]],
        "event": int,  # version of the item whose event shifted the date
        "from": str,  # pause: the clock stopped
        "to": str,  # pause: the clock went on; extension: the new date
        "on": str,  # pause of a date set by people: the new date, which no calendar moves
        "days": int,  # … and the working days that the pause gave
        "number": str,  # extension: the approved request
        "was": str,  # calendar: the date before
        "edition": str,  # calendar: the edition that the new date was reckoned by
        "counted": CountedPart,
    },
    total=False,
)
# Either a rule with its start, or a date ``on`` that people have set.
Basis = TypedDict(
    "Basis",
    {
        "on": str,
        "rule": str,  # key of a limit
        "from": str,  # the day of the start
        "days": int,
        "unit": Literal["working", "calendar"],
        "first": bool,  # the day of the start counts
        "calendar": str,  # edition
        "not_before": str,  # earliest date
        "counted": CountedPart,
        "move": str,  # that set the date
        "event": int,  # version of the item whose event set the date
        "shifts": list[DueShift],
    },
    total=False,
)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due date and its basis."""

    on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the reckoning, and the date reached; a later step has a shift of the basis."""

    kind: DueKind
    on: date
    basis: Basis
    shift: DueShift | None = None

    @property
    def event(self) -> int | None:
        """The version of the item at the event of the step, where known."""
        return (self.shift or self.basis).get("event")


def by_rule(
    calendar: Calendar,
    limit: Limit,
    start: date,
    days: int | None = None,
    not_before: date | None = None,
) -> Reckoned:
    """Reckon a date by a rule, at the earliest ``not_before``."""
    basis: Basis = {
        "rule": limit.key,
        "from": start.isoformat(),
        "days": limit.days if days is None else days,
        "unit": limit.unit,
        "first": calendar.counts_first_of(limit.convention),
        "calendar": calendar.edition,
    }
    if not_before:
        basis["not_before"] = not_before.isoformat()
    if limit.unit == "working":
        basis["counted"] = leaf(calendar, *counted_days(basis, _counted(calendar, basis)))
    return Reckoned(last(calendar, basis), basis)


def by_hand(on: date) -> Reckoned:
    """Take a date set by a person: no calendar moves the date."""
    return Reckoned(on, {"on": on.isoformat()})


def paused(
    calendar: Calendar, basis: Basis | None, due: date, stopped: date, resumed: date
) -> Reckoned:
    """Move a date by the working days of the stopped clock."""
    shift: DueShift = {"by": "pause", "from": stopped.isoformat(), "to": resumed.isoformat()}
    on = _moved(calendar, due, shift)
    shift["counted"] = leaf(calendar, min(stopped, due), max(resumed, on))
    if is_fixed(basis):  # then what a pause gave stays, too
        days = calendar.working_days_between(stopped, resumed)
        shift |= {"on": on.isoformat(), "days": days}
    return Reckoned(on, shifted(basis, due, shift))


def extended(basis: Basis | None, due: date | None, to: date, number: str) -> Reckoned:
    """Move a date to the date of an approved request: set by people, the date stays."""
    shift: DueShift = {"by": "extension", "to": to.isoformat(), "number": number}
    return Reckoned(to, shifted(basis, due or to, shift))


def is_fixed(basis: Basis | None) -> bool:
    """Say whether people have set the date, so that no calendar moves the date."""
    shifts = basis.get("shifts", ()) if basis else ()
    return not basis or "rule" not in basis or any(s["by"] == "extension" for s in shifts)


def edition(basis: Basis) -> str:
    """Return the edition of the calendar at the last reckoning of a date."""
    shifts = [shift["edition"] for shift in basis.get("shifts", ()) if shift["by"] == "calendar"]
    return str(shifts[-1] if shifts else basis.get("calendar", ""))


def noted(basis: Basis, move: str, event: int) -> Basis:
    """Note the move that set the date; on a shifted date the move belongs to the last shift."""
    if "event" not in basis:
        return basis | {"move": move, "event": event}
    *before, newest = basis["shifts"]
    return basis | {"shifts": [*before, newest | {"event": event}]}


def shifted(basis: Basis | None, due: date, shift: DueShift) -> Basis:
    """Return the basis with one more shift of the date."""
    known: Basis = basis or by_hand(due).basis  # from before reckonings were kept
    shifted: Basis = {"shifts": [*known.get("shifts", ()), shift]}
    return known | shifted


def stages(calendar: Calendar, basis: Basis) -> Iterator[Stage]:
    """Yield the reckoning by the calendar, step by step."""
    if "rule" in basis:
        on = _counted(calendar, basis)
        yield Stage("rule", on, basis)
    else:
        on = date.fromisoformat(basis["on"])
        yield Stage("hand", on, basis)
    if "not_before" in basis and (floor := date.fromisoformat(basis["not_before"])) > on:
        on = floor
        yield Stage("not_before", on, basis)
    for shift in basis.get("shifts", ()):
        on = _moved(calendar, on, shift)
        yield Stage(shift["by"], on, basis, shift)


def _moved(calendar: Calendar, on: date, shift: DueShift) -> date:
    match shift["by"]:
        case "pause" if "on" not in shift:
            stopped, resumed = (date.fromisoformat(shift[key]) for key in ("from", "to"))
            return calendar.add_working_days(on, calendar.working_days_between(stopped, resumed))
        case "pause":
            return date.fromisoformat(shift["on"])
        case "extension":
            return date.fromisoformat(shift["to"])
        case _:
            return on  # another calendar: the rule itself counts by it now


def last(calendar: Calendar, basis: Basis) -> date:
    """Return the date of a basis by the calendar."""
    *_, stage = stages(calendar, basis)
    return stage.on


def _counted(calendar: Calendar, basis: Basis) -> date:
    start, days = date.fromisoformat(basis["from"]), basis["days"]
    first = start - timedelta(days=1) if basis["first"] else start
    if basis["unit"] == "calendar":
        return first + timedelta(days=days)
    return calendar.add_working_days(first, days)


def counted_days(basis: Basis, on: date) -> tuple[date, date]:
    """Return the first and the last day counted by a rule."""
    start = date.fromisoformat(basis["from"])
    return (start if basis["first"] else start + timedelta(days=1)), on


def leaf(calendar: Calendar, start: date, end: date) -> CountedPart:
    """Return the part of the calendar used in a count: the days out of the ordinary."""
    odd = [day.isoformat() for day in calendar.odd(start, end)]
    return {"from": start.isoformat(), "to": end.isoformat(), "odd": odd}


def changed_days(calendar: Calendar, basis: Basis) -> list[date]:
    """Return the days counted otherwise today than at the reckoning of a date."""
    changed: set[date] = set()
    for part in _leaves(basis):
        start, end = (date.fromisoformat(part[key]) for key in ("from", "to"))
        changed |= {*calendar.odd(start, end)} ^ {*map(date.fromisoformat, part["odd"])}
    return sorted(changed)


def _leaves(basis: Basis) -> list[CountedPart]:
    """Return every part of the calendar used for a date since the last reckoning anew."""
    leaves: list[CountedPart] = []
    for part in (basis, *basis.get("shifts", ())):
        if part.get("by") == "calendar":
            leaves.clear()
        leaves += [part["counted"]] if "counted" in part else []
    return leaves
