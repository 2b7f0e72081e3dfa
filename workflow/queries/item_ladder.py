"""The position of an item on its ladder: rungs climbed, left out, and to come, by time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from workflow.calendar import last_day
from workflow.deadlines.clocks import Clocks
from workflow.declaration import (
    ESCALATE,
    JOIN,
    RAISE,
    SKIP,
    Actor,
    Colour,
    Facts,
    ListType,
    Rung,
    pack,
)
from workflow.engine.visibility import may_read
from workflow.words import Words

_DUE = Words("到期", "Due")
LadderMarkKind = Literal["climbed", "skipped", "due", "planned", "held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderMark:
    """A rung of the ladder, or the due date among the rungs."""

    kind: LadderMarkKind
    day: date
    words: Words
    colour: Colour
    at: datetime | None = None  # when it was climbed
    number: str = ""  # the document that it opened or joined
    opens: Words | None = None  # or the one that it will open
    provisional: bool = False  # the working days of that year are not published yet


@dataclass(frozen=True, slots=True)
class Ladder:
    """All marks, and the reason why the future marks stand still, if they do."""

    marks: tuple[LadderMark, ...]
    held_by: str = ""  # the extension request that has to be answered first
    paused_on: date | None = None  # from when until when the clock stands still
    paused_until: date | None = None


def ladder(facts: Facts, list_type: ListType, rows: Sequence[Any], actor: Actor) -> Ladder | None:
    """Return an item's ladder; ``rows`` are the events visible to the actor."""
    item = facts.item
    past = list(_past(facts, list_type, rows))
    coming = list(_coming(facts, list_type, actor))
    pause = item.process.get("suspended")
    if not (past or coming or pause):
        return None
    begin, end = (date.fromisoformat(pause[key]) if pause else None for key in ("on", "until"))
    return Ladder(tuple(past + coming), item.process.get("held", ""), begin, end)


def _past(facts: Facts, list_type: ListType, rows: Sequence[Any]) -> Iterator[LadderMark]:
    documents = {
        row.seq: row.changes["note"]["child"]
        for row in rows
        if row.trigger == "child" and row.changes.get("note", {}).get("trigger") in (RAISE, JOIN)
    }
    skipped = iter(facts.item.process.get("skipped", ()))
    for row in rows:
        note = row.changes.get("note", {})
        day = row.at.astimezone(facts.zone).date()
        if row.trigger == SKIP:
            words = list_type.rung_words(next(skipped, {"rung": ""}))
            yield LadderMark(kind="skipped", day=day, words=words, colour="blue", at=row.at)
        elif row.trigger == ESCALATE and "rung" in note:
            number = documents.get(row.seq + 1, "")
            words, colour = list_type.rung_words(note), _colour(list_type, row.source, note)
            yield LadderMark(
                kind="climbed", day=day, words=words, colour=colour, at=row.at, number=number
            )


def _colour(list_type: ListType, state: str, note: dict[str, Any]) -> Colour:
    """Return the colour of a climbed rung, for a configured rung the colour of its level."""
    there = list_type.state(state)
    declared = (*there.ladder, *(rung for clock in there.clocks for rung in clock.ladder))
    known: list[Colour] = [rung.colour for rung in declared if rung.key == note["rung"]]
    return "red" if note.get("opens") else (known or ["yellow"])[0]


def _coming(facts: Facts, list_type: ListType, actor: Actor) -> Iterator[LadderMark]:
    """Yield the rungs to come, of the due date and of the step, and the due date, by day."""
    marks = [*_of_due(facts, list_type, actor), *_of_step(facts, list_type)]
    yield from sorted(marks, key=lambda mark: mark.day)


def _of_due(facts: Facts, list_type: ListType, actor: Actor) -> Iterator[LadderMark]:
    item = facts.item
    if item.due_at is None:
        return
    kind: LadderMarkKind = "held" if "held" in item.process else "planned"
    own = Clocks.of(item, list_type.state(item.state), facts).own
    steps, first = own.planned()[item.rung :], own.at  # a late rung keeps the day found for it
    for n, step in enumerate(steps):
        day = first.astimezone(facts.zone).date() if first and not n else step.day
        if all(_may_know(facts, actor, key) for key in step.rung.opens):
            yield _ahead(facts, kind, step.rung, day)
    due = last_day(item.due_at, facts.zone)
    if due >= facts.today:
        yield LadderMark(
            kind="due",
            day=due,
            words=_DUE,
            colour="red",
            provisional=facts.calendar.is_provisional(due.year),
        )


def _of_step(facts: Facts, list_type: ListType) -> Iterator[LadderMark]:
    step_running = Clocks.of(facts.item, list_type.state(facts.item.state), facts).step
    if step_running and "suspended" not in facts.item.process:
        for step in step_running.planned()[step_running.kept["rung"] :]:
            yield _ahead(facts, "planned", step.rung, step.day)


def _ahead(facts: Facts, kind: LadderMarkKind, rung: Rung, day: date) -> LadderMark:
    opens = next((pack().lists[key].words for key in rung.opens), None)
    provisional = facts.calendar.is_provisional(day.year)
    return LadderMark(
        kind=kind,
        day=day,
        words=rung.words,
        colour=rung.colour,
        opens=opens,
        provisional=provisional,
    )


def _may_know(facts: Facts, actor: Actor, key: str) -> bool:
    return may_read(actor, key, facts.item.scope, facts.item.holder_id)
