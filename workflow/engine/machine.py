"""Fire a trigger on an item in memory: the only importer of ``transitions``.

``transitions`` has traps, so there is a single way of use: a shared machine for each list type
without a model (``add_model`` resets a loaded state), no automatic transitions (they bypass every
guard), and checks that raise in ``prepare`` (a false condition returns ``False`` without a reason).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from transitions import EventData, Machine

from workflow.deadlines import due_date_moves
from workflow.deadlines.clocks import Clocks
from workflow.declaration import (
    ESCALATE,
    RECKON,
    REPLAN,
    SKIP,
    Actor,
    Facts,
    Item,
    ListType,
    PlannedRung,
    Reckoned,
    Transition,
    drop_stale,
    holder_has_gone,
    note_former_holder,
    pack,
    system,
)
from workflow.declaration.field import COLUMNS
from workflow.engine import form_conditions
from workflow.errors import NotFound, NotPermitted, NotPossible
from workflow.words import Words, listed

_NO_TRIGGER = Words("没有“{trigger}”这一步。", 'There is no move "{trigger}".')
_NOT_NOW = Words(
    "{number} 现在是“{state}”，不能“{move}”。现在可以：{legal}。",
    "{number} is {state} now, so “{move}” is not possible. Possible now: {legal}.",
)
_NOTHING = Words("无", "nothing")
_CANNOT = Words("不能“{move}”：{reason}。", "This is not possible ({move}): {reason}.")
_ADMINISTRATOR = Words("管理员不办理业务事项。", "Administrators take no part in the work itself.")
_NOT_DUE = Words("还没有到升级的时候", "the next rung is not due yet")
_AS_PLANNED = Words("升级计划没有变化", "its next rung is planned as it was")
_AS_RECKONED = Words("日历变动不影响它的时限", "the calendar leaves its due date where it is")
# What the machine's own moves do to the clocks, and when and why there is nothing to do.
_ON_LADDER: dict[str, Callable[[Clocks], None]] = {
    REPLAN: Clocks.replan,
    RECKON: due_date_moves.reckon,
    SKIP: Clocks.skip,
}
_IDLE: dict[str, tuple[Callable[[Clocks], bool], Words]] = {
    ESCALATE: (lambda clocks: not clocks.is_due(), _NOT_DUE),
    REPLAN: (Clocks.is_as_planned, _AS_PLANNED),
    RECKON: (due_date_moves.is_as_reckoned, _AS_RECKONED),
}


@dataclass(slots=True)
class Attempt:
    """An attempt at a move; the subject given to ``transitions``."""

    state: str
    list_type: ListType
    transition: Transition
    actor: Actor
    facts: Facts


def permit(
    list_type: ListType, trigger: str, actor: Actor, facts: Facts, raw: Mapping[str, object] = {},
    *, follows: bool = False, with_files: bool = False,
) -> Attempt:  # fmt: skip
    """Check state, permission and fields, without any change.

    What ``follows`` a permitted move of its parent needs no permission of its own; only the
    people barred by their own work stay barred.

    Raises ``NotFound`` for an unknown trigger, ``NotPossible`` in another state, ``NotPermitted``,
    or ``BadInput`` for wrong fields.
    """
    transition = _find(list_type, trigger, facts.item)
    if barred := _barred(transition, actor, facts, follows):
        raise NotPermitted(barred)
    form = transition.asks(raw)
    values, comment = form_conditions.read(form, transition, facts, raw, with_files)
    unset = {f.key for f in form.fields if f.key not in values}
    cleared = frozenset(unset if transition.corrects else ())
    facts = replace(facts, fields=values, cleared=cleared, comment=comment)
    return Attempt(facts.item.state, list_type, transition, actor, facts)


def fire(attempt: Attempt) -> PlannedRung | None:
    """Move the attempt's item; return the climbed rung, if any.

    Raises ``NotPossible`` where a condition is not met.
    """
    machine = _machine(attempt.list_type)
    before = attempt.state
    event = machine.events[attempt.transition.trigger]
    state = machine.get_state(before)
    event.transitions[before][0].execute(EventData(state, event, machine, attempt, (), {}))
    return _settle(attempt, before)


def refusal(
    transition: Transition, actor: Actor, facts: Facts, *,
    follows: bool = False, named: bool = True,
) -> Words | None:  # fmt: skip
    """Return the reason why the move cannot be made now, apart from the form, or ``None``."""
    return _barred(transition, actor, facts, follows, named) or _unmet(transition, facts)


def ready(list_type: ListType, trigger: str, actor: Actor, facts: Facts) -> Transition:
    """Return the move whose form can be filled in now.

    Raises ``NotPermitted`` or ``NotPossible`` with the reason.
    """
    transition = _find(list_type, trigger, facts.item)
    if barred := _barred(transition, actor, facts):
        raise NotPermitted(barred)
    if unmet := _unmet(transition, facts):
        raise NotPossible(_CANNOT.format(move=transition.words, reason=unmet))
    return transition


def refuse_barred(list_type: ListType, trigger: str, actor: Actor, facts: Facts) -> None:
    """Refuse an actor who may not make a move, whatever the form.

    Raises ``NotPermitted``, and ``NotFound`` or ``NotPossible`` where there is no such move now.
    """
    if barred := _barred(_find(list_type, trigger, facts.item), actor, facts):
        raise NotPermitted(barred)


def _barred(
    transition: Transition, actor: Actor, facts: Facts, follows: bool = False, named: bool = True
) -> Words | None:
    """Return the reason why the actor may not make the move, whatever the form, or ``None``."""
    for posts in (actor.posts, actor.own):
        if posts and {post.role for post in posts} <= {*pack().administrators}:
            return _ADMINISTRATOR
    rule = transition.may.bars() if follows else transition.may
    return None if rule(actor, facts) else rule.refusal(actor, facts, named and transition.words)


def _unmet(transition: Transition, facts: Facts) -> Words | None:
    unmet = (c for c in transition.conditions if not c.of_form and not c.met(facts))
    first = next(unmet, None)
    return first.sentence(facts) if first else None


def _find(list_type: ListType, trigger: str, item: Item) -> Transition:
    transition = list_type.find(trigger, item.state)
    if transition:
        return transition
    named = list_type.named(trigger)
    if named is None:
        raise NotFound(_NO_TRIGGER.format(trigger=trigger[:40]))
    legal = [t.words for t in list_type.leaving(item.state) if t.permission is not system]
    raise NotPossible(
        _NOT_NOW.format(
            number=item.number,
            state=list_type.state(item.state).words if item.state else Words("新的", "new"),
            move=named.words,
            legal=listed(legal) if legal else _NOTHING,
        )
    )


def _check(event: EventData) -> None:
    attempt = cast(Attempt, event.model)
    trigger, item = attempt.transition.trigger, attempt.facts.item
    if trigger in _IDLE:
        clocks = Clocks.of(item, attempt.list_type.state(item.state), attempt.facts)
        idle, words = _IDLE[trigger]
        if idle(clocks):
            raise NotPossible(words)
    for condition in attempt.transition.conditions:
        if not condition.met(attempt.facts):
            move, reason = attempt.transition, condition.sentence(attempt.facts)
            faults = form_conditions.unmet(move, attempt.facts, condition)
            raise NotPossible(_CANNOT.format(move=move.words, reason=reason), faults)


def _settle(attempt: Attempt, before: str) -> PlannedRung | None:
    """Write into the item the changes of the move besides its state."""
    t, facts, item = attempt.transition, attempt.facts, attempt.facts.item
    due = t.due(facts) if t.due else None  # before the records change what it looks at
    stood = holder_has_gone(item)
    state = attempt.list_type.state(before) if t.corrects else None
    passed = Clocks.of(item, state, facts).own.passed() if state else frozenset[str]()
    item.state = attempt.state
    _fill_in(item, t, facts)
    _note_duty(item, t.duty, attempt.actor)
    if t.records:
        t.records(item, facts, attempt.actor)
    drop_stale(item)
    state = attempt.list_type.state(item.state)
    if t.corrects and item.state == before:
        Clocks.of(item, state, facts).carry_over(passed)
    if item.state != before:
        item.state_since = facts.now
    clocks = Clocks.of(item, state, facts)
    rung = _move_clocks(clocks, t, due, moved=item.state != before)
    _stand_still(clocks, stood)
    item.awaits = state.waits_for(item)
    return rung


def _move_clocks(
    clocks: Clocks, t: Transition, due: Reckoned | None, moved: bool
) -> PlannedRung | None:
    """Let both clocks follow a move; return the climbed rung, if any."""
    rung = None
    if t.trigger == ESCALATE:
        rung = clocks.climb()
    elif t.trigger in _ON_LADDER:
        _ON_LADDER[t.trigger](clocks)
    elif due or t.due or t.clears_due:
        due_date_moves.set_due(clocks, due, t.trigger)
    elif moved:
        clocks.own.aim()
    clocks.tick(t.trigger)
    return rung


def _stand_still(clocks: Clocks, stood: bool) -> None:
    """Stop both clocks where the holder has gone, and let them go on with a holder."""
    stands = holder_has_gone(clocks.own.item)
    if stands and not stood:
        clocks.stop()
    elif stood and not stands:
        clocks.go_on()


def _fill_in(item: Item, t: Transition, facts: Facts) -> None:
    for key in facts.cleared:
        item.data.pop(key, None)
    for asked in t.fields:
        if asked.key not in facts.fields:
            continue
        value = facts.fields[asked.key]
        told = value.isoformat() if hasattr(value, "isoformat") else value
        if asked.key in COLUMNS:
            _fill_column(item, asked.key, value, facts)
        elif asked.is_kept:
            item.data[asked.key] = told
        elif asked.use == "due":
            item.process["due_on"] = told


def _fill_column(item: Item, column: str, value: Any, facts: Facts) -> None:
    if column == "holder":
        if item.holder_id != value:
            note_former_holder(item)
        item.holder_id = value
    elif column == "unit":
        item.unit_id, item.scope = value, facts.place or item.scope
    else:
        setattr(item, column, value)


def _note_duty(item: Item, duty: str, actor: Actor) -> None:
    if not duty:
        return
    done = item.duties.setdefault(duty, [])
    done.extend(person for person in actor.people if person not in done)


def _machine(list_type: ListType) -> Machine:
    """Return the machine of a list type, made once; it holds no state of items."""
    if list_type.key not in _MACHINES or _MACHINES[list_type.key][0] is not list_type:
        _MACHINES[list_type.key] = list_type, _build(list_type)
    return _MACHINES[list_type.key][1]


def _build(list_type: ListType) -> Machine:
    machine = Machine(
        model=None,
        states=["", *(state.key for state in list_type.states)],
        initial=None,
        auto_transitions=False,
        send_event=True,
    )
    for t in list_type.transitions:
        for source in t.sources:
            machine.add_transition(t.trigger, source, t.dest or None, prepare=[_check])
    return machine


_MACHINES: dict[str, tuple[ListType, Machine]] = {}
