"""The pages of the ladders: drafted, previewed, published, and read by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from tests.cast import PASSWORD, Persona
from tests.escalation.ladders.drafts import form, keep, put_in_force, rows
from tests.escalation.late_items import assigned, set_clock
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.visitor import words

PAGE = "/ladders/problems/assigned/all"


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-02 11:00+08")
        yield connection


def test_a_draft_is_kept_shown_and_published_with_a_proof(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    assigned(2)
    keeper = enter("security-admin", "en")
    answer = keeper.post(PAGE, form("2026-03-10", rows((1, 1), (2, 2), (3, 4))))
    assert answer.status_code == 303, words(answer)
    draft = answer.location
    page = keeper.text(draft)
    assert "2 open items climb this ladder" in page
    assert "灭火器" not in page  # whoever sets ladders sees no items
    owner.execute("UPDATE sign_ins SET proved_at = proved_at - interval '6 minutes'")
    refused = keeper.post(f"{draft}/publish", {}, page=draft)
    assert refused.status_code == 403
    done = keeper.post(f"{draft}/publish", {"proof": PASSWORD}, page=draft)
    assert (done.status_code, done.location) == (303, PAGE)
    shown = keeper.text(PAGE)
    assert "to come" in shown
    assert "Take back" in shown
    assert "another edition from 2026-03-10" in enter("branch-head", "en").text("/ladders")


@pytest.mark.usefixtures("owner")
def test_faults_name_row_and_column_and_nothing_typed_is_lost(enter: Entering) -> None:
    keeper = enter("security-admin")
    wrong = form("2026-03-02", rows((2, 3)))
    answer = keeper.post(PAGE, wrong | {"zh_0": "特别督办", "offset_0": "三"})
    page = words(answer)
    assert answer.status_code == 422
    assert "第1级，天数：请填整数天数" in page
    assert 'value="特别督办"' in answer.text
    assert 'value="三"' in answer.text


@pytest.mark.usefixtures("owner")
def test_who_signs_is_chosen_in_the_form_and_shown_to_everybody(enter: Entering) -> None:
    keeper = enter("security-admin", "en")
    warning, notice = rows((1, 1), (2, 2))
    chosen = [warning, replace(notice, signer="party_group_secretary")]
    wrong = form("2026-03-10", chosen) | {"signer_0": "leader_in_charge"}
    refused = keeper.post(PAGE, wrong)
    assert refused.status_code == 422
    assert "rung 1, who signs: nobody can be chosen" in words(refused)
    assert keeper.post(PAGE, form("2026-03-10", chosen)).status_code == 303
    assert 'value="party_group_secretary" selected' in keeper.get(PAGE).text
    put_in_force("2026-03-11", chosen)
    reader = enter("branch-head", "en").text(PAGE)
    assert "signed by: secretary of the party group" in reader
    assert "signed by: leader in charge" in reader  # today, as usual


@pytest.mark.usefixtures("owner")
def test_everybody_reads_the_ladders_and_only_their_keeper_changes_them(enter: Entering) -> None:
    draft = keep("2026-03-10", rows((1, 1)))
    edition = put_in_force("2026-03-20", rows((1, 1)), ("tasks", "assigned", "")).id
    for login in ("branch-head", "secretary", "system-admin", "audit-admin"):
        visitor = enter(login)
        assert visitor.get("/ladders").status_code == 200
        page = visitor.get(PAGE)
        assert page.status_code == 200
        assert 'name="offset_0"' not in page.text
        assert visitor.get(f"/ladders/drafts/{draft}").status_code == 403
        for path in (PAGE, f"/ladders/drafts/{draft}/publish", f"/ladders/{edition}/take-back"):
            assert visitor.post(path, {}, page="/account").status_code == 403, path


@pytest.mark.usefixtures("owner")
def test_an_edition_is_taken_back_before_its_day(enter: Entering) -> None:
    edition = put_in_force("2026-03-20", rows((1, 1))).id
    keeper = enter("security-admin", "en")
    assert keeper.post(f"/ladders/{edition}/take-back", page=PAGE).status_code == 303
    assert "to come" not in keeper.text(PAGE)
    assert keeper.post(f"/ladders/{edition}/take-back", page=PAGE).status_code == 404


def test_what_is_no_ladder_is_not_there(enter: Entering) -> None:
    visitor = enter("security-admin")
    for path in ("problems/closed/all", "problems/assigned/huge", "nonsense/assigned/all"):
        assert visitor.get(f"/ladders/{path}").status_code == 404
