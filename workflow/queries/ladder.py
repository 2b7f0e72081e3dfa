"""Where an item stands on its ladder: rungs climbed, left out, and to come, in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from workflow import climbing
from workflow.calendar import last_day
from workflow.definition import ESCALATE, RAISE, SKIP, ListType
from workflow.facts import Facts
from workflow.lists import LIST_TYPES
from workflow.rules import Actor
from workflow.rungs import Colour, Rung
from workflow.visibility import may_read
from workflow.words import Words

_DUE = Words("到期", "Due")
Kind = Literal["climbed", "skipped", "due", "planned"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One rung of the ladder, or the due date between them."""

    kind: Kind
    day: date
    words: Words
    colour: Colour
    at: datetime | None = None  # when it was climbed
    number: str = ""  # the document that it opened
    opens: Words | None = None  # or the one that it will open
    provisional: bool = False  # the working days of that year are not published yet


@dataclass(frozen=True, slots=True)
class Ladder:
    """Every mark, and why those to come stand still, if they do."""

    marks: tuple[Mark, ...]
    held_by: str = ""  # the extension request that has to be answered first
    paused_on: date | None = None  # from when until when the clock stands still
    paused_until: date | None = None


def ladder(facts: Facts, list_type: ListType, rows: Sequence[Any], actor: Actor) -> Ladder | None:
    """Return an item's ladder; ``rows`` are those events that the actor may know of."""
    item = facts.item
    past = list(_past(facts, list_type, rows))
    coming = list(_coming(facts, list_type, actor))
    pause = item.data.get("suspended")
    if not (past or coming or pause):
        return None
    begin, end = (date.fromisoformat(pause[key]) if pause else None for key in ("on", "until"))
    return Ladder(tuple(past + coming), item.data.get("held", ""), begin, end)


def _past(facts: Facts, list_type: ListType, rows: Sequence[Any]) -> Iterator[Mark]:
    documents = {
        row.seq: row.changes["note"]["child"]
        for row in rows
        if row.trigger == "child" and row.changes.get("note", {}).get("trigger") == RAISE
    }
    skipped = iter(facts.item.data.get("skipped", ()))
    for row in rows:
        note = row.changes.get("note", {})
        day = row.at.astimezone(facts.zone).date()
        if row.trigger == SKIP:
            words = list_type.rung_words(next(skipped, {"rung": ""}))
            yield Mark("skipped", day, words, "blue", row.at)
        elif row.trigger == ESCALATE and "rung" in note:
            number = documents.get(row.seq + 1, "")
            words, colour = list_type.rung_words(note), _colour(list_type, row.source, note)
            yield Mark("climbed", day, words, colour, row.at, number)


def _colour(list_type: ListType, state: str, note: dict[str, Any]) -> Colour:
    """Return the colour of a rung that was climbed; of one that was set, that of its level."""
    declared: tuple[Rung, ...] = list_type.state(state).ladder if state else ()
    known: list[Colour] = [rung.colour for rung in declared if rung.key == note["rung"]]
    return "red" if note.get("opens") else (known or ["yellow"])[0]


def _coming(facts: Facts, list_type: ListType, actor: Actor) -> Iterator[Mark]:
    """Yield what lies ahead, and the due date among it where that is still to come."""
    item, calendar = facts.item, facts.calendar
    if item.due_at is None:
        return
    due = last_day(item.due_at, facts.zone)
    steps = climbing.planned(item, list_type.state(item.state).ladder, facts)[item.rung :]
    shown = [step for step in steps if all(_may_know(facts, actor, key) for key in step.rung.opens)]
    marks = []
    for step in shown:
        is_next = step is steps[0] and item.rung_at is not None
        at = item.rung_at.astimezone(facts.zone).date() if is_next and item.rung_at else step.day
        opens = next((LIST_TYPES[key].words for key in step.rung.opens), None)
        words, provisional = step.rung.words, calendar.is_provisional(at.year)
        marks.append(
            Mark("planned", at, words, step.rung.colour, opens=opens, provisional=provisional)
        )
    if due >= facts.today:
        words, provisional = _DUE, calendar.is_provisional(due.year)
        marks.append(Mark("due", due, words, "red", provisional=provisional))
    yield from sorted(marks, key=lambda mark: mark.day)


def _may_know(facts: Facts, actor: Actor, key: str) -> bool:
    return may_read(actor, key, facts.item.scope, facts.item.holder_id)
