"""Kinds of evidence: chosen at the upload, wanted by class and category; a wrong file replaced."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest

from tests import clock
from tests.cast import PERSONAS, actor
from tests.evidence.files import photo
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import queries
from workflow.engine import commands
from workflow.errors import BadInput, WorkflowError, faults_in
from workflow.evidence import Piece
from workflow.profession.registers.evidence_rules import REGISTER
from workflow.registers import commands as registers

DONE = {"statement": "已补齐", "pledge": "yes"}
REASON = "传错了文件，换成正确的一份材料"
HEAD = "branch-head"


def _assigned(severity: str = "minor", **more: str) -> str:
    fields = {"title": "会议记录不全", "unit": "3", "severity": severity, **more}
    number = commands.raise_item("problems", actor("inspector"), fields=fields).number
    given = {"holder": str(PERSONAS[HEAD].id), "due_on": stories.in_days(30)}
    commands.fire(number, "assign", actor("coordinator"), fields=given)
    return number


def _rectify(number: str, *pieces: Piece) -> str:
    """Report a problem as rectified, and return the state or the fault of its evidence."""
    try:
        return commands.fire(number, "rectify", actor(HEAD), fields=DONE, evidence=pieces).state
    except WorkflowError as refusal:
        return faults_in(refusal)["evidence"].en


def _attach(number: str, *pieces: Piece) -> None:
    commands.fire(number, "attach", actor(HEAD), evidence=pieces)


def _piece(shows: str = "", data: bytes | None = None) -> Piece:
    return replace(stories.stored(data), shows=shows)


def _rule(**values: str) -> None:
    first = {"valid_from": clock.today().isoformat()}
    registers.add(actor("coordinator"), REGISTER, {**first, **values})


def test_where_a_result_is_wanted_minutes_alone_are_refused_with_a_sentence(cast: Any) -> None:
    _rule(wanted="result")
    number = _assigned()
    assert "still wanted: Result" in _rectify(number, _piece("minutes"))
    assert "still wanted: Result" in _rectify(number, _piece())
    assert _rectify(number, _piece("minutes"), _piece("after")) == "rectified"  # after is a result


def test_a_category_wants_its_own_kinds_and_others_do_not(cast: Any) -> None:
    _rule(wanted="before", category="item_class")
    assert _rectify(_assigned(), _piece("minutes")) == "rectified"
    number = _assigned(category="item_class.hard")
    assert "Before" in _rectify(number, _piece("result"))
    _attach(number, _piece("before"))
    assert _rectify(number, _piece("result", photo(6))) == "rectified"


def test_an_unknown_kind_is_refused_with_a_sentence(cast: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        _attach(_assigned(), _piece("nonsense"))
    assert refusal.value.fields["evidence"].en == 'there is no kind of evidence "nonsense"'


def test_a_wrong_file_is_replaced_and_kept(enter: Entering) -> None:
    number, wrong, right = _assigned(), _piece("result"), photo(7)
    _attach(number, wrong)
    visitor = enter(HEAD)
    link = f"/items/{number}/replace_evidence?replaced=1"
    assert link in visitor.get(f"/items/{number}").text
    assert 'value="1"' in visitor.get(link).text
    sent = {"replaced": "1", "comment": REASON, "evidence": [(io.BytesIO(right), "对的.jpg")]}
    assert visitor.move(number, "replace_evidence", **sent).status_code == 303
    old, new = queries.item(number, actor(HEAD)).item.evidence
    assert (old["sha256"], new["replaces"], new["shows"]) == (wrong.sha256, 1, "result")
    page = visitor.text(f"/items/{number}")
    assert "已更换，原件留存" in page
    assert REASON in page
    for piece, content in ((old, photo()), (new, right)):
        answer = visitor.get(f"/items/{number}/evidence/{piece['sha256']}")
        assert answer.data == content


def test_a_replaced_file_counts_no_more(cast: Any) -> None:
    number = _assigned()
    _attach(number, _piece("minutes"))
    _rule(wanted="minutes")
    fields = {"replaced": "1"}
    other = _piece("document", photo(5))
    commands.fire(number, "replace_evidence", actor(HEAD), fields=fields, comment=REASON,
                  evidence=[other])  # fmt: skip
    assert "still wanted: Minutes" in _rectify(number, _piece("result", photo(9)))


@pytest.mark.parametrize(
    ("place", "files", "fault"),
    [("2", 1, "replaced"), ("1", 0, "evidence"), ("0", 1, "replaced"), ("1", 2, "evidence")],
)
def test_nothing_but_ones_own_piece_is_replaced_by_one_file(
    cast: Any, place: str, files: int, fault: str
) -> None:
    number = _assigned()
    _attach(number, _piece())
    sent = [_piece("", photo(n + 2)) for n in range(files)]
    with pytest.raises(WorkflowError) as refusal:
        commands.fire(number, "replace_evidence", actor(HEAD), fields={"replaced": place},
                      comment=REASON, evidence=sent)  # fmt: skip
    assert fault in faults_in(refusal.value)
    assert len(queries.item(number, actor(HEAD)).item.evidence) == 1


def test_what_another_person_handed_in_is_not_replaced(cast: Any) -> None:
    number = stories.raised()
    commands.fire(number, "attach", actor("inspector"), evidence=[_piece()])
    given = {"holder": str(PERSONAS[HEAD].id), "due_on": stories.in_days(30)}
    commands.fire(number, "assign", actor("coordinator"), fields=given)
    with pytest.raises(WorkflowError) as refusal:
        commands.fire(number, "replace_evidence", actor(HEAD), fields={"replaced": "1"},
                      comment=REASON, evidence=[_piece("", photo(3))])  # fmt: skip
    assert "replaced" in faults_in(refusal.value)


def test_the_kind_is_chosen_on_the_page_and_stays_with_a_file_that_is_kept(enter: Entering) -> None:
    visitor, number = enter(HEAD), _assigned()
    assert "整改后" in visitor.get(f"/items/{number}/attach").text
    sent = {"shows": "after", "evidence": [(io.BytesIO(photo()), "a.jpg")]}
    assert visitor.move(number, "attach", **sent).status_code == 303
    [piece] = queries.item(number, actor(HEAD)).item.evidence
    assert piece["shows"] == "after"
    assert "整改后" in words(visitor.get(f"/items/{number}"))
