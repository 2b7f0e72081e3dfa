"""All faults of a form at once, each at its input, and what is needed marked beforehand."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.cast import actor
from tests.evidence.files import photo
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import queries
from workflow.declaration import Facts, Transition, pack, system
from workflow.declaration.transition import EVIDENCE, REMARK
from workflow.engine import commands, form_conditions, raising
from workflow.errors import BadInput
from workflow.profession.lists import LIST_TYPES

MOVES = [
    pytest.param(key, move, id=f"{key}.{move.trigger}.{move.sources[0]}")
    for key, kind in LIST_TYPES.items()
    for move in kind.transitions
    if move.permission is not system
]
NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def _blank(list_key: str) -> Facts:
    return Facts(raising.blank(list_key, 3, "/1/2/3/"), NOW, ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(("list_key", "move"), MOVES)
def test_a_condition_names_inputs_that_its_form_has(list_key: str, move: Transition) -> None:
    inputs = {field.key for field in move.fields} | {REMARK}
    inputs |= {EVIDENCE} if move.takes_evidence else set()
    about = {key for condition in move.conditions for key in condition.about}
    assert about <= inputs


@pytest.mark.parametrize(("list_key", "move"), MOVES)
def test_an_empty_form_is_told_everything_it_lacks_at_once(list_key: str, move: Transition) -> None:
    asked = set() if move.corrects else {f.key for f in move.fields if f.required}
    asked |= {REMARK} if move.comment_required else set()
    if not asked:
        return
    with pytest.raises(BadInput) as refused:
        form_conditions.read(move.asks({}), move, _blank(list_key), {}, with_files=False)
    needed = form_conditions.needed(move, _blank(list_key)).keys()
    assert asked | needed <= refused.value.fields.keys()


def test_evidence_and_pledge_are_asked_for_before_the_form_is_sent(enter: Entering) -> None:
    number = stories.assigned()
    page = enter("branch-head").get(f"/items/{number}/rectify").text
    for key in ("statement", "pledge", "evidence"):
        tag = page.split(f'id="{key}"')[1].split(">")[0]
        assert 'aria-required="true"' in tag, key
        assert "data-missing=" in tag, key
    assert page.count("我对以上情况的真实性负责（签字背书）</span>") == 1
    form = queries.move_form(number, "rectify", actor("branch-head"))
    assert "请上传佐证材料" in form.needs[EVIDENCE].zh


def test_evidence_that_is_there_already_is_not_asked_for_again(enter: Entering) -> None:
    number = stories.assigned()
    commands.fire(number, "attach", actor("branch-head"), evidence=(stories.stored(),))
    assert queries.move_form(number, "rectify", actor("branch-head")).needs == {}


def test_an_empty_report_is_told_statement_pledge_and_evidence_with_links(
    enter: Entering,
) -> None:
    number = stories.assigned()
    answer = enter("branch-head").move(number, "rectify")
    assert answer.status_code == 422
    for key in ("statement", "pledge", "evidence"):
        assert f'id="{key}-fault"' in answer.text, key
        assert f'<a href="#{key}">' in answer.text, key


def test_a_file_that_was_sent_is_not_told_to_be_missing(enter: Entering) -> None:
    number = stories.assigned()
    files = [(io.BytesIO(photo()), "整改后.jpg")]
    answer = enter("branch-head").move(number, "rectify", evidence=files)
    assert answer.status_code == 422
    assert 'id="statement-fault"' in answer.text
    assert 'id="evidence-fault"' not in answer.text


def test_a_reason_that_is_too_short_is_told_at_the_comment(enter: Entering) -> None:
    number = stories.rectified()
    answer = enter("verifier").move(number, "return", comment="不行")
    assert answer.status_code == 409
    assert 'id="comment-fault"' in answer.text
    assert "至少十个字" in words(answer)


def test_unmet_conditions_are_told_together_and_each_at_its_input() -> None:
    facts = _blank("problems")
    verify = pack().lists["problems"].find("verify", "rectified")
    assert verify
    given = {"hearts": "partly", "looks": "not", "actions": "no"}
    filled = Facts(facts.item, facts.now, facts.zone, fields=given)
    told = form_conditions.unmet(verify, filled, verify.conditions[0])
    assert told.keys() == {"looks", "hearts_seen", "actions_seen"}
