"""The demonstration: complete, believable, quick to load and never loaded twice."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image

from rectify.demo import LEDGER, load, pictures, workbook
from rectify.demo.organisation import DATA, PASSWORD, rows
from workflow.accounts import sign_in
from workflow.audit.verifying import verify
from workflow.engine.loading import CLOCK
from workflow.errors import NotPossible
from workflow.escalation import demo_clock
from workflow.imports.ledger.reading import read_ledger_bytes
from workflow.inspections.candidates.gathering import gather
from workflow.platform import db
from workflow.profession.roles import ROLES

TODAY = date(2026, 11, 24)
LOGINS = ["inspector", "coordinator", "director", "branch-head", "verifier", "verifier-2",
          "committee-member", "committee-member-2", "committee", "discipline", "leader",
          "secretary", "system-admin", "security-admin", "audit-admin"]  # fmt: skip


def select(url: str, query: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def test_the_workbook_says_the_same_as_its_source() -> None:
    book = read_ledger_bytes(LEDGER.read_bytes(), "ledger.xlsx", TODAY)
    source = read_ledger_bytes((DATA / "ledger.csv").read_bytes(), "ledger.csv", TODAY)
    assert [(p.row, p.key, p.text) for p in book.problems] == [
        (p.row, p.key, p.text) for p in source.problems
    ]
    assert (book.rows_read, book.dated) == (source.rows_read, source.dated)


def test_the_workbook_is_made_the_same_every_time(tmp_path: Path) -> None:
    workbook.write(tmp_path / "first.xlsx")
    workbook.write(tmp_path / "second.xlsx")
    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "second.xlsx").read_bytes()


def test_the_ledger_is_long_enough_and_has_every_kind_of_deadline() -> None:
    ledger = read_ledger_bytes(LEDGER.read_bytes(), "ledger.xlsx", TODAY)
    assert len(ledger.problems) >= 84
    assert ledger.can_go_in
    kinds = Counter(problem.deadline.kind for problem in ledger.problems)
    assert {"date", "period", "immediate", "long_term", "unknown"} <= kinds.keys()
    days = [p.deadline.due for p in ledger.problems if p.deadline.due]
    assert min(days) < date(2026, 4, 1)
    assert max(days) == date(2027, 3, 31)
    assert {p.severity for p in ledger.problems} == {"minor", "general", "major", "key"}


def test_the_organisation_has_its_size_and_every_branch_its_three_levels() -> None:
    units = {row["code"]: row for row in rows("organisation.csv")}
    kinds = Counter(row["kind"] for row in units.values())
    assert kinds == {
        "party_group": 1,
        "office_committee": 1,
        "general_branch": 2,
        "branch": 9,
        "group": 8,
    }
    assert len(rows("people.csv")) == 30
    held = {(row["role"], row["unit"]) for row in rows("posts.csv") if not row["to"]}
    for code, row in units.items():
        if row["kind"] == "branch":
            above = row["parent"]
            assert ("branch_secretary", code) in held
            assert {("general_branch_secretary", above), ("office_party_secretary", above)} & held
    assert ("party_group_secretary", "bureau") in held
    roles = Counter(row["role"] for row in rows("posts.csv"))
    assert roles["verifier"] >= 3
    assert roles["committee_member"] >= 3
    assert set(roles) <= set(ROLES)


def test_no_administrator_holds_a_working_post() -> None:
    roles: dict[str, set[str]] = {}
    for row in rows("posts.csv"):
        roles.setdefault(row["name"], set()).add(row["role"])
    for held in roles.values():
        if held & {"system_admin", "security_admin", "audit_admin"}:
            assert len(held) == 1


def test_every_sign_in_that_is_shown_works(loaded: str) -> None:
    people, password = load()
    assert [login for login, _ in people] == LOGINS
    assert password == PASSWORD
    for login in LOGINS:
        assert sign_in(login, password)


def test_every_row_of_the_ledger_is_a_problem_and_some_are_in_every_state(loaded: str) -> None:
    states = dict(
        select(
            loaded,
            "SELECT state, count(*) FROM items WHERE list_key = 'problems'"
            " AND NOT process ? 'finding' GROUP BY 1",
        )
    )
    assert sum(states.values()) == len(list(csv.reader(io.StringIO(_ledger())))) - 5
    assert set(states) == {"raised", "assigned", "rectified", "verified", "closed", "withdrawn"}
    assert states["closed"] > 40
    overdue = select(
        loaded,
        "SELECT number FROM items WHERE list_key = 'problems' AND state = 'assigned'"
        " AND due_at < '2026-11-24'",
    )
    assert len(overdue) >= 8


def test_nothing_is_left_under_a_problem_that_is_closed_or_withdrawn(loaded: str) -> None:
    left = select(
        loaded,
        "SELECT c.number FROM items c JOIN items p ON p.id = c.parent_id"
        " WHERE p.list_key = 'problems' AND p.state IN ('closed', 'withdrawn')"
        " AND c.list_key IN ('tasks', 'responsibilities') AND c.state <> p.state",
    )
    assert left == []


def _ledger() -> str:
    return (DATA / "ledger.csv").read_text(encoding="utf-8")


def test_lateness_has_led_to_documents_some_of_which_wait_for_people(loaded: str) -> None:
    found = dict(
        select(
            loaded,
            "SELECT list_key || ' ' || state, count(*) FROM items WHERE list_key IN"
            " ('supervisions', 'interviews', 'accountabilities', 'appeals',"
            " 'extensions') GROUP BY 1",
        )
    )
    assert {"supervisions closed", "supervisions acknowledged", "supervisions raised"} <= set(found)
    assert {"interviews follow_up", "accountabilities raised", "extensions raised"} <= set(found)
    assert {"interviews closed", "accountabilities closed", "appeals accepted"} <= set(found)


def test_one_look_back_is_past_its_day_and_some_of_it_held_some_came_back_one_waits(
    loaded: str,
) -> None:
    ((plan,),) = select(loaded, "SELECT id FROM look_backs WHERE called_at IS NOT NULL")
    counted = dict(
        select(
            loaded,
            "SELECT trigger, count(*) FROM events WHERE trigger LIKE '%\\_look\\_back' GROUP BY 1",
        )
    )
    assert counted["fail_look_back"] == 1
    assert counted["pass_look_back"] >= 1
    assert counted["call_look_back"] == counted["pass_look_back"] + 2
    ((waiting,),) = select(
        loaded,
        "SELECT count(*) FROM items WHERE process #>> '{look_back,state}' = 'called'"
        f" AND process #>> '{{look_back,by}}' = '{plan}'",
    )
    assert waiting == 1


def test_a_round_of_checks_is_half_way_and_what_failed_is_a_problem_or_a_candidate(
    loaded: str,
) -> None:
    checks = dict(
        select(
            loaded,
            "SELECT data ->> 'kind' || ' ' || state, count(*) FROM items"
            " WHERE list_key = 'checks' GROUP BY 1",
        )
    )
    assert checks == {
        "quarterly published": 1, "quarterly confirmed": 1, "quarterly submitted": 2,
        "quarterly under_way": 1, "quarterly planned": 4, "self_check submitted": 1,
    }  # fmt: skip
    found = select(
        loaded,
        "SELECT process #>> '{finding,line}', state FROM items WHERE list_key = 'problems'"
        " AND process ? 'finding'",
    )
    assert found == [("1.3", "raised")]
    gather()
    candidates = select(
        loaded, "SELECT kind, count(*) FROM candidates WHERE kind = 'failing_line' GROUP BY 1"
    )
    assert candidates == [("failing_line", 2)]


def test_the_office_has_targets_returns_and_complaints_at_every_stage(loaded: str) -> None:
    found = select(
        loaded,
        "SELECT list_key || ' ' || state FROM items WHERE list_key IN ('returns', 'complaints')"
        " ORDER BY 1",
    )
    assert [one for (one,) in found] == [
        "complaints received", "complaints replied", "returns accepted", "returns submitted",
    ]  # fmt: skip
    assert select(loaded, "SELECT count(*) FROM register_entries WHERE register = 'targets'") == [
        (3,)
    ]


def test_nobody_worked_on_an_item_and_approved_it(loaded: str) -> None:
    bad = select(
        loaded,
        "SELECT number FROM items, jsonb_array_elements(duties -> 'rectifier') AS one"
        " WHERE duties -> 'verifier' @> one OR duties -> 'decider' @> one",
    )
    assert bad == []


def test_history_is_in_the_order_of_time_and_none_of_it_lies_ahead(loaded: str) -> None:
    backward = select(
        loaded,
        "SELECT a.item_id, a.seq FROM events a JOIN events b"
        " ON b.item_id = a.item_id AND b.seq = a.seq + 1 WHERE b.at < a.at",
    )
    assert backward == []
    assert select(loaded, f"SELECT count(*) FROM events WHERE at > {CLOCK}") == [(0,)]


def test_the_audit_trail_of_the_demonstration_is_whole(loaded: str) -> None:
    with db.connect() as connection:
        assert list(verify(connection, lambda _: None)) == []


def test_only_todays_mail_is_left_to_send_and_old_news_is_read(loaded: str) -> None:
    ((waiting,),) = select(loaded, "SELECT count(*) FROM outbox WHERE delivered_at IS NULL")
    ((unread,),) = select(loaded, "SELECT count(*) FROM inbox WHERE read_at IS NULL")
    assert waiting < 60
    assert unread < 120


def test_photos_are_kept_as_evidence(loaded: str) -> None:
    pieces = select(
        loaded,
        "SELECT DISTINCT piece ->> 'sha256', piece ->> 'kind'"
        " FROM items, jsonb_array_elements(evidence) AS piece WHERE piece ->> 'kind' = 'photo'",
    )
    assert len(pieces) == 2 * len(pictures.SCENES)
    assert {kind for _, kind in pieces} == {"photo"}


@pytest.mark.parametrize("scene", pictures.SCENES)
def test_a_scene_looks_different_before_and_after(
    scene: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    db.close()
    before, after = pictures.photos(scene)
    assert before.sha256 != after.sha256
    assert (before.name, after.name) == ("整改前.jpg", "整改后.jpg")
    stored = next(tmp_path.glob(f"evidence/*/{after.sha256}"))
    with Image.open(stored) as image:
        assert image.size == (1280, 960)
    db.close()


def test_the_clock_of_a_demonstration_may_be_moved(loaded: str) -> None:
    assert demo_clock.is_demo()


def test_loading_again_changes_nothing(loaded: str) -> None:
    query = "SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM events)"
    before = select(loaded, query)
    load()
    assert select(loaded, query) == before


def test_a_load_that_was_interrupted_is_refused_and_says_what_to_do(loaded: str) -> None:
    with psycopg.connect(loaded, autocommit=True) as connection:
        connection.execute("INSERT INTO instance VALUES ('demo_loading', 'yes')")
        with pytest.raises(NotPossible, match="Remove the data folder"):
            load()
        connection.execute("DELETE FROM instance WHERE key = 'demo_loading'")
    load()
