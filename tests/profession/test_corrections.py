"""Corrections, merging and taking back: with a reason, in the history, and round no rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import BRANCH, LOOKS, OTHER_BRANCH, PATHS, PERSONAS, actor
from tests.engine.stage import HOLDER, REASON, START, Stage, today
from tests.profession.test_extensions import item
from tests.profession.test_votes import fire, refused
from workflow import queries
from workflow.declaration import RAISE
from workflow.engine import commands
from workflow.errors import BadInput, NotPermitted, NotPossible, WorkflowError
from workflow.profession.lists import LIST_TYPES

CLOCK = ("due_at", "due_version", "rung", "rung_at", "round", "state")
WORK = ("problems", "tasks", "responsibilities")
SOON, LATER = ((today() + timedelta(days=days)).isoformat() for days in (10, 30))


def clock_of(number: str) -> list[Any]:
    return [getattr(item(number), name) for name in CLOCK]


def last_of(number: str) -> list[tuple[str, str, str]]:
    """Return what the newest correction changed."""
    events = queries.item(number, actor("director")).events
    return [(one.key, one.before.zh, one.after.zh) for one in events[-1].corrected]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("list_key", WORK)
@pytest.mark.parametrize("state", ["raised", "assigned", "rectified", "verified"])
def test_wording_is_corrected_while_a_matter_is_open(list_key: str, state: str) -> None:
    number = Stage().one(list_key, state)
    before = clock_of(number)
    fire(number, "correct", "coordinator", title="better words")
    assert item(number).title == "better words"
    assert clock_of(number) == before
    assert last_of(number) == [("title", "a matter", "better words")]


def test_every_list_of_work_can_be_corrected_in_each_field_that_it_asks_for() -> None:
    for key in WORK:
        list_type = LIST_TYPES[key]
        raised = {f.key for f in list_type.transitions[0].fields}
        assert list_type.transitions[0].trigger == RAISE
        corrected = {f.key for t in list_type.transitions if t.corrects for f in t.fields}
        assert raised <= corrected


@pytest.mark.usefixtures("cast")
def test_only_what_is_sent_changes_and_what_is_sent_empty_is_cleared() -> None:
    number = Stage().one("problems", "raised", source="a letter", aspect="A1")
    fire(number, "correct", "coordinator", source="a call")
    assert item(number).data == {"source": "a call", "aspect": "A1"}
    fire(number, "correct", "coordinator", aspect="")
    assert item(number).data == {"source": "a call"}
    with pytest.raises(BadInput):
        fire(number, "correct", "coordinator", title="")
    with refused(NotPossible, "nothing was changed"):
        fire(number, "correct", "coordinator", title="a matter", source="a call")


@pytest.mark.usefixtures("cast")
def test_the_form_of_a_correction_shows_todays_values() -> None:
    number = Stage().one("problems", "raised", source="a letter")
    form = queries.move_form(number, "correct", actor("coordinator"))
    assert (form.suggested["title"], form.suggested["source"]) == ("a matter", "a letter")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("list_key", WORK)
def test_nothing_is_corrected_once_it_is_closed(list_key: str) -> None:
    number = Stage().one(list_key, "closed")
    for trigger in ("correct", "raise_severity", "lower_severity", "move_unit"):
        with pytest.raises(NotPossible):
            fire(number, trigger, "director", title="other words")


@pytest.mark.usefixtures("cast")
def test_whoever_works_on_it_corrects_nothing() -> None:
    number = Stage().one("problems", "raised")
    fire(number, "assign", "coordinator", holder=PERSONAS["coordinator"].id, due_on=SOON)
    with pytest.raises(NotPermitted):
        fire(number, "correct", "coordinator", title="an easier matter")


@pytest.mark.usefixtures("cast")
def test_a_correction_needs_a_reason() -> None:
    number = Stage().one("problems", "raised")
    with refused(NotPossible, "at least ten characters"):
        fire(number, "correct", "coordinator", comment="short", title="x")


@pytest.mark.usefixtures("cast")
def test_a_higher_class_has_its_plan_approved_anew_and_no_more_time() -> None:
    number = Stage().one("problems", "assigned", severity="general")
    fire(number, "sign_for", "branch-head")
    fire(number, "submit_plan", "branch-head", cause="this", plan="that")
    Stage().many("tasks", "raised", 1, parents=[number])
    fire(number, "approve_plan", "committee")
    before = clock_of(number)
    fire(number, "raise_severity", "coordinator", severity="key")
    found = item(number)
    assert (found.severity, clock_of(number)[:3]) == ("key", before[:3])
    assert "plan_state" not in found.process
    assert last_of(number) == [("severity", "一般", "重点")]
    with pytest.raises(NotPossible):
        fire(number, "raise_severity", "coordinator", severity="minor")


@pytest.mark.usefixtures("cast")
def test_a_lower_class_is_for_whoever_decides_on_closing() -> None:
    number = Stage().one("problems", "raised", severity="major")
    for who in ("coordinator", "director", "branch-head", "inspector"):
        with pytest.raises(NotPermitted):
            fire(number, "lower_severity", who, severity="minor")
    fire(number, "lower_severity", "leader", severity="minor")
    assert item(number).severity == "minor"


@pytest.mark.usefixtures("cast")
def test_a_former_holder_does_not_judge_after_the_unit_was_corrected() -> None:
    number = Stage().one("problems", "raised")
    fire(number, "assign", "coordinator", holder=PERSONAS["verifier"].id, due_on=SOON)
    before = clock_of(number)
    head = PERSONAS["outsider"].id
    with refused(NotPossible, "holds no post in the new unit"):
        fire(number, "move_unit", "coordinator", unit=OTHER_BRANCH, holder=HOLDER)
    fire(number, "move_unit", "coordinator", unit=OTHER_BRANCH, holder=head)
    found = item(number)
    assert (found.scope, found.holder_id) == (PATHS[OTHER_BRANCH], head)
    assert clock_of(number) == before
    fire(number, "rectify", "outsider", statement="done", pledge=True, evidence=True)
    with refused(NotPermitted, "assigned to before"):
        fire(number, "verify", "verifier", **LOOKS)
    fire(number, "verify", "verifier-2", **LOOKS)


def doubles(due: str = SOON, other: str = SOON, **fields: Any) -> tuple[str, str]:
    """Return an assigned problem and another one of its unit that it doubles."""
    found = Stage().many("problems", "raised", 2, **fields)
    for number, on in zip(found, (due, other), strict=True):
        fire(number, "assign", "coordinator", holder=HOLDER, due_on=on)
    return found[0], found[1]


@pytest.mark.usefixtures("cast")
def test_a_double_goes_into_the_other_and_its_number_leads_on() -> None:
    number, into = doubles()
    task, done = Stage().many("tasks", "assigned", 2, parents=[number, number])
    for trigger, who, fields in (
        ("rectify", "branch-head", {"statement": "x", "evidence": True}),
        ("verify", "verifier", LOOKS),
        ("close", "committee", {}),
    ):
        fire(done, trigger, who, **fields)
    fire(number, "merge", "coordinator", into=into)
    merged, stays = item(number), item(into)
    assert (merged.state, merged.due_at, merged.rung_at) == ("withdrawn", None, None)
    assert (merged.process["merged_into"], stays.process["merged"]) == (into, [number])
    assert item(task).parent_id == stays.id
    assert item(done).parent_id == merged.id
    assert clock_of(task)[0] is not None


@pytest.mark.usefixtures("cast")
def test_whoever_raised_or_worked_on_the_double_does_not_judge_the_one_that_stays() -> None:
    [number] = Stage().many("problems", "raised", 1)
    into = commands.raise_item("problems", actor("discipline"), now=START, fields={
        "title": "a double", "unit": BRANCH, "severity": "minor"}).number  # fmt: skip
    fire(into, "assign", "coordinator", holder=HOLDER, due_on=SOON)
    fire(number, "assign", "coordinator", holder=PERSONAS["verifier"].id, due_on=SOON)
    fire(number, "merge", "director", into=into)
    fire(into, "rectify", "branch-head", statement="done", pledge=True, evidence=True)
    with refused(NotPermitted, "assigned to before"):
        fire(into, "verify", "verifier", **LOOKS)
    assert PERSONAS["inspector"].id in item(into).duties["raiser"]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("due", "other", "sentence"),
    [(SOON, LATER, "merging puts no date off"), (LATER, SOON, "")],
)
def test_merging_puts_no_date_off(due: str, other: str, sentence: str) -> None:
    number, into = doubles(due, other)
    if not sentence:
        fire(number, "merge", "coordinator", into=into)
        return
    with refused(NotPossible, sentence):
        fire(number, "merge", "coordinator", into=into)


@pytest.mark.usefixtures("cast")
def test_merging_lowers_no_class_and_leads_to_nothing_of_another_unit_or_closed() -> None:
    stage = Stage()
    number = stage.one("problems", "raised", severity="general")
    lower, elsewhere = stage.one("problems", "raised"), stage.one(
        "problems", "raised", severity="general", unit=OTHER_BRANCH)  # fmt: skip
    with refused(NotPossible, "in a lower class"):
        fire(number, "merge", "coordinator", into=lower)
    for into in (elsewhere, stage.one("problems", "closed"), number, "P2026-9999"):
        with refused(NotPossible, "not the number of another problem"):
            fire(number, "merge", "coordinator", into=into)


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("list_key", WORK)
def test_the_raiser_takes_back_what_nobody_has_touched(list_key: str) -> None:
    who = "inspector" if list_key == "problems" else "director"
    number, touched = Stage().many(list_key, "raised", 2)
    fire(touched, "correct", "coordinator", title="better words")
    fire(number, "retract", who)
    assert item(number).state == "withdrawn"
    with refused(NotPossible, "somebody has dealt with it already"):
        fire(touched, "retract", who)
    with pytest.raises(WorkflowError):
        fire(Stage().one(list_key, "assigned"), "retract", who)
    with pytest.raises(NotPermitted):
        fire(Stage().one(list_key, "raised"), "retract", "coordinator")


@pytest.mark.usefixtures("cast")
def test_many_are_corrected_at_once() -> None:
    numbers = Stage().many("problems", "raised", 3)
    asked = [
        commands.Request(n, "correct", {"source": "a letter"}, comment=REASON) for n in numbers
    ]
    told = commands.decide(asked, actor("coordinator"), START)
    assert not any(isinstance(each, WorkflowError) for each in told)
    assert {item(n).data["source"] for n in numbers} == {"a letter"}
