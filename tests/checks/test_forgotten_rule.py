"""A list nobody has told the checker of: whose work a move judges is said, or found missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import BRANCH
from tests.engine.samples import NOW, ZONE, person
from tests.newcomer import DECLARED, FORGOTTEN, declared
from workflow.checks.checker import check, search
from workflow.declaration import Actor, Facts, Item, ListType, Transition
from workflow.engine import machine
from workflow.errors import BadDeclaration, NotPermitted
from workflow.profession import lists
from workflow.profession.roles import director
from workflow.words import Words

SILENT = "suggestions.answer: say whose work it judges, such as judges=('raiser',), or judges=()"


def answered_by(asked: ListType, number: int) -> Item:
    """Let one person raise a suggestion and another one, or the same, answer it."""
    item = Item(1, asked.key, "G1", "x", "", "general", BRANCH, "/1/2/3/")
    for trigger, who, raw in (
        ("raise", 50, {"title": "more light", "unit": BRANCH}),
        ("answer", number, {"answer": "there will be"}),
    ):
        actor = person(who, "party_work_director")
        facts = Facts(item, NOW, ZONE)
        machine.fire(machine.permit(asked, trigger, actor, facts, raw))
    return item


def test_an_author_who_may_answer_himself_is_found_by_the_shortest_way() -> None:
    [found] = [finding for finding in check(declared(FORGOTTEN)).findings if finding.steps]
    assert found.sentence.startswith("one person can be raiser and then 'answer': ")
    assert SILENT in found.sentence
    assert found.steps == ("the suspect raise", "the suspect answer")


def test_such_a_list_is_not_let_in() -> None:
    with pytest.raises(BadDeclaration) as refused:
        lists.admitted(declared(FORGOTTEN))
    assert str(refused.value).startswith(SILENT)


def test_one_word_bars_the_author_and_gives_the_sentence_and_the_proof() -> None:
    asked = lists.admitted(declared(DECLARED))
    assert check(asked).findings == []
    assert answered_by(asked, 51).state == "answered"
    with pytest.raises(NotPermitted) as refused:
        answered_by(asked, 50)
    assert (
        refused.value.words.en
        == "You are the person who raised it, so you may not do this: Answer."
    )
    assert refused.value.words.zh == "您是提出人，不能“答复建议”。"


def test_who_did_a_duty_of_his_own_is_called_by_the_move_that_gives_it() -> None:
    text = DECLARED.replace('duty="answerer"', 'duty="advisor"').replace(
        'judges=("answerer",)', 'judges=("advisor",)'
    )
    asked = lists.admitted(declared(text))
    close = asked.named("close")
    assert close
    assert close.may.words.en.endswith("not somebody who did this: Answer")
    assert close.may.words.zh.endswith("不是办理过“答复建议”的人")


def test_that_a_move_judges_nobody_is_said_aloud() -> None:
    text = FORGOTTEN.replace("permission=director,", "permission=director,\n            judges=(),")
    asked = lists.admitted(declared(text))
    assert check(asked).findings == []
    assert answered_by(asked, 50).state == "answered"


OTHERS = DECLARED.replace("permission=raiser,", "permission=director,")


def test_a_word_that_leaves_out_whoever_wrote_what_is_judged_is_found() -> None:
    asked = declared(OTHERS.replace('judges=("answerer",)', 'judges=("raiser",)'))
    sentence = (
        "suggestions.close: it does not judge the 'answerer', who filled in what it decides on;"
        " add that to judges, or say spares=('answerer',)"
    )
    [found] = check(asked).findings
    assert found.sentence == f"one person can be answerer and then 'close': {sentence}"
    assert [step.split()[-1] for step in found.steps] == ["raise", "answer", "close"]
    assert found.steps[1:] == ("the suspect answer", "the suspect close")
    with pytest.raises(BadDeclaration) as refused:
        lists.admitted(asked)
    assert str(refused.value) == sentence


def test_that_whoever_wrote_it_is_spared_is_said_aloud() -> None:
    spared = 'judges=("raiser",),\n            spares=("answerer",)'
    asked = lists.admitted(declared(OTHERS.replace('judges=("answerer",)', spared)))
    assert check(asked).findings == []


def _without_duty(text: str) -> str:
    return text.replace('            duty="raiser",\n', "")


WRONG: dict[str, tuple[Callable[[str], str], str]] = {
    "a duty that there is not": (
        lambda text: text.replace('("raiser",),\n', '("riser",),\n'),
        "suggestions.answer: judges 'riser', and there is no such duty",
    ),
    "an author whom raising does not note": (
        _without_duty,
        "suggestions.answer: judges 'raiser', and no move of this list has that duty",
    ),
    "a bar that the database does not know": (
        lambda text: text.replace("permission=director,", "permission=director & ~raiser,"),
        "suggestions.answer: say judges=('raiser',) instead of leaving them out of the permission,"
        " so that the database bars them too",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_word_that_bars_nobody_is_refused_and_found(
    change: Callable[[str], str], sentence: str
) -> None:
    asked = declared(change(DECLARED))
    with pytest.raises(BadDeclaration) as refused:
        lists.admitted(asked)
    assert str(refused.value) == sentence
    assert sentence in {finding.sentence for finding in check(asked).findings}


LEAVES: dict[str, tuple[dict[str, Any], bool]] = {
    "a state that waits for another": ({}, True),
    "a draft that only its author goes on with": (
        {'"party_work_director",\n            ladder': '"raiser",\n            ladder',
         "permission=director,": "permission=raiser,"}, False,
    ),
    "a draft that another than its author goes on with": (
        {'"party_work_director",\n            ladder': '"raiser",\n            ladder'}, True,
    ),
    "nothing, being only a remark": ({'dest="answered"': 'dest=""'}, False),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "asked"), LEAVES.values(), ids=LEAVES.keys())
def test_a_move_has_to_say_whom_it_judges_where_it_leaves(
    changes: dict[str, str], asked: bool
) -> None:
    text = FORGOTTEN
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    sentences = {finding.sentence for finding in check(declared(text)).findings}
    assert any(SILENT in sentence for sentence in sentences) == asked


def test_moves_that_come_to_no_end_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def keep_more(item: Item, _: Facts, __: Actor) -> None:
        item.data[f"x{len(item.data)}"] = "more"

    monkeypatch.setattr(search, "_MOST", 100)
    again = Transition(
        "again", Words("再来", "Again"), ("raised",), "", permission=director, records=keep_more
    )
    endless = declared(DECLARED)
    found = check(replace(endless, transitions=(*endless.transitions, again))).findings
    assert found[-1].sentence == "its moves always lead to something new: there is no end to it"
    assert any(step.endswith("again") for step in found[-1].steps)
