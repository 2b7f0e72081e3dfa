"""The page of candidates, the line in the inbox that leads to it, and the same acts as calls."""

from __future__ import annotations

import pytest

from tests.cast import PERSONAS, actor
from tests.inspections.test_candidates import noted
from tests.web.conftest import Entering
from tests.web.routes import API
from tests.web.visitor import words
from web.app import create_app
from workflow import accounts
from workflow.inspections.candidates import queries

pytestmark = pytest.mark.usefixtures("cast")


def test_a_candidate_is_taken_up_or_dismissed_from_the_inbox(enter: Entering) -> None:
    first, second = noted(), noted(subject="2", title="党费收缴不及时")
    clerk = enter("coordinator", "en")
    assert "2 candidates for findings" in clerk.text("/")
    assert "candidates for findings" not in enter("branch-head", "en").text("/")
    page = clerk.text("/candidates")
    assert "会议记录补写" in page
    assert "Complaint 2" in page
    raising = f"/candidates/{first}/raise"
    assert "会议记录补写" in clerk.text(raising)
    filled = queries.candidate(actor("coordinator"), first).suggested
    wrong = clerk.post(raising, filled | {"title": ""}, raising)
    assert wrong.status_code == 422
    done = clerk.post(raising, filled | {"title": "会议记录事后补写"}, raising)
    assert done.status_code == 303, words(done)
    assert "会议记录事后补写" in clerk.text(done.location)
    assert clerk.post(raising, filled, "/candidates").status_code == 409
    away = f"/candidates/{second}/dismiss"
    assert clerk.post(away, {"reason": ""}, "/candidates").status_code == 422
    assert clerk.post(away, {"reason": "核实后已按期收缴到位"}, "/candidates").status_code == 303
    decided = clerk.text("/candidates?show=decided")
    assert "核实后已按期收缴到位" in decided
    assert "taken up as" in decided
    assert "candidates for findings" not in clerk.text("/")


def test_programs_do_the_same(enter: Entering) -> None:
    first, second = noted(), noted(subject="2")
    client = create_app().test_client()
    token = accounts.create_token(PERSONAS["inspector"].id, "x")
    bearer = {"Authorization": f"Bearer {token}"}
    told = client.get(f"{API}/candidates", headers=bearer).json or {}
    assert ([one["id"] for one in told["candidates"]], told["counts"]["complaint"]) == (
        [second, first], 2,
    )  # fmt: skip
    made = client.post(
        f"{API}/candidates/{first}/take-up", json={"fields": {"severity": "minor"}},
        headers=bearer | {"Idempotency-Key": "take-up"},
    )  # fmt: skip
    assert made.status_code == 201, made.text
    left = client.post(
        f"{API}/candidates/{second}/dismiss", json={"reason": "核实后认为反映的情况不属实"},
        headers=bearer | {"Idempotency-Key": "dismiss"},
    )  # fmt: skip
    assert left.status_code == 200, left.text
    one = client.get(f"{API}/candidates/{first}", headers=bearer).json or {}
    assert one["number"].startswith("P")
    assert enter("branch-head").get(f"/candidates/{first}/raise").status_code == 404
