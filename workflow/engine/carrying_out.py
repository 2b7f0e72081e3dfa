"""Requests carried out in memory: rules, children and moves, before anything is written."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from workflow.declaration import Actor, Facts, Item, TellOutcome, pack
from workflow.engine import (
    aftermath,
    apply_effects,
    cascades,
    document_numbers,
    followers,
    machine,
    outcomes,
    raising,
    references,
)
from workflow.engine.batch import Batch
from workflow.engine.machine import Attempt, permit
from workflow.engine.raising import Request
from workflow.engine.references import References
from workflow.engine.unit_of_work import STALE
from workflow.engine.visibility import gone, may_see
from workflow.errors import StaleItem, WorkflowError


def tried(
    named: References, batch: Batch, facts: dict[str, Facts], request: Request, actor: Actor
) -> Item | WorkflowError:
    """Carry out a request of many on a trial batch, absorbed only on success."""
    trial = batch.trial()
    if request.apart:
        trial.decision = uuid4()
    try:
        item = carry_out(named, trial, facts, request, actor)
    except WorkflowError as refusal:
        return refusal
    batch.absorb(trial)
    return item


def carry_out(
    named: References,
    batch: Batch,
    all_facts: dict[str, Facts],
    request: Request,
    actor: Actor,
) -> Item:
    """Carry out a request in memory: permission, children, conditions, move, effects."""
    facts = all_facts.get(request.number)
    if facts is None or not may_see(actor, facts.item):
        raise gone(request.number)
    facts = batch.family(facts, request.comment)
    if request.version is not None and request.version != facts.item.version:
        raise StaleItem(STALE)
    list_type = pack().lists[facts.item.list_key]
    move = list_type.find(request.trigger, facts.item.state)
    with named.checking(actor, move.fields if move else (), request.fields, facts.today):
        attempt = permit(
            list_type, request.trigger, actor, facts, request.fields,
            with_files=bool(request.evidence),
        )  # fmt: skip
    apply_effects.attach(attempt, request.evidence)
    unit, earlier = attempt.facts.fields.get("unit"), references.earlier(all_facts, attempt)
    place = named.place(unit).path if unit else ""
    if place or earlier:
        attempt.facts = replace(attempt.facts, place=place, earlier=earlier)
    attempt.facts = cascades.follow(batch, attempt, request.fields, _move)
    _move(batch, attempt)
    if any(isinstance(effect, TellOutcome) for effect in attempt.transition.effects):
        outcomes.tell(named.connection, batch, attempt, _move)
    if cascades.merges(attempt) and earlier:
        cascades.merge(batch, attempt, all_facts[earlier.number], _move)
    aftermath.tell_parent(batch, attempt.facts, attempt.transition, actor)
    if attempt.facts.followers:
        followers.tell_above(batch, attempt.facts, attempt.transition, actor)
    return facts.item


def _move(batch: Batch, attempt: Attempt, above: Item | None = None) -> None:
    """Fire, record the event, and carry out the effects of the transition.

    ``above`` is the item with whose move this one is made.
    """
    facts, item, actor = attempt.facts, attempt.facts.item, attempt.actor
    source = item.state
    step = machine.fire(attempt)
    sheet = document_numbers.issue(attempt, batch)
    told = apply_effects.note(attempt.transition, step, above, batch.along.get(item.id, ()))
    note = {**sheet, **(told or {})}
    batch.record(item, attempt.transition.trigger, source, actor, facts.comment, note)
    effects = step.rung.effects if step else attempt.transition.effects
    apply_effects.promise(batch, facts, item, effects, actor)
    if facts.followers:
        followers.tell(batch, facts, effects, actor, above)
    if step:
        apply_effects.escalated(batch, facts, item, step)
    climbed = step.rung.note() if step else None
    raising.open_children(batch, facts, item, effects, climbed, actor)
    aftermath.refer(batch, facts)
