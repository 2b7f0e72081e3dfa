"""Moves of a due date: by a move of the item, an extension, a pause, another calendar.

The ladder follows: a new due date begins the ladder anew, a moved one lets the ladder go on.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from workflow import calendar
from workflow.deadlines.clocks import Clocks
from workflow.declaration import (
    RECKON,
    Facts,
    Item,
    PauseOver,
    Reckoned,
    State,
    due_dates,
    reckoning_anew,
)


def set_due(clocks: Clocks, due: Reckoned | None, move: str) -> None:
    """Give the item another due date, or none; its ladder begins anew.

    The basis of the newest due date stays known, also after its clock has stopped.
    """
    item, zone = clocks.own.item, clocks.own.facts.zone
    item.due_at = calendar.end_of(due.on, zone) if due else None
    item.due_version += 1
    if due:
        item.due_basis = due_dates.noted(due.basis, move, item.version + 1)
    clocks.own.aim()
    clocks.keep()


def standing(item: Item, zone: ZoneInfo) -> date | None:
    """Return the due date of an item, also during a pause, or ``None``."""
    if item.due_at:
        return calendar.last_day(item.due_at, zone)
    paused = item.process.get("suspended")
    return date.fromisoformat(paused["due"]) if paused else None


def reckoned(item: Item, facts: Facts) -> Reckoned | None:
    """Return the due date by the calendar in force, or ``None`` where nothing changes."""
    due = standing(item, facts.zone)
    return reckoning_anew.again(facts.calendar, item.due_basis, due) if due else None


def is_as_reckoned(clocks: Clocks) -> bool:
    """Say whether the calendar in force changes neither clock, the item's nor its step's."""
    if reckoned(clocks.own.item, clocks.own.facts):
        return False
    return clocks.step is None or clocks.step.reckoned() is None


def reckon(clocks: Clocks) -> None:
    """Move the due dates of the item and of its step to the dates of the calendar in force.

    Climbed rungs stay climbed, and rungs due by now follow one by one.
    """
    item, facts = clocks.own.item, clocks.own.facts
    if clocks.step:
        clocks.step.reckon()
    before, due = standing(item, facts.zone), reckoned(item, facts)
    if before is not None and due is not None:
        item.due_basis = due_dates.noted(due.basis, RECKON, item.version + 1)
        if item.process.get("due_on") == before.isoformat():
            item.process["due_on"] = due.on.isoformat()
        if item.due_at is None:
            item.process["suspended"]["due"] = due.on.isoformat()
        else:
            item.due_at = calendar.end_of(due.on, facts.zone)
            item.due_version += 1
            clocks.own.go_on()
    clocks.replan_step()


def extend(item: Item, day: str, number: str, state: State, facts: Facts) -> None:
    """Give an item the due date ``day`` of the approved extension ``number``."""
    item.process.pop("held", None)
    item.process["due_on"] = day
    before = calendar.last_day(item.due_at, facts.zone) if item.due_at else None
    due = due_dates.extended(item.due_basis, before, date.fromisoformat(day), number)
    set_due(Clocks.of(item, state, facts), due, "child")


def hold(item: Item, number: str, state: State, facts: Facts) -> None:
    """Let no rung be climbed until the request ``number`` is answered."""
    item.process["held"] = number
    clocks = Clocks.of(item, state, facts)
    clocks.own.at = None
    clocks.keep()


def release(item: Item, number: str, state: State, facts: Facts) -> None:
    """Let the ladder go on after the request ``number`` is answered."""
    if item.process.get("held") == number:
        del item.process["held"]
        clocks = Clocks.of(item, state, facts)
        clocks.own.go_on()
        clocks.keep()


def runs(item: Item) -> bool:
    """Say whether the item has a due date whose clock runs."""
    return item.due_at is not None and "suspended" not in item.process


def is_paused_by(item: Item, number: str) -> bool:
    """Say whether the item stands still by the pause ``number``."""
    paused = item.process.get("suspended")
    return paused is not None and paused["by"] == number and item.awaits != ""


def pause(item: Item, number: str, until: str, state: State, facts: Facts) -> None:
    """Stop both clocks until the day ``until``; the rung stays the same."""
    assert item.due_at  # noqa: S101 -- only a clock that runs is paused
    due = calendar.last_day(item.due_at, facts.zone)
    item.process["suspended"] = {
        "on": facts.today.isoformat(),
        "until": until,
        "due": due.isoformat(),
        "by": number,
    }
    item.due_at = None
    item.due_version += 1
    Clocks.of(item, state, facts).stop()


def resume(item: Item, number: str, state: State, facts: Facts) -> None:
    """Move the due date by the working days of the pause, at most as long as granted."""
    paused = item.process.get("suspended")
    if paused is None or paused["by"] != number:
        return
    began, due = date.fromisoformat(paused["on"]), date.fromisoformat(paused["due"])
    ended = min(facts.today, date.fromisoformat(paused["until"]))
    moved = due_dates.paused(facts.calendar, item.due_basis, due, began, ended)
    del item.process["suspended"]
    days = facts.calendar.working_days_between(began, ended)
    over: PauseOver = {**paused, "until": ended.isoformat(), "days": days}
    item.process["paused"] = [*item.process.get("paused", []), over]
    item.process["due_on"] = moved.on.isoformat()
    item.due_at = calendar.end_of(moved.on, facts.zone)
    item.due_basis = due_dates.noted(moved.basis, "child", item.version + 1)
    item.due_version += 1
    clocks = Clocks.of(item, state, facts)
    clocks.own.go_on()
    if clocks.step:
        clocks.step.go_on(over)
    clocks.keep()
