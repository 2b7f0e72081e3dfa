"""Official documents: numbered without gaps, drafted and signed by two, served and answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import BUREAU, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.engine.stage import HOLDER, PHOTO, REASON, START, Stage
from tests.servers import Database
from workflow.declaration import Actor
from workflow.engine import commands
from workflow.errors import NotPermitted, NotPossible, WorkflowError
from workflow.profession.document_kinds import PAPERS
from workflow.profession.lists import LIST_TYPES

pytestmark = pytest.mark.usefixtures("cast")
NOTICE = {"basis": "x", "lag": "x", "demand": "x", "feedback": "x", "reply_days": 10}


@pytest.fixture
def app(database: Database) -> Any:
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        yield connection


def _fire(number: str, trigger: str, who: str | Actor, days: int = 0, **fields: Any) -> str:
    by = actor(who) if isinstance(who, str) else who
    now = START + timedelta(days=days)
    return commands.fire(number, trigger, by, fields=fields, comment=REASON, now=now).state


def _issued(app: psycopg.Connection[Any], number: str) -> list[dict[str, Any]]:
    row = app.execute("SELECT process -> 'documents' FROM items WHERE number = %s", [number])
    found: list[dict[str, Any]] = (row.fetchone() or [None])[0] or []
    return found


def _series(app: psycopg.Connection[Any], document: str) -> list[str]:
    rows = app.execute(
        "SELECT d ->> 'number' FROM items, jsonb_array_elements(process -> 'documents') AS d"
        " WHERE d ->> 'document' = %s ORDER BY 1",
        [document],
    )
    return [number for (number,) in rows]


def test_a_notice_is_numbered_in_the_name_of_the_signers_unit_as_it_is_signed(app: Any) -> None:
    number = Stage().one("supervisions", "drafted")
    assert _issued(app, number) == []
    _fire(number, "sign", "leader")
    assert _issued(app, number) == [
        {"document": "W04", "unit": BUREAU, "on": "2026-03-04", "number": "督〔2026〕1号"}
    ]


def test_each_document_unit_and_year_has_a_series_of_its_own(app: Any) -> None:
    stage = Stage()
    for number in stage.many("supervisions", "drafted", 2):
        _fire(number, "sign", "leader")
    [number] = stage.many("supervisions", "drafted", 1)
    _fire(number, "sign", replace(actor("leader"), posts=_at(OFFICE)))
    [number] = stage.many("supervisions", "drafted", 1)
    _fire(number, "sign", "leader", days=320)
    stage.one("interviews", "noticed")
    told = ["督〔2026〕1号", "督〔2026〕1号", "督〔2026〕2号", "督〔2027〕1号"]
    assert _series(app, "W04") == told
    assert _series(app, "W06") == ["约〔2026〕1号"]


def _at(unit: int) -> Any:
    [post] = actor("leader").posts
    return (replace(post, unit_id=unit, path="/1/2/"),)


def test_what_is_refused_or_too_late_leaves_no_gap(app: Any) -> None:
    numbers = Stage().many("supervisions", "drafted", 3)
    with pytest.raises(NotPermitted):
        _fire(numbers[0], "sign", "coordinator")
    with pytest.raises(WorkflowError, match="changed meanwhile"):
        commands.fire(numbers[0], "sign", actor("leader"), version=1, now=START)
    for number in numbers:
        _fire(number, "sign", "leader")
    assert _series(app, "W04") == [f"督〔2026〕{n}号" for n in (1, 2, 3)]


def test_a_number_whose_transaction_fails_is_given_to_the_next(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Stage().many("supervisions", "drafted", 2)

    def fails(*_: object) -> None:
        raise RuntimeError("the lights went out")

    with monkeypatch.context() as dark:
        dark.setattr("workflow.engine.batch.Batch.write", fails)
        with pytest.raises(RuntimeError):
            _fire(first, "sign", "leader")
    assert app.execute("SELECT count(*) FROM document_counters").fetchone() == (0,)
    _fire(second, "sign", "leader")
    assert _series(app, "W04") == ["督〔2026〕1号"]


def test_signing_side_by_side_and_in_bulk_gives_each_number_once(app: Any) -> None:
    one_by_one, in_bulk = (Stage().many("supervisions", "drafted", n) for n in (12, 120))
    requests = [commands.Request(number, "sign") for number in in_bulk]
    with ThreadPoolExecutor(4) as pool:
        signed = [pool.submit(_fire, number, "sign", "leader") for number in one_by_one]
        bulk = pool.submit(commands.decide, requests, actor("leader"), START)
        assert {done.result() for done in signed} == {"signed"}
        assert all(isinstance(told, commands.Done) for told in bulk.result())
    assert sorted(_series(app, "W04")) == sorted(f"督〔2026〕{n}号" for n in range(1, 133))


def test_whoever_drafts_a_notice_does_not_sign_it_nor_a_delegate_for_him() -> None:
    number = Stage().one("supervisions", "raised")
    both = replace(actor("leader"), posts=(*actor("leader").posts, *actor("coordinator").posts))
    _fire(number, "draft", both, **NOTICE)
    with pytest.raises(NotPermitted, match="You are whoever drafted it"):
        _fire(number, "sign", both)
    stand_in = Actor(PERSONAS["discipline"].id, "", actor("leader").posts, behind=both.person_id)
    with pytest.raises(NotPermitted, match="You are whoever drafted it"):
        _fire(number, "sign", stand_in)


def test_a_reminder_names_the_delay_and_moves_the_due_date(app: Any) -> None:
    number = Stage().one("supervisions", "served")
    with pytest.raises(NotPossible, match="the time for it is not over yet"):
        _fire(number, "remind", "coordinator", new_due="2026-03-30")
    _fire(number, "remind", "coordinator", days=16, new_due="2026-03-27")  # due on the 18th
    [row] = app.execute("SELECT process FROM items WHERE number = %s", [number])
    assert row[0]["reminders"] == [{"on": "2026-03-20", "late": 2, "due": "2026-03-27"}]
    assert [paper["number"] for paper in row[0]["documents"]] == ["督〔2026〕1号", "催〔2026〕1号"]


def test_what_is_never_answered_is_closed_as_unanswered_after_a_reminder() -> None:
    number = Stage().one("supervisions", "served")
    with pytest.raises(NotPossible, match="nobody has reminded of it yet"):
        _fire(number, "conclude", "leader", days=16)
    _fire(number, "remind", "coordinator", days=16, new_due="2026-03-23")
    with pytest.raises(NotPossible, match="the time for it is not over yet"):
        _fire(number, "conclude", "leader", days=17)
    assert _fire(number, "conclude", "leader", days=20) == "closed"


def test_only_one_level_above_interviews_and_in_person() -> None:
    number = Stage().one("interviews", "raised")  # of a branch secretary
    for too_high_or_low in ("secretary", "leader", "outsider"):
        with pytest.raises(WorkflowError):
            _fire(number, "approve", too_high_or_low)
    stand_in = Actor(PERSONAS["leader"].id, "", actor("committee").posts,
                     behind=PERSONAS["committee"].id)  # fmt: skip
    with pytest.raises(NotPermitted, match="not a delegate"):
        _fire(number, "approve", stand_in)
    assert _fire(number, "approve", "committee") == "approved"


def test_a_member_is_interviewed_by_the_secretary_of_the_branch() -> None:
    [number] = Stage().many("interviews", "raised", 1, holder=PERSONAS["member"].id)
    with pytest.raises(NotPermitted, match="one level above"):
        _fire(number, "approve", "committee")
    assert _fire(number, "approve", "branch-head") == "approved"


def test_only_somebody_in_post_around_the_unit_is_interviewed() -> None:
    with pytest.raises(NotPossible, match="holds no post in this unit"):
        Stage().many("interviews", "raised", 1, holder=PERSONAS["outsider"].id)
    problem = Stage().one("problems", "raised", unit=OTHER_BRANCH)
    with pytest.raises(NotPossible, match="nobody is concerned"):
        Stage().many("supervisions", "raised", 1, parents=[problem])


def test_an_interview_is_rescheduled_once() -> None:
    number = Stage().one("interviews", "noticed")
    again = {"held_on": "2026-03-30", "held_at": "15:00", "place": "room 2"}
    with pytest.raises(NotPossible, match="write the time as 09:30"):
        _fire(number, "reschedule", "coordinator", **again | {"held_at": "3 pm"})
    with pytest.raises(NotPossible, match="3 working days ahead"):
        _fire(number, "reschedule", "coordinator", **again | {"held_on": "2026-03-06"})
    _fire(number, "reschedule", "coordinator", **again)
    with pytest.raises(NotPossible, match="once only"):
        _fire(number, "reschedule", "coordinator", **again)


def test_a_record_bears_three_signatures_of_three_people(app: Any) -> None:
    number = Stage().one("interviews", "recorded")
    with pytest.raises(NotPossible, match="the interviewee has not signed yet"):
        _fire(number, "countersign", "committee", days=20)
    _fire(number, "sign_record", "branch-head", days=20)
    with pytest.raises(NotPossible, match="has signed already"):
        _fire(number, "refuse_to_sign", "branch-head", days=20)
    _fire(number, "countersign", "committee", days=21)
    [row] = app.execute("SELECT process -> 'signatures' FROM items WHERE number = %s", [number])
    told = [(entry["as"], entry["by"]) for entry in row[0]]
    assert told == [
        ("recorder", PERSONAS["coordinator"].id),
        ("interviewee", HOLDER),
        ("interviewer", PERSONAS["committee"].id),
    ]


def test_a_record_that_is_not_signed_goes_on_with_the_refusal_noted(app: Any) -> None:
    first, second = Stage().many("interviews", "recorded", 2)
    _fire(first, "refuse_to_sign", "branch-head", days=20)
    with pytest.raises(NotPossible, match="the time for signing is not over yet"):
        _fire(second, "note_refusal", "coordinator", days=21)
    _fire(second, "note_refusal", "coordinator", days=26)
    for number in (first, second):
        [row] = app.execute("SELECT process -> 'signatures' FROM items WHERE number = %s", [number])
        assert row[0][-1]["refused"] == REASON
        assert _fire(number, "countersign", "committee", days=26) == "follow_up"


def test_neither_the_interviewee_nor_the_interviewer_records() -> None:
    number = Stage().one("interviews", "held")
    clerk = actor("coordinator").posts
    told = {"problems": "x", "explanation": "x", "demand": "x", "commitment": "x",
            "truthful": True}  # fmt: skip
    for who in ("committee", "branch-head"):
        both = replace(actor(who), posts=(*actor(who).posts, *clerk))
        for_him = Actor(PERSONAS["auditor"].id, "", clerk, behind=both.person_id)
        for_the_clerk = Actor(both.person_id, "", clerk, behind=PERSONAS["coordinator"].id)
        for by in (both, for_him, for_the_clerk):
            with pytest.raises(NotPermitted):
                _fire(number, "record", by, days=20, **told)
    assert _fire(number, "record", "coordinator", days=20, **told) == "recorded"


def test_a_returned_report_is_written_again() -> None:
    number = Stage().one("interviews", "reported")
    assert _fire(number, "return_report", "director", days=22) == "follow_up"
    commands.fire(number, "attach", actor("branch-head"), evidence=[PHOTO], now=START)
    assert _fire(number, "report_back", "branch-head", days=23, fulfilled="all") == "reported"


def test_every_document_that_a_move_issues_is_known() -> None:
    issued = {t.document for list_type in LIST_TYPES.values() for t in list_type.transitions}
    assert issued - {""} <= PAPERS.keys()
