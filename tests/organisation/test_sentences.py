"""Posts that overlap and codes that are taken are told in full; names and lateness on an item."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from tests import clock
from tests.approving import appointed
from tests.cast import BRANCH, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.servers import Database
from tests.web import stories
from workflow import organisation, queries
from workflow.engine.loading import read_now
from workflow.errors import BadInput
from workflow.escalation.demo_clock import set_clock
from workflow.organisation import appointing
from workflow.platform import connect

SECURITY = actor("security-admin")
HEAD, MEMBER, NOBODY = (PERSONAS[k].id for k in ("branch-head", "branch-member", "nobody"))
pytestmark = pytest.mark.usefixtures("cast")


def test_a_post_that_overlaps_is_refused_with_person_post_unit_and_days() -> None:
    for unit, person, role, field in (
        (BRANCH, HEAD, "branch_secretary", "person"),
        (BRANCH, MEMBER, "branch_secretary", "role"),
        (OFFICE, PERSONAS["system-admin"].id, "verifier", "person"),
    ):
        with pytest.raises(BadInput) as refused:
            organisation.appoint(SECURITY, unit, person, role)
        said = refused.value.fields[field]
        name = "冯涛" if role == "verifier" else "陈建国"
        assert name in said.en
        assert "from 2020-01-01 on" in said.en
        assert "自2020-01-01起" in said.zh
        assert ("Transport Bureau" if role == "verifier" else "First Branch") in said.en


def test_whoever_is_quicker_outside_of_the_desk_is_named_in_a_sentence(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = appointing._check_others
    monkeypatch.setattr(appointing, "_check_others", lambda *_: monkeypatch.undo())
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(
            "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
            " VALUES (%s, %s, 'audit_admin', '2026-01-01')",
            [NOBODY, OFFICE],
        )
    with pytest.raises(BadInput) as refused:
        organisation.appoint(SECURITY, BRANCH, NOBODY, "system_admin")
    assert "三员分立：韩雪" in refused.value.fields["person"].zh
    assert appointing._check_others is check


def test_a_code_that_is_taken_names_its_unit(database: Database) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE units SET code = 'B1' WHERE id = %s", [OTHER_BRANCH])
    with pytest.raises(BadInput) as refused:
        organisation.found(actor("system-admin"), BRANCH, "group", "一组", code="B1")
    assert "第二党支部" in refused.value.fields["code"].zh


def test_the_page_of_an_item_tells_the_old_name_and_whose_overdue_days_they_are() -> None:
    number = stories.assigned(days=1)
    with connect() as connection:
        set_clock(connection, read_now(connection) + timedelta(days=14))
    organisation.hand_over(actor("coordinator"), HEAD, MEMBER, "书记调任")
    with connect() as connection:
        set_clock(connection, read_now(connection) + timedelta(days=14))
    organisation.rename(actor("system-admin"), BRANCH, "新名", "New Name")
    view = queries.item(number, actor("leader"))
    assert (view.unit.zh, view.unit_then) == ("新名", ("第一党支部", "First Branch"))
    assert [name.zh for name, _ in view.late] == ["陈建国", "孙丽"]
    assert all(days > 4 for _, days in view.late)


def test_whom_a_form_offers_goes_by_the_clock_of_the_domain() -> None:
    begin = clock.today() + timedelta(days=20)
    appointed(BRANCH, NOBODY, "member", begin)
    assert NOBODY not in [choice.id for choice in queries.people_in_post("/1/2/3/")]
    with connect() as connection:
        set_clock(connection, read_now(connection) + timedelta(days=21))
    assert NOBODY in [choice.id for choice in queries.people_in_post("/1/2/3/")]
