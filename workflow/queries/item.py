"""An item as shown on its page: facts, family, history, and the moves open to the actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from workflow.deadlines import overdue_days
from workflow.deadlines.overdue_days import Lateness
from workflow.declaration import (
    Actor,
    EvidenceRecord,
    Facts,
    Item,
    ListType,
    State,
    Transition,
    pack,
    system,
)
from workflow.engine import machine
from workflow.engine.recipients import mentionable
from workflow.engine.visibility import gone, may_see, tells_secret
from workflow.platform import reading, settings
from workflow.platform.models import Event
from workflow.queries.corrected import corrections
from workflow.queries.document_contents import ContentView, joined_by, lines
from workflow.queries.due_date_explanation import (
    Explained,
    explain,
    explain_publicity,
    explain_step,
)
from workflow.queries.due_date_history import DateChange, date_changes
from workflow.queries.due_display import DueDisplay, due_of_item
from workflow.queries.item_access import facts_of, note_seen
from workflow.queries.item_history import EventView, event_view
from workflow.queries.item_ladder import Ladder, ladder
from workflow.queries.minutes import Minutes, entitled, minutes
from workflow.queries.missing_judges import nobody
from workflow.queries.people_choices import name_then, person_names, unit_names
from workflow.queries.raisable_lists import Opening, openings
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move from the present state, with a refusal where the actor cannot make the move now.

    ``reason`` is the refusal without the name of the move: moves of one reason are told together.
    """

    transition: Transition
    refusal: Words | None
    reason: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """The whole content of an item's page."""

    item: Item
    list_type: ListType
    state: State
    unit: Words
    unit_then: Words | None  # its name when the item was raised, where that was another
    holder: Words | None
    due: DueDisplay | None
    parent: Item | None
    children: list[Item]
    documents: list[Item]  # opened for others, and joined by the item
    contents: list[ContentView]  # of a document: what it is about
    events: list[EventView]
    explained: Explained | None  # how the due date came about
    of_step: Explained | None  # that of the step which is waited for beside it
    publicity: Explained | None  # and the last day of its publicity, where it has one
    ladder: Ladder | None  # rungs climbed and to come
    dates: list[DateChange]  # of the item's own due date, the oldest first
    moves: list[MoveView]
    openings: list[Opening]
    names: dict[int, Words]  # of every person the page mentions
    late: list[tuple[Words, int]]  # overdue days by holder, once more than one has held it
    now: datetime
    minutes: list[Minutes]
    mentionable: list[Words]  # the people whom a comment can name with @
    followed: bool | None  # by the actor; ``None`` for whoever cannot follow
    nobody: list[Words]  # which judgement nobody in post may give, and why


def item(number: str, actor: Actor) -> ItemView:
    """Return the item's page.

    Raises ``NotFound`` where there is no such item for the actor.
    """
    return view_of(facts_of(number, actor), actor)


def piece(number: str, sha256: str, actor: Actor) -> EvidenceRecord:
    """Return the record of a piece of an item's evidence.

    Raises ``NotFound`` where there is no such item for the actor, or no such piece.
    """
    pieces = facts_of(number, actor, f"evidence {sha256[:8]}").item.evidence
    match = next((piece for piece in pieces if piece["sha256"] == sha256), None)
    if match is None:
        raise gone(f"{number}/{sha256[:8]}")
    return match


def moves(facts: Facts, actor: Actor) -> list[MoveView]:
    """Return every move from the present state, the possible moves first."""
    list_type = pack().lists[facts.item.list_key]
    views = [
        MoveView(t, machine.refusal(t, actor, facts), machine.refusal(t, actor, facts, named=False))
        for t in list_type.leaving(facts.item.state)
        if t.permission is not system
    ]
    return sorted(views, key=lambda move: move.refusal is not None)


def view_of(facts: Facts, actor: Actor) -> ItemView:
    """Return the page of the item in the facts."""
    found = facts.item
    list_type = pack().lists[found.list_key]
    people = {p for duty in found.duties.values() for p in duty} | {found.holder_id}
    people |= {child.holder_id for child in (*facts.children, facts.parent) if child}
    able = mentionable(facts, found)
    people |= able.keys()
    with reading() as connection:
        unit = unit_names(connection, [found.unit_id])[found.unit_id]
        raised_on = (found.created_at or facts.now).astimezone(settings().zone).date()
        then = name_then(connection, found.unit_id, raised_on)
        rows = connection.execute(
            select(Event).where(Event.item_id == found.id).order_by(Event.seq)
        ).all()
        joined = joined_by(connection, rows)
        late = overdue_days.count([(row.at, row.changes) for row in rows], facts.now)
        people |= {person for row in rows for person in (row.actor_id, row.behind_id)}
        people |= {held.holder_id for held in late}
        people |= entitled(rows)
        names = person_names(connection, people)
        corrected = corrections(connection, list_type, rows)
    others = [other for other in (facts.parent, *facts.children, *joined) if other]
    family = [other for other in others if may_see(actor, other)]
    secret = {other.number for other in others} - {other.number for other in family}
    confidential = [other.number for other in family if other.list_key in pack().confidential]
    note_seen(actor, "family", ("item", found.number), confidential)
    shown = partial(_may_be_told, actor, found, secret)
    return ItemView(
        item=found,
        list_type=list_type,
        state=list_type.state(found.state),
        unit=unit,
        unit_then=then,
        holder=names.get(found.holder_id) if found.holder_id else None,
        due=due_of_item(found, facts.now),
        parent=facts.parent if facts.parent in family else None,
        children=[child for child in family if child in facts.children],
        documents=[document for document in family if document in joined],
        contents=lines(facts, actor),
        events=[event_view(list_type, row, names, corrected) for row in rows if shown(row)],
        explained=explain(found, list_type, facts.calendar),
        of_step=explain_step(found, list_type, facts.calendar),
        publicity=explain_publicity(found, list_type, facts.calendar),
        ladder=ladder(facts, list_type, [row for row in rows if shown(row)], actor),
        dates=date_changes(list_type.key, rows, facts.children),
        moves=moves(facts, actor),
        openings=openings(facts, actor),
        names=names,
        late=_apart(late, names, found.holder_id),
        now=facts.now,
        minutes=minutes(list_type, rows, names),
        mentionable=[names[id_] for id_ in able if id_ in names],
        followed=_followed(facts, actor),
        nobody=nobody(facts),
    )


def _followed(facts: Facts, actor: Actor) -> bool | None:
    if actor.behind or actor.person_id is None:
        return None
    return actor.person_id in facts.followers.get(facts.item.id, ())


def _apart(
    late: list[Lateness], names: dict[int, Words], holder_id: int | None
) -> list[tuple[Words, int]]:
    """Return the overdue days of each holder, where an earlier holder was overdue as well."""
    if all(held.holder_id == holder_id for held in late):
        return []
    return [(names[held.holder_id], held.days) for held in late if held.holder_id in names]


def _may_be_told(actor: Actor, found: Item, secret: set[str], row: Any) -> bool:
    """Say whether an event names only children and rungs visible to the actor."""
    note = row.changes.get("note", {})
    return note.get("child") not in secret and not tells_secret(actor, found, note)
