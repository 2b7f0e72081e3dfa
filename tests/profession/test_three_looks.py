"""三看: hearts, problem and prescribed actions are judged each for itself, in words of its own."""

from __future__ import annotations

import pytest

from tests.cast import LOOKS
from tests.engine.stage import Stage
from tests.profession.test_extensions import item
from tests.profession.test_votes import fire, refused
from workflow.errors import BadInput, NotPossible

pytestmark = pytest.mark.usefixtures("cast")
SEEN = "三名职工仍说不知道新制度"


@pytest.mark.parametrize("left_out", LOOKS)
def test_none_of_the_looks_goes_unanswered(left_out: str) -> None:
    number = Stage().one("problems", "rectified")
    with pytest.raises(BadInput) as caught:
        fire(number, "verify", "verifier", **(LOOKS | {left_out: ""}))
    assert set(caught.value.fields) == {left_out}


@pytest.mark.parametrize("answer", ["mostly", "not"])
def test_a_problem_not_solved_is_never_verified(answer: str) -> None:
    number = Stage().one("problems", "rectified")
    with refused(NotPossible, "must be returned"):
        fire(number, "verify", "verifier", **(LOOKS | {"looks": answer}))


@pytest.mark.parametrize("look", ["hearts", "actions"])
@pytest.mark.parametrize("answer", ["partly", "no"])
def test_a_look_that_is_no_yes_needs_words(look: str, answer: str) -> None:
    number = Stage().one("problems", "rectified")
    with refused(NotPossible, "say in words"):
        fire(number, "verify", "verifier", **(LOOKS | {look: answer}))
    fire(number, "verify", "verifier", **(LOOKS | {look: answer, f"{look}_seen": SEEN}))
    assert item(number).data[f"{look}_seen"] == SEEN


def test_a_new_round_begins_without_the_answers_of_the_last() -> None:
    number = Stage().one("problems", "assigned", severity="minor")
    own = {"own_hearts": "yes", "own_problem": "yes", "own_actions": "partly"}
    fire(number, "rectify", "branch-head", statement="done", pledge=True, evidence=True, **own)
    assert item(number).data["own_actions"] == "partly"
    fire(number, "return", "verifier")
    assert not {*LOOKS, *own} & set(item(number).data)
