"""Laws that hold for every list type, whoever declared it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

import pytest

from tests.engine.samples import (
    BUSINESS,
    HOLDER,
    MOVES,
    NAMES,
    facts,
    item,
    person,
    situations,
    vacated,
)  # fmt: skip
from workflow.declaration import (
    ESCALATE,
    RAISE,
    SYSTEM,
    Effect,
    Email,
    Field,
    FieldKind,
    ListType,
    NewDue,
    Notice,
    Open,
    Transition,
    fields,
    pack,
    system,
)
from workflow.engine.machine import refusal
from workflow.profession.lists import LIST_TYPES
from workflow.profession.roles import ADMINISTRATORS, ROLES
from workflow.profession.severity_classes import HANDLING
from workflow.words import Words

LISTS = pytest.mark.parametrize("list_type", LIST_TYPES.values(), ids=LIST_TYPES.keys())
EVERY_MOVE = pytest.mark.parametrize(("list_type", "move"), MOVES, ids=NAMES)
# The engine notes the first: who held it until somebody else did.
DUTIES = {"held", *(t.duty for _, t in MOVES)} - {""}


def _effects(list_type: ListType) -> Iterator[Effect]:
    for transition in list_type.transitions:
        yield from transition.effects
    for state in list_type.states:
        for rung in state.ladder:
            yield from rung.effects


def _words(list_type: ListType) -> Iterator[Words | None]:
    yield list_type.words
    for state in list_type.states:
        yield state.words
        yield from (rung.words for rung in state.ladder)
    for t in list_type.transitions:
        yield from (t.words, t.note, t.may.words)
        yield from (condition.unmet for condition in t.conditions)
        for field in t.fields:
            yield from (field.words, field.help, *(choice.words for choice in field.choices))


@LISTS
def test_each_state_can_be_reached_from_nothing(list_type: ListType) -> None:
    reached, before = {""}, 0
    while len(reached) != before:
        before = len(reached)
        reached |= {t.dest for t in list_type.transitions if t.dest and reached & {*t.sources}}
    assert reached == {"", *(state.key for state in list_type.states)}


@LISTS
def test_no_state_but_a_final_one_is_a_dead_end(list_type: ListType) -> None:
    final = {state.key for state in list_type.states if state.final}
    ends, before = set(final), 0
    while len(ends) != before:
        before = len(ends)
        ends |= {s for t in list_type.transitions if t.dest in ends for s in t.source}
    assert ends == {state.key for state in list_type.states}, "from here no final state is reached"


@LISTS
def test_everything_that_people_read_is_there_in_both_languages(list_type: ListType) -> None:
    for words in _words(list_type):
        if words is not None:
            assert words.zh.strip()
            assert words.en.strip()
            assert any("\u4e00" <= c <= "\u9fff" for c in words.zh), words
            assert not any("\u4e00" <= c <= "\u9fff" for c in words.en), words


@LISTS
def test_all_who_are_told_or_awaited_stand_in_a_known_relation(list_type: ListType) -> None:
    for effect in _effects(list_type):
        if isinstance(effect, (Notice, Email)):
            assert {*effect.to} <= pack().relations.keys()
            assert effect.to
    for state in list_type.states:
        for severity in HANDLING:
            planned = {"plan_state": "submitted"} if HANDLING[severity].plan_approver else {}
            for data in ({}, planned, {"objection": {"open": True}}):
                awaited = state.waits_for(item(list_type.key, state.key, severity, left=data))
                assert awaited in pack().relations or (state.final and not awaited)


@LISTS
def test_what_an_effect_opens_or_moves_is_declared(list_type: ListType) -> None:
    for effect in _effects(list_type):
        if isinstance(effect, Open):
            assert list_type.key in LIST_TYPES[effect.list].parents
            raising = LIST_TYPES[effect.list].find(RAISE, "")
            assert raising is not None
            assert raising.permission(SYSTEM, facts(item(effect.list, "")))
            asked = {field.key for field in raising.fields if field.required}
            assert asked <= {"title", *effect.data, *effect.takes}, (
                "the machine would leave a field out"
            )
        if isinstance(effect, NewDue):
            assert list_type.needs_parent
            kinds = {field.key: field.kind for t in list_type.transitions for field in t.fields}
            assert kinds[effect.field] == "date"


@EVERY_MOVE
def test_a_move_cascades_only_to_moves_that_are_declared(
    list_type: ListType, move: Transition
) -> None:
    for cascade in move.cascades:
        below = LIST_TYPES[cascade.list].named(cascade.trigger)
        assert below is not None
        assert {field.key for field in below.fields} <= {field.key for field in move.fields}


@EVERY_MOVE
def test_no_move_is_open_to_somebody_who_has_no_part_in_it(
    list_type: ListType, move: Transition
) -> None:
    stranger = person(99)
    assert not any(move.may(stranger, situation) for situation in situations(list_type, move))


@EVERY_MOVE
def test_somebody_or_the_machine_may_make_each_move(list_type: ListType, move: Transition) -> None:
    able = [person(50, *BUSINESS), person(51, *BUSINESS), person(HOLDER, *BUSINESS), SYSTEM]
    done = {duty: [50] for duty in ("interviewer", "raiser")}
    found = [*situations(list_type, move)]
    for situation in found:
        situation.item.duties.update(done)
    found += [vacated(situation) for situation in found]
    assert any(move.may(actor, s) for actor in able for s in found)


@EVERY_MOVE
def test_only_the_machine_escalates(list_type: ListType, move: Transition) -> None:
    if move.trigger == ESCALATE:
        assert move.permission is system


@EVERY_MOVE
@pytest.mark.parametrize("behind", [None, 3])
def test_whoever_did_what_a_move_judges_is_refused_by_the_rules_as_by_the_database(
    list_type: ListType, move: Transition, behind: int | None
) -> None:
    judged = move.judges or ()
    assert {*judged} <= DUTIES, "nobody ever does this duty"
    for actor in (person(50, *BUSINESS, behind=behind), person(HOLDER, *BUSINESS, behind=behind)):
        for duty in judged:
            for done in actor.people:
                for situation in situations(list_type, move):
                    situation.item.duties[duty] = [1, done]
                    assert not move.may(actor, situation), duty


@EVERY_MOVE
def test_an_administrator_may_fire_nothing(list_type: ListType, move: Transition) -> None:
    administrator = person(HOLDER, *ADMINISTRATORS)
    for situation in situations(list_type, move):
        situation.item.duties.update({duty: [HOLDER] for duty in DUTIES})
        assert refusal(move, administrator, situation) is not None


@EVERY_MOVE
def test_a_button_always_learns_whether_it_may_be_pressed(
    list_type: ListType, move: Transition
) -> None:
    for actor in (person(50, *BUSINESS), person(HOLDER, *BUSINESS), person(99), SYSTEM):
        for situation in situations(list_type, move):
            told = refusal(move, actor, situation)
            assert told is None or (told.zh and told.en)


@EVERY_MOVE
def test_each_role_that_the_matrix_prints_can_make_the_move(
    list_type: ListType, move: Transition
) -> None:
    assert move.may.roles <= {*ROLES} - {*ADMINISTRATORS}
    for role in move.may.roles:
        assert any(
            move.may(person(HOLDER if at_home else 50, role), situation)
            for at_home in (False, True)
            for found in situations(list_type, move)
            for situation in (found, vacated(found, role))
        ), f"{role} is named and may never"


def test_every_kind_of_field_has_a_reader() -> None:
    kinds = {*get_args(FieldKind)}
    assert fields._READERS.keys() == kinds
    assert {field.kind for _, t in MOVES for field in t.fields} <= kinds


def _asked(key: str) -> Sequence[Field]:
    return [field for _, t in MOVES for field in t.fields if field.key == key]


@pytest.mark.parametrize(
    ("key", "kind"), [("holder", "person"), ("unit", "unit"), ("severity", "choice")]
)
def test_a_field_kept_in_a_column_of_the_item_has_the_kind_of_that_column(
    key: str, kind: str
) -> None:
    assert {field.kind for field in _asked(key)} == {kind}


def test_severities_offered_are_the_handling_classes_there_are() -> None:
    for field in _asked("severity"):
        assert [choice.key for choice in field.choices] == [*HANDLING]


def test_numbers_of_different_lists_never_look_alike() -> None:
    prefixes = [list_type.prefix for list_type in LIST_TYPES.values()]
    assert len({*prefixes}) == len(prefixes)
    assert all(prefix.isascii() and prefix.isalpha() and prefix.isupper() for prefix in prefixes)
