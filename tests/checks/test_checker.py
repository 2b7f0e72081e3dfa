"""The model checker: it finds the way around a forgotten rule, and the shortest one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workflow.checks.checker import check
from workflow.declaration import Actor, ListType, Rule, State, Transition, took_part
from workflow.profession.lists import LIST_TYPES
from workflow.profession.roles import director, leader
from workflow.words import Words

QUICK = ("extensions", "supervisions", "interviews", "accountabilities")


def changed(key: str, trigger: str, **changes: object) -> ListType:
    """Return a list type with one of its moves declared otherwise."""
    list_type = LIST_TYPES[key]
    moves = tuple(
        replace(t, **changes) if t.trigger == trigger else t  # type: ignore[arg-type]
        for t in list_type.transitions
    )
    return replace(list_type, transitions=moves)


@pytest.mark.parametrize("key", QUICK)
def test_a_list_as_it_is_declared_is_proven(key: str) -> None:
    proof = check(LIST_TYPES[key])
    assert proof.findings == []
    assert proof.explored > 20


def test_an_applicant_who_could_approve_his_own_request_is_found_in_two_steps() -> None:
    found = check(changed("extensions", "approve", permission=leader, judges=None)).findings
    assert found[0].sentence == (
        "one person can be raiser and then 'approve': extensions.approve: say whose work"
        " it judges, such as judges=('raiser',), or judges=() if it judges nobody"
    )
    assert found[0].steps == ("the suspect raise", "the suspect approve")


def test_a_whoever_answers_and_accepts_is_found_with_every_step_between() -> None:
    answerer = took_part("answerer", Words("答复的人", "whoever answered it"))
    found = check(changed("supervisions", "accept", permission=answerer, judges=None)).findings
    assert found[0].sentence.startswith("one person can be answerer and then 'accept': ")
    assert [step.split()[-1] for step in found[0].steps] == [
        "raise", "draft", "sign", "serve", "acknowledge", "answer", "accept",
    ]  # fmt: skip
    assert found[0].steps[-2:] == ("the suspect answer", "the suspect accept")


def test_a_move_that_nobody_can_make_is_named() -> None:
    nobody = Rule(Words("没有人", "nobody"), lambda _actor, _facts: False)
    found = check(changed("supervisions", "sign", permission=nobody)).findings
    sentences = {finding.sentence for finding in found}
    assert "nobody can ever 'sign'" in sentences
    assert "state 'closed' (minor) can never be reached" in sentences


def test_a_move_that_everybody_can_make_is_named() -> None:
    def anybody(_actor: Actor, _facts: object) -> bool:
        return True

    everybody = Rule(Words("任何人", "anybody"), anybody)
    found = check(changed("supervisions", "return", permission=everybody)).findings
    assert "anybody at all may 'return'" in {finding.sentence for finding in found}


def test_a_state_that_cannot_be_left_is_named() -> None:
    list_type = LIST_TYPES["supervisions"]
    trap = State("trapped", Words("困住", "Trapped"))
    into = Transition(
        "trap", Words("困住", "Trap"), ("raised",), "trapped", permission=director, judges=()
    )
    broken = replace(
        list_type, states=(*list_type.states, trap), transitions=(*list_type.transitions, into)
    )
    sentences = {finding.sentence for finding in check(broken).findings}
    assert "state 'trapped' (minor) is a dead end" in sentences
