"""The condition of the service: what a machine is told, and what administrators read."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from rectify.service.processes import QUEUES as PROCESSES
from tests.cast import PASSWORD
from tests.escalation.late_items import assigned, set_clock
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from web.pages.condition import JOBS, QUEUES
from worker.timetable import entries
from workflow.audit.invariants.check_job import check
from workflow.escalation import breaker
from workflow.ops import heartbeats
from workflow.ops.health import readiness


@pytest.fixture
def broken(stranger: Visitor, database: Database) -> str:
    """A number that has gone missing, and the number of an item whose history has a hole."""
    number = stories.rectified()
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE events DISABLE TRIGGER USER")
        owner.execute("DELETE FROM events WHERE seq = 2")
        owner.execute("ALTER TABLE events ENABLE TRIGGER USER")
    check()
    return number


def test_all_in_order_is_said_in_one_line(enter: Entering) -> None:
    stories.rectified()
    check()
    page = enter("system-admin").text("/condition")
    assert "一切正常" in page
    assert "不符" not in page.split("必须始终成立")[1]


def test_the_auditor_reads_which_items_break_what_and_the_operator_how_many(
    broken: str, enter: Entering
) -> None:
    for login, named in (("audit-admin", True), ("system-admin", False)):
        page = enter(login).text("/condition")
        assert "有1处不符" in page, login
        assert (broken in page) == named, login


def test_records_that_are_wrong_or_late_do_not_take_the_web_away(
    broken: str, stranger: Visitor
) -> None:
    heartbeats.beat("seal", timedelta(0), problem="the disk is full")
    answer = stranger.get("/readyz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json.keys() == {"status", "failing", "at"}
    assert (answer.json["status"], answer.json["failing"]) == ("ok", [])
    assert readiness().late == ("timetable", "invariants")


def test_a_job_in_trouble_is_shown_with_its_words(enter: Entering) -> None:
    heartbeats.beat("seal", timedelta(0), problem="the disk is full")
    page = enter("system-admin").text("/condition")
    assert "the disk is full" in page
    assert "异常：" in page


def test_the_breaker_is_asked_for_by_one_and_released_by_another(
    enter: Entering, database: Database
) -> None:
    assigned(breaker.LEAST + 1)
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        set_clock(owner, "2026-03-23 10:00+08")
        admin, auditor = enter("system-admin", "en"), enter("audit-admin", "en")
        assert "would escalate 51 items" in admin.text("/condition")
        short = admin.post("/condition/breaker/ask", {"reason": "fine"}, page="/condition")
        assert short.status_code == 422
        assert "at least ten characters" in words(short)
        assert "fine</textarea>" in short.text
        reason = {"reason": "the clock was compared"}
        assert admin.post("/condition/breaker/ask", reason, page="/condition").status_code == 303
        assert "Another person who may see this page has to agree" in admin.text("/condition")
        own = admin.post("/condition/breaker/agree", page="/condition")
        assert own.status_code == 403
        assert "cannot agree" in words(own)
        page = auditor.text("/condition")
        assert "冯涛" in page
        assert "the clock was compared" in page
        owner.execute("UPDATE sign_ins SET proved_at = proved_at - interval '6 minutes'")
        unproved = auditor.post("/condition/breaker/agree", page="/condition")
        assert unproved.status_code == 403
        proof = {"proof": PASSWORD}
        done = auditor.post("/condition/breaker/agree", proof, page="/condition")
        assert done.status_code == 303
        assert "Escalation is held back" not in auditor.text("/condition")
        assert enter("director").post("/condition/breaker/agree", page="/").status_code == 404


def test_every_job_of_the_timetable_has_a_name_that_people_read(enter: Entering) -> None:
    assert JOBS.keys() == {"queues", *(entry.name for entry in entries())}
    assert QUEUES.keys() == {*PROCESSES}
    heartbeats.beat("seal", timedelta(0))
    heartbeats.note_queue("upkeep", timedelta(seconds=7), 2, 1)
    page = enter("system-admin").text("/condition")
    assert "封存办理过程" in page
    assert "摘要、封存与维护 2 7秒 1" in page
