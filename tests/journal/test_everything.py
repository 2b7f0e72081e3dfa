"""What else the journal tells: pages of confidential items, hand-overs, settings, self-service."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from psycopg.rows import dict_row

from tests.cast import BRANCH, OFFICE, PERSONAS, actor
from tests.engine.stage import Stage
from tests.web import stories
from workflow import accounts, organisation, queries
from workflow.journal.settings_change import note_settings
from workflow.organisation.regulations import TermOfOffice
from workflow.platform import db

pytestmark = pytest.mark.usefixtures("cast")
HEAD, MEMBER = (PERSONAS[login].id for login in ("branch-head", "branch-member"))


def noted(kind: str) -> list[dict[str, Any]]:
    with db.connect() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT * FROM journal WHERE kind = %s ORDER BY seq", [kind]
        ).fetchall()


def test_a_page_of_confidential_items_is_one_entry_with_all_numbers() -> None:
    numbers = [Stage().one("interviews", "raised") for _ in range(3)]
    queries.items("problems", actor("discipline"))
    assert noted("read") == []
    queries.items("interviews", actor("discipline"))
    [entry] = noted("read")
    assert (entry["subject_kind"], entry["subject_id"]) == ("list", "interviews")
    assert entry["details"]["items"] == numbers[::-1]
    queries.items("interviews", actor("branch-member"))  # sees none of them
    assert len(noted("read")) == 1


def test_the_page_of_a_problem_notes_which_confidential_children_it_showed() -> None:
    problem = stories.assigned()
    about = {"parents": [problem], "title": "x"}
    child = Stage().one("interviews", "raised", **about)
    for login, seen in (("discipline", [child]), ("branch-member", [])):
        before = len(noted("read"))
        queries.item(problem, actor(login))
        assert [e["details"]["items"] for e in noted("read")[before:]] == [seen] * bool(seen)


def test_the_first_page_notes_which_confidential_items_it_showed() -> None:
    number = Stage().one("interviews", "raised")
    committee = actor("committee")  # who is to approve it, and was told of it
    queries.waiting(committee)
    queries.inbox(committee)
    told = [(entry["details"]["what"], entry["details"]["items"]) for entry in noted("read")]
    assert told == [("waiting", [number]), ("notices", [number])]
    stories.raised()
    queries.waiting(actor("coordinator"))
    assert len(noted("read")) == 2


def test_a_hand_over_is_noted_with_the_items_that_went_over() -> None:
    numbers = [stories.assigned(), stories.assigned()]
    done = organisation.hand_over(actor("coordinator"), HEAD, MEMBER, "书记调任")
    [entry] = noted("hand_over")
    assert entry["actor_name"] == "周敏"
    assert entry["details"] == {"number": done.id, "to": MEMBER, "items": numbers}


def test_a_link_that_people_ask_for_themselves_is_noted_and_never_what_was_typed() -> None:
    accounts.ask_reset("branch-head")
    accounts.ask_reset("my-password-in-the-wrong-field")
    assert [entry["subject_id"] for entry in noted("link_sent")] == [str(HEAD), ""]
    assert "wrong-field" not in str(noted("link_sent"))


def test_every_change_of_a_unit_is_noted_with_what_was_and_what_is() -> None:
    admin = actor("system-admin")
    organisation.rename(admin, BRANCH, "新名")
    organisation.describe(admin, BRANCH, "agency", 12, 1)
    for last in (date(2027, 1, 1), date(2027, 2, 1)):
        organisation.set_term(admin, OFFICE, TermOfOffice(date(2024, 1, 2), last))
    told = [entry["details"] for entry in noted("unit")]
    assert (told[0]["was"], told[0]["name"]) == ("第一党支部", "新名")
    assert (told[1]["was"], told[1]["full"]) == (["", None, None, None], 12)
    assert (told[3]["was"][0], told[3]["ends_on"]) == ("2027-01-01", "2027-02-01")


def test_a_start_with_other_settings_is_noted_without_any_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert note_settings() == []
    monkeypatch.setenv("RECTIFY_UPLOAD_MIB", "30")
    monkeypatch.setenv("SMTP_URL", "smtp://me:hunter2@localhost:25")
    db.close()
    assert note_settings() == ["smtp_url", "upload_mib"]
    assert note_settings() == []
    entries = noted("setting")
    assert entries[1]["details"] == {"was": "20", "now": "30"}
    assert "hunter2" not in str(entries)
