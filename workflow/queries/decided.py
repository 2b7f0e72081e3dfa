"""What a decision is about, in the order of a decision, derived from declarations and events.

How the item came into its state and with which words; a date that is asked for beside the present
one; evidence before and after; what hangs on the item, and the item that it hangs on; opinions and
votes; and the earlier rounds with the reason of each return.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.calendar import last_day
from workflow.declaration import (
    EvidenceRecord,
    Facts,
    Field,
    Item,
    ListType,
    NewDue,
    Pause,
    State,
    Transition,
    pack,
)
from workflow.declaration.field_words import read
from workflow.queries.due_display import DueDisplay, due_of_item
from workflow.queries.item import ItemView
from workflow.queries.item_history import EventView
from workflow.queries.listed_fields import names_of
from workflow.queries.minutes import Minutes
from workflow.words import Words

_OF_VOTES = ("vote", "recuse")  # the minutes tell them


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A field as filled in; a text of many lines gets the whole width."""

    words: Words
    value: Words
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Passage:
    """An event with the fields filled in by its move."""

    event: EventView
    lines: Sequence[FilledLine]


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """An ended stay in a state: the moves at the beginning and at the end."""

    begun: Passage | None
    ended: Passage


@dataclass(frozen=True, slots=True)
class AskedDate:
    """A date asked for, beside the present due date of the item."""

    words: Words
    asked: date
    present: date | None
    days: int | None  # working days from the present date to the asked one


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """The parent or a child, with the fields filled in there."""

    item: Item
    list_type: ListType
    state: State
    holder: Words | None
    due: DueDisplay | None
    lines: Sequence[FilledLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a decision is about."""

    arrival: Passage | None  # the move into the present state
    asked: AskedDate | None
    before: Sequence[EvidenceRecord]  # as it was found
    after: Sequence[EvidenceRecord]  # since work on it began
    about: Relative | None  # the parent
    parts: Sequence[Relative]  # the children
    opinions: Sequence[EventView]  # texts of people since the last round ended, the oldest first
    minutes: Minutes | None  # of the vote that runs
    rounds: Sequence[EarlierRound]
    older: Sequence[EventView]  # texts of people in earlier rounds


def decided(facts: Facts, view: ItemView) -> Decided:
    """Return what a decision on the item is about."""
    moves = [event for event in view.events if event.moved]
    arrived = next((e for e in reversed(moves) if e.way[1] == view.item.state), None)
    rounds = list(_rounds(view, moves, arrived))
    before, after = _parted(view.item, moves)
    told = {one.event.seq for r in rounds for one in (r.begun, r.ended) if one}
    told |= {arrived.seq} if arrived else set()
    texts = [event for event in view.events if _is_text(event) and event.seq not in told]
    since = max((r.ended.event.seq for r in rounds), default=0)
    running = view.minutes[-1] if view.minutes and view.minutes[-1].decision is None else None
    return Decided(
        arrival=_passage(view, arrived) if arrived else None,
        asked=_asked(facts, view),
        before=before,
        after=after,
        about=_relative(view.parent, view) if view.parent else None,
        parts=[_relative(child, view) for child in view.children],
        opinions=[event for event in texts if event.seq > since],
        minutes=running,
        rounds=rounds,
        older=[event for event in texts if event.seq < since],
    )


def _is_text(event: EventView) -> bool:
    """Say whether a person wrote a text, beside the votes."""
    return bool(event.comment) and event.kind in ("decisions", "people") and (
        event.trigger not in _OF_VOTES
    )  # fmt: skip


def _rounds(
    view: ItemView, moves: Sequence[EventView], arrived: EventView | None
) -> Iterator[EarlierRound]:
    """Yield the earlier stays in the present state, and every move back to an earlier state."""
    seen: set[str] = set()
    entered: EventView | None = None
    for event in moves:
        source, dest = event.way
        if event is not arrived and (dest in seen or source == view.item.state):
            yield EarlierRound(_passage(view, entered) if entered else None, _passage(view, event))
        seen.add(dest)
        entered = event


def _parted(
    item: Item, moves: Sequence[EventView]
) -> tuple[list[EvidenceRecord], list[EvidenceRecord]]:
    """Part the evidence by the moment of the item's leaving the first state."""
    begun = next((event.at for event in moves if event.way[0]), None)
    early = [p for p in item.evidence if begun is None or datetime.fromisoformat(p["at"]) < begun]
    return early, item.evidence[len(early) :]


def _passage(view: ItemView, event: EventView) -> Passage:
    move = view.list_type.find(event.trigger, event.way[0])
    filled = {**event.filled}
    if move and any(f.key == "title" for f in move.fields):
        filled["title"] = event.changes.get("title", view.item.title)
    return Passage(event, lines_of(move.fields if move else (), filled, view.names))


def lines_of(
    asked: Sequence[Field], data: Mapping[str, Any], names: Mapping[int, Words]
) -> list[FilledLine]:
    """Return the fields that ``data`` holds, in the order of their declaration."""
    held = [f for f in asked if f.key in data and (f.is_kept or f.key == "title")]
    known: dict[Any, Words] = {**names, **names_of(held, data)}
    return [FilledLine(f.words, read(f, data[f.key], known), f.kind) for f in held]


def _asked(facts: Facts, view: ItemView) -> AskedDate | None:
    """Return the date asked for by a request: the field that its list grants to the parent."""
    declared = {f.key: f for t in view.list_type.transitions for f in t.fields}
    granted = next(_granting(view.list_type.transitions), "")
    if granted not in view.item.data or granted not in declared or view.parent is None:
        return None
    asked = date.fromisoformat(view.item.data[granted])
    present = last_day(view.parent.due_at, facts.zone) if view.parent.due_at else None
    days = facts.calendar.working_days_between(present, asked) if present else None
    return AskedDate(declared[granted].words, asked, present, days)


def _granting(transitions: Sequence[Transition]) -> Iterator[str]:
    return (e.field for t in transitions for e in t.effects if isinstance(e, (NewDue, Pause)))


def _relative(item: Item, view: ItemView) -> Relative:
    list_type = pack().lists[item.list_key]
    declared = {f.key: f for t in list_type.transitions for f in t.fields if f.key != "title"}
    return Relative(
        item=item,
        list_type=list_type,
        state=list_type.state(item.state),
        holder=view.names.get(item.holder_id) if item.holder_id else None,
        due=due_of_item(item, view.now),
        lines=lines_of([*declared.values()], item.data, view.names),
    )


__all__ = ["AskedDate", "Decided", "EarlierRound", "FilledLine", "Passage", "Relative", "decided"]
