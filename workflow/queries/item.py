"""An item as shown on its page: facts, family, history, and the moves open to the actor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from workflow.deadlines import overdue_days
from workflow.deadlines.overdue_days import Lateness
from workflow.declaration import (
    RAISE,
    Actor,
    EvidenceRecord,
    Facts,
    Item,
    ListType,
    State,
    Transition,
    pack,
    system,
    typed_now,
)
from workflow.engine import cascades, machine
from workflow.engine.along import Along
from workflow.engine.visibility import gone, may_see, tells_secret
from workflow.platform import reading, settings
from workflow.platform.models import Event
from workflow.queries.corrected import Corrected, corrections
from workflow.queries.document_contents import ContentView, joined_by, lines
from workflow.queries.due_date_explanation import (
    Explained,
    explain,
    explain_publicity,
    explain_step,
)
from workflow.queries.due_date_history import DateChange, date_changes
from workflow.queries.due_display import DueDisplay, due_of_item
from workflow.queries.inbox import move_words
from workflow.queries.item_access import facts_of, note_seen
from workflow.queries.item_ladder import Ladder, ladder
from workflow.queries.minutes import Minutes, entitled, minutes
from workflow.queries.missing_judges import nobody
from workflow.queries.people_choices import name_then, person_names, unit_names
from workflow.queries.raisable_lists import Opening, openings
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move from the present state, with a refusal where the actor cannot make the move now."""

    transition: Transition
    refusal: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A line of the history."""

    seq: int
    at: datetime
    trigger: str
    move: Words
    source: Words | None
    dest: Words | None
    actor_name: str
    behind: Words | None  # whom a delegate acted for
    comment: str
    changes: dict[str, Any]
    hash: str
    corrected: list[Corrected]  # the old values beside the new, of a correction


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveForm:
    """The form of a move: the present item and the declared fields of the move."""

    item: Item
    list_type: ListType
    transition: Transition
    now: datetime
    suggested: dict[str, str] = field(
        default_factory=dict
    )  # field -> what stands in it before anything is typed
    along: list[Along] = field(default_factory=list)  # what hangs on it and moves, or stays
    names: dict[int, Words] = field(default_factory=dict)  # of whom that is assigned to

    @property
    def state(self) -> State:
        """The present state of the item."""
        return self.list_type.state(self.item.state)


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
    nobody: list[Words]  # which judgement nobody in post may give, and why


def item(number: str, actor: Actor) -> ItemView:
    """Return the item's page.

    Raises ``NotFound`` where there is no such item for the actor.
    """
    return _view(facts_of(number, actor), actor)


def move_form(number: str, trigger: str, actor: Actor) -> MoveForm:
    """Return the content of a move's form.

    Raises ``NotFound`` where there is no such item for the actor, else the reason why the actor
    cannot make the move now.
    """
    facts = facts_of(number, actor)
    list_type = pack().lists[facts.item.list_key]
    transition = machine.ready(list_type, trigger, actor, facts)
    suggested = {f.key: f.suggests(facts) for f in transition.fields if f.suggests}
    if transition.corrects:
        suggested = {f.key: typed_now(facts.item, f.key) for f in transition.fields}
    along, names = _along(facts, transition, actor)
    return MoveForm(
        item=facts.item, list_type=list_type, transition=transition, now=facts.now,
        suggested=suggested, along=along, names=names,
    )  # fmt: skip


def _along(
    facts: Facts, transition: Transition, actor: Actor
) -> tuple[list[Along], dict[int, Words]]:
    """Return what hangs on the item and moves with it or stays, and the names of the assigned."""
    along = cascades.foreseen(facts, transition, actor)
    if not along:
        return [], {}
    with reading() as connection:
        return along, person_names(connection, {child.holder_id for child in along})


def piece(number: str, sha256: str, actor: Actor) -> EvidenceRecord:
    """Return the record of a piece of an item's evidence.

    Raises ``NotFound`` where there is no such item for the actor, or no such piece.
    """
    pieces = facts_of(number, actor, f"evidence {sha256[:8]}").item.evidence
    match = next((piece for piece in pieces if piece["sha256"] == sha256), None)
    if match is None:
        raise gone(f"{number}/{sha256[:8]}")
    return match


def raise_form(list_key: str) -> Transition:
    """Return the declaration of the move "raise" of a list.

    Raises ``NotFound`` for an unknown list.
    """
    if list_key not in pack().lists:
        raise gone(list_key)
    transition = pack().lists[list_key].find(RAISE, "")
    assert transition  # noqa: S101 -- the definition demands it
    return transition


def moves(facts: Facts, actor: Actor) -> list[MoveView]:
    """Return every move from the present state, the possible moves first."""
    list_type = pack().lists[facts.item.list_key]
    views = [
        MoveView(t, machine.refusal(t, actor, facts))
        for t in list_type.leaving(facts.item.state)
        if t.permission is not system
    ]
    return sorted(views, key=lambda move: move.refusal is not None)


def _view(facts: Facts, actor: Actor) -> ItemView:
    found = facts.item
    list_type = pack().lists[found.list_key]
    people = {p for duty in found.duties.values() for p in duty} | {found.holder_id}
    people |= {child.holder_id for child in facts.children}
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
        events=[_event(list_type, row, names, corrected) for row in rows if shown(row)],
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
        nobody=nobody(facts),
    )


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


def _event(
    list_type: ListType, row: Any, names: dict[int, Words], corrected: dict[int, list[Corrected]]
) -> EventView:
    moved = row.source != row.dest
    return EventView(
        seq=row.seq,
        at=row.at,
        trigger=row.trigger,
        move=move_words(list_type.key, row.trigger, row.source, row.changes),
        source=list_type.state(row.source).words if row.source and moved else None,
        dest=list_type.state(row.dest).words if moved else None,
        actor_name=row.actor_name,
        behind=names.get(row.behind_id),
        comment=row.comment,
        changes=row.changes,
        hash=row.hash,
        corrected=corrected.get(row.seq, []),
    )
