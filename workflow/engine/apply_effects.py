"""Carry out the effects of a move, as rows: evidence kept, people told, due dates granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow.calendar import work_begins
from workflow.deadlines import due_date_moves
from workflow.declaration import (
    ESCALATE,
    EVIDENCE_KINDS,
    MOST_PIECES,
    RAISE,
    TAKE_BACK,
    TAKE_OVER,
    Actor,
    ChangeParent,
    Effect,
    Email,
    EvidenceRecord,
    Facts,
    Hold,
    Item,
    NewDue,
    Notice,
    Pause,
    PlannedRung,
    ReleaseHold,
    Resume,
    Transition,
    pack,
)
from workflow.engine import recipients
from workflow.engine.along import Along
from workflow.engine.batch import Batch
from workflow.engine.event_hash import instant
from workflow.engine.machine import Attempt
from workflow.engine.visibility import confidential_of
from workflow.errors import BadInput
from workflow.evidence import Piece
from workflow.words import Words

_TOPICS = {RAISE: "raised", ESCALATE: "escalated"}  # all else that changes a state is "moved"
_UNTOLD = (*TAKE_OVER.values(), TAKE_BACK)  # a ledger's rows by the hundred, and old news
_NO_EVIDENCE = Words("这一步不收佐证材料", "this move takes no evidence")
_TOO_MANY = Words(
    f"每个事项最多{MOST_PIECES}份佐证材料", f"an item holds at most {MOST_PIECES} pieces"
)
_NONE = Words("请选择要上传的文件", "choose a file to add")
_NO_KIND = Words("没有“{kind}”这种佐证", 'there is no kind of evidence "{kind}"')
_CHECK = Words("佐证材料有误。", "The evidence cannot be taken.")


def attach(attempt: Attempt, pieces: Sequence[Piece]) -> None:
    """Add the pieces sent with a move to its item, before the conditions are checked.

    Raises ``BadInput`` where evidence is missing or not taken.
    """
    item, facts = attempt.facts.item, attempt.facts
    fault = _fault(attempt.transition, item, pieces) or _kind_fault(pieces, facts.today)
    if fault:
        raise BadInput(_CHECK, {"evidence": fault})
    for piece in pieces:
        item.evidence.append(_record(piece, attempt.actor, instant(facts.now), item.round))


def _record(piece: Piece, actor: Actor, at: str, round_: int) -> EvidenceRecord:
    record: EvidenceRecord = {
        "sha256": piece.sha256, "name": piece.name, "media_type": piece.media_type,
        "size": piece.size, "kind": piece.kind, "by": actor.person_id, "at": at, "round": round_,
    }  # fmt: skip
    if piece.shows:
        record["shows"] = piece.shows
    return record


def _fault(transition: Transition, item: Item, pieces: Sequence[Piece]) -> Words | None:
    if pieces and not transition.takes_evidence:
        return _NO_EVIDENCE
    if len(item.evidence) + len(pieces) > MOST_PIECES:
        return _TOO_MANY
    return _NONE if transition.trigger == "attach" and not pieces else None


def _kind_fault(pieces: Sequence[Piece], today: date) -> Words | None:
    """Return the fault of a kind of evidence that may not be chosen today."""
    table = pack().code_tables.get(EVIDENCE_KINDS)
    for piece in pieces:
        if piece.shows and not (table and table.is_valid(piece.shows, today)):
            return _NO_KIND.format(kind=piece.shows[:40])
    return None


def promise(
    batch: Batch, facts: Facts, item: Item, effects: Sequence[Effect], actor: Actor
) -> None:
    """Tell the people concerned by the recorded move or rung."""
    for effect in effects:
        if isinstance(effect, (Notice, Email)):
            people = recipients.told(facts, item, effect, effects, actor)
            batch.tell(item, people, effect.kind if isinstance(effect, Email) else "")
    announce(batch, facts, item)


def announce(batch: Batch, facts: Facts, item: Item) -> None:
    """Enqueue posts on the recorded move to the listening channels."""
    if not facts.listeners or (topic := topic_of(batch.events[-1])) is None:
        return
    for listener in facts.listeners:
        if listener.hears(topic, item.scope):
            batch.post(item, listener.channel_id)


def topic_of(event: Mapping[str, Any]) -> str | None:
    """Return the topic of an event for channels, or ``None``: confidential events leave by none."""
    list_type, noted = pack().lists[event["list_key"]], event["changes"].get("note", {})
    if list_type.readers or confidential_of(list_type, noted) or "left_out" in noted:
        return None
    if event["trigger"] in _UNTOLD:
        return None
    if event["trigger"] in _TOPICS:
        return _TOPICS[event["trigger"]]
    return "moved" if event["source"] != event["dest"] else None


def note(
    transition: Transition, step: PlannedRung | None, above: Item | None, along: Sequence[Along]
) -> Mapping[str, Any] | None:
    """Return the note of an event: a climbed rung, skipped reminders, or the family it moved with.

    ``above`` is the parent with whose move the event was made, ``along`` what moved with it or
    stayed behind; ``None`` where there is nothing to note.
    """
    if step:
        return step.rung.note()
    if transition.trigger == ESCALATE:
        return {"left_out": True}
    if above:
        return {"with": above.number}
    told = {
        "along": [child.number for child in along if child.stays is None],
        "stayed": {child.number: list(child.stays) for child in along if child.stays},
    }
    return {key: value for key, value in told.items() if value} or None


def escalated(batch: Batch, facts: Facts, item: Item, step: PlannedRung) -> None:
    """Note the climbed rung for the version of its due date, once and for all."""
    batch.escalations.append(
        {
            "item_id": item.id,
            "due_version": step.version or item.due_version,
            "rung": step.rung.key,
            "seq": item.version,
            "planned_at": instant(work_begins(step.day, facts.zone)),
            "at": instant(facts.now),
        }
    )


def reaches(effects: Sequence[Effect], facts: Facts, late: Item) -> bool:
    """Say whether the act of an item on its parent reaches another item as well.

    A pause reaches the parts that are worked on like the parent, not those that wait for a judge.
    """
    for effect in effects:
        match effect:
            case Pause():
                same = facts.parent is not None and late.state == facts.parent.state
                return same and due_date_moves.runs(late)
            case Resume():
                return due_date_moves.is_paused_by(late, facts.item.number)
    return True


def grant(effects: Sequence[Effect], item: Item, parent: Item, facts: Facts) -> None:
    """Let a request hold the ladder of its parent, and its answer move the due date."""
    state = pack().lists[parent.list_key].state(parent.state)
    for effect in effects:
        match effect:
            case Hold():
                due_date_moves.hold(parent, item.number, state, facts)
            case ReleaseHold():
                due_date_moves.release(parent, item.number, state, facts)
            case NewDue(field=field):
                due_date_moves.extend(parent, item.data[field], item.number, state, facts)
            case Pause(field=field):
                due_date_moves.pause(parent, item.number, item.data[field], state, facts)
            case Resume():
                due_date_moves.resume(parent, item.number, state, facts)
            case ChangeParent(change=change):
                change(parent, item, facts)
