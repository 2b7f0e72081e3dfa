"""The clock of a step inside a state, such as the receipt, beside the item's own due date.

``process["step"]`` keeps the key of the step, its due date and basis, and the time of its next rung
(``at``) beside the next rung of the due date itself (``own_at``). ``Item.rung_at`` is the earlier
of the two, so that the sweep looks at one column and the two ladders never disturb each other. A
step has few rungs and no document: rungs that fell due while nobody climbed follow at once.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from workflow import calendar
from workflow.declaration import due_dates
from workflow.declaration.due_dates import Reckoned
from workflow.declaration.facts import Facts, Item
from workflow.declaration.list_type import RECKON, State, StepClock
from workflow.declaration.policies import Policies
from workflow.declaration.process import StepKept
from workflow.declaration.rungs import PlannedRung


def own_at(item: Item) -> datetime | None:
    """Return the time of the due date's own next rung, apart from any step."""
    kept = item.process.get("step")
    return _read(kept["own_at"]) if kept else item.rung_at


def keep_own_at(item: Item, at: datetime | None) -> None:
    """Set the time of the due date's own next rung."""
    kept = item.process.get("step")
    if kept:
        kept["own_at"] = _told(at)
    item.rung_at = earliest(at, step_at(item))


def step_at(item: Item) -> datetime | None:
    """Return the time of the step's next rung, or ``None`` without a running clock."""
    kept = item.process.get("step")
    return _read(kept["at"]) if kept else None


def earliest(*times: datetime | None) -> datetime | None:
    """Return the earliest of the times, without the missing ones."""
    return min((at for at in times if at), default=None)


def tick(item: Item, state: State, move: str, facts: Facts) -> None:
    """Begin, continue or end the clock of the step, as the move requires."""
    clock = state.clock_of(item)
    kept = item.process.get("step")
    if kept and (clock is None or kept["key"] != clock.key):
        item.rung_at = own_at(item)
        del item.process["step"]
        kept = None
    if clock and not kept:
        _begin(item, state, clock, move, facts)
        replan(item, state, facts)


def _begin(item: Item, state: State, clock: StepClock, move: str, facts: Facts) -> None:
    due, event = facts.within(clock.limit), item.version + 1
    kept: StepKept = {
        "key": clock.key,
        "on": due.on.isoformat(),
        "basis": due_dates.noted(due.basis, move, event),
        "event": event,  # tells this clock from an earlier one of the same step
        "rung": 0,
        "at": None,
        "own_at": _told(item.rung_at),
    }
    item.process["step"] = kept
    steps = planned(facts.policies, item.list_key, state, kept)
    kept["rung"] = sum(_begins(step, facts) <= facts.now for step in steps[:-1])


def next_at(item: Item, state: State, facts: Facts) -> datetime | None:
    """Return the time of the step's next rung by its ladder, or ``None``."""
    kept = item.process.get("step")
    if not kept or "suspended" in item.process:
        return None
    steps = planned(facts.policies, item.list_key, state, kept)
    return _begins(steps[kept["rung"]], facts) if kept["rung"] < len(steps) else None


def is_due(item: Item, state: State, facts: Facts) -> bool:
    """Say whether the next rung of the step has come."""
    at = next_at(item, state, facts)
    return at is not None and at <= facts.now


def climb(item: Item, state: State, facts: Facts) -> PlannedRung | None:
    """Climb a rung of the step and return the rung; ``None`` where only past reminders were due."""
    kept = item.process["step"]
    steps = planned(facts.policies, item.list_key, state, kept)
    while steps[kept["rung"]].rung.is_message and steps[kept["rung"]].day < facts.today:
        kept["rung"] += 1  # a ladder ends with more than a message
    step = steps[kept["rung"]]
    come = _begins(step, facts) <= facts.now
    kept["rung"] += come
    replan(item, state, facts)
    return PlannedRung(step.rung, step.day, kept["event"]) if come else None


def replan(item: Item, state: State, facts: Facts) -> None:
    """Set the time of the step's next rung by its ladder and the calendar in force."""
    kept = item.process.get("step")
    if kept:
        kept["at"] = _told(next_at(item, state, facts))
        keep_own_at(item, own_at(item))


def stand_still(item: Item) -> None:
    """Let a pause stop the clock of the step, too."""
    if kept := item.process.get("step"):
        kept["at"] = None
        keep_own_at(item, own_at(item))


def go_on(item: Item, state: State, facts: Facts) -> None:
    """Move the due date of the step by the working days of the ended pause."""
    kept = item.process.get("step")
    if not kept:
        return
    pause = item.process["paused"][-1]
    began = max(date.fromisoformat(pause["on"]), date.fromisoformat(kept["basis"]["from"]))
    ended = max(date.fromisoformat(pause["until"]), began)
    due = date.fromisoformat(kept["on"])
    moved = due_dates.paused(facts.calendar, kept["basis"], due, began, ended)
    kept["on"] = moved.on.isoformat()
    kept["basis"] = due_dates.noted(moved.basis, "child", item.version + 1)
    replan(item, state, facts)


def reckoned(item: Item, facts: Facts) -> Reckoned | None:
    """Return the step's due date by the calendar in force, or ``None`` where nothing changes."""
    kept = item.process.get("step")
    if not kept:
        return None
    return due_dates.again(facts.calendar, kept["basis"], date.fromisoformat(kept["on"]))


def reckon(item: Item, facts: Facts) -> None:
    """Move the step's due date to the date of the calendar in force; its rung stays."""
    if due := reckoned(item, facts):
        kept = item.process["step"]
        kept["on"] = due.on.isoformat()
        kept["basis"] = due_dates.noted(due.basis, RECKON, item.version + 1)


def planned(
    policies: Policies, list_key: str, state: State, kept: StepKept
) -> tuple[PlannedRung, ...]:
    """Return every rung of the kept step, past rungs included; no edition changes them."""
    clock, due = state.clock(kept["key"]), date.fromisoformat(kept["on"])
    return policies.plan((list_key, f"{state.key}.{clock.key}", ""), clock.ladder, due)


def _begins(step: PlannedRung, facts: Facts) -> datetime:
    return calendar.work_begins(step.day, facts.zone)


def _told(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _read(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None
