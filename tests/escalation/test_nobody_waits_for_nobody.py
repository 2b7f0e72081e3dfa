"""Over random organisations and histories: whatever is open has somebody, or somebody was told.

The oracle reads only tables: posts, people, accounts, items, events and the inbox. It calls nothing
of the referral, the rules or the lists.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from tests.cast import BRANCH, BUREAU, OFFICE, OTHER_BRANCH, PATHS, PERSONAS, actor
from tests.engine.stage import PHOTO, REASON, START, Stage
from tests.servers import Database
from workflow.declaration import Actor, Post
from workflow.engine import commands
from workflow.errors import WorkflowError
from workflow.escalation.referral_sweep import look_again
from workflow.escalation.sweep import sweep

CASES = int(os.environ.get("RECTIFY_TEST_CASES", "6"))
DUTIES = ("raiser", "drafter", "interviewer", "recorder")
HANDED = {
    (key, state) for key in ("problems", "tasks", "responsibilities")
    for state in ("assigned", "rectified", "verified")
}  # fmt: skip
ABOVE = (
    "party_work_director", "office_party_secretary", "leader_in_charge", "party_group_secretary",
    "discipline_officer",
)  # fmt: skip
READERS = {"interviews", "accountabilities", "criticisms", "appeals"}
SHAPES = (
    ("problems", "raised"), ("problems", "assigned"), ("problems", "rectified"),
    ("problems", "verified"), ("tasks", "assigned"), ("responsibilities", "assigned"),
    ("supervisions", "served"), ("interviews", "follow_up"), ("extensions", "returned"),
    ("pauses", "raised"), ("criticisms", "published"), ("checks", "planned"), ("returns", "open"),
    ("checks", "submitted"), ("returns", "submitted"), ("complaints", "accepted"),
)  # fmt: skip
PEOPLE = [persona for persona in PERSONAS.values() if persona.id <= 17]
_ABLE = """
    SELECT t.person_id, t.role, u.path FROM appointments t JOIN units u ON u.id = t.unit_id
      JOIN people p ON p.id = t.person_id
     WHERE t.valid_from <= current_date AND coalesce(t.valid_to, 'infinity') >= current_date
       AND coalesce(p.left_on, 'infinity') > current_date
       AND EXISTS (SELECT FROM accounts a WHERE a.person_id = p.id AND a.active)"""

happenings = st.lists(
    st.one_of(
        st.tuples(st.just("leaves"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("comes back"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("post ends"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("account ends"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("moves"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("delegates"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("unit dissolved"), st.just(PEOPLE[0])),
        st.tuples(st.just("somebody acts"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("time passes"), st.sampled_from(PEOPLE)),
    ),
    min_size=3,
    max_size=9,
)


@pytest.fixture
def owner(cast: object, database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


@settings(
    max_examples=CASES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(st.sampled_from(SHAPES), min_size=2, max_size=4, unique=True), happenings)
def test_whatever_is_open_has_somebody_or_somebody_above_was_told_once(
    owner: psycopg.Connection[Any],
    shapes: list[tuple[str, str]],
    history: list[tuple[str, Any]],
) -> None:
    _begin_again(owner)
    for list_key, state in shapes:
        Stage().one(list_key, state)
    day = START
    for what, persona in history:
        day += timedelta(days=30) if what == "time passes" else timedelta(hours=2)
        _happen(owner, what, persona, day)
        look_again()
        if what == "time passes":
            sweep(day, confirmed=True)
        assert look_again() == 0, "the same is told again"
        assert _forgotten(owner) == [], (what, persona.login)
        assert _opened_against_the_gone(owner) == []
    assert _told_twice(owner) == []


def _begin_again(owner: psycopg.Connection[Any]) -> None:
    """Put everybody of the cast back, past every trigger; items of earlier examples are over."""
    _triggers(owner, "DISABLE")
    owner.execute("UPDATE items SET awaits = '', rung_at = NULL, due_at = NULL, state = 'closed'")
    owner.execute("DELETE FROM delegations")
    owner.execute("UPDATE units SET valid_to = NULL")
    owner.execute("UPDATE people SET left_on = NULL")
    owner.execute("UPDATE accounts SET active = true")
    for persona in PERSONAS.values():
        if persona.role:
            owner.execute(
                "UPDATE appointments SET valid_from = '2020-01-01', valid_to = NULL, unit_id = %s"
                " WHERE person_id = %s",
                [persona.unit_id, persona.id],
            )
    _triggers(owner, "ENABLE")
    owner.execute("DELETE FROM postponed")
    owner.execute("UPDATE organisation_version SET version = gen_random_uuid(), xact = ''")


def _triggers(owner: psycopg.Connection[Any], how: str) -> None:
    for table in ("items", "accounts", "people", "appointments"):
        owner.execute(f"ALTER TABLE {table} {how} TRIGGER USER")


def _happen(owner: psycopg.Connection[Any], what: str, persona: Any, day: Any) -> None:
    changes = {
        "leaves": "UPDATE people SET left_on = current_date WHERE id = %s",
        "comes back": "UPDATE people SET left_on = NULL WHERE id = %s",
        "post ends": "UPDATE appointments SET valid_to = current_date - 1 WHERE person_id = %s",
        "account ends": "UPDATE accounts SET active = false WHERE person_id = %s",
    }
    if what in changes:
        owner.execute(changes[what], [persona.id])
    elif what == "moves" and persona.unit_id == BRANCH:
        moved = "UPDATE appointments SET unit_id = %s WHERE person_id = %s"
        owner.execute(moved, [OTHER_BRANCH, persona.id])
    elif what == "delegates":
        owner.execute(
            "INSERT INTO delegations (principal_id, delegate_id, valid_from, valid_to, reason,"
            " made_at) VALUES (%s, 21, current_date, current_date + 3, 'away', now())",
            [persona.id],
        )
    elif what == "unit dissolved":
        owner.execute(
            "UPDATE appointments SET valid_to = current_date - 1 WHERE unit_id = %s", [BRANCH]
        )
        owner.execute("UPDATE units SET valid_to = current_date - 1 WHERE id = %s", [BRANCH])
    elif what == "somebody acts":
        _act(owner, persona, day)


def _act(owner: psycopg.Connection[Any], persona: Any, day: Any) -> None:
    """Let somebody try every move that needs no form, on everything that is open."""
    held = owner.execute(f"SELECT * FROM ({_ABLE}) able WHERE person_id = %s", [persona.id])
    posts = tuple(Post(row["role"], int(row["path"].split("/")[-2]), row["path"]) for row in held)
    who = Actor(persona.id, persona.name, posts)
    numbers = [
        row["number"] for row in owner.execute("SELECT number FROM items WHERE awaits <> ''")
    ]
    tried = ("sign_for", "rectify", "return", "close", "answer", "hand_over", "refuse", "lay_down")
    for number in numbers:
        for trigger in tried:
            fields = {"statement": "done", "pledge": True} if trigger == "rectify" else {}
            fields = {"holder": PERSONAS["leader"].id} if trigger == "hand_over" else fields
            try:
                commands.fire(
                    number, trigger, who, fields=fields, comment=REASON, now=day,
                    evidence=(PHOTO,) if trigger == "rectify" else (),
                )  # fmt: skip
                break
            except WorkflowError:
                continue


def _able(owner: psycopg.Connection[Any]) -> list[dict[str, Any]]:
    working = "('system_admin', 'security_admin', 'audit_admin')"
    return owner.execute(f"SELECT * FROM ({_ABLE}) able WHERE role NOT IN {working}").fetchall()


def _forgotten(owner: psycopg.Connection[Any]) -> list[str]:
    """Return the open items that nobody can act on, where somebody above could have been told."""
    able = _able(owner)
    items = owner.execute(
        "SELECT i.*, p.holder_id AS parents_holder FROM items i"
        " LEFT JOIN items p ON p.id = i.parent_id WHERE i.awaits <> ''"
    )
    return [
        f"{item['number']} {item['state']} waits for {item['awaits']}"
        for item in items.fetchall()
        if not _has_somebody(item, able) and _somebody_above(item, able)
    ]


def _has_somebody(item: dict[str, Any], able: list[dict[str, Any]]) -> bool:
    awaits = item["awaits"]
    if awaits == "holder":
        here = (item["list_key"], item["state"]) in HANDED
        return any(
            row["person_id"] in (item["holder_id"], item["parents_holder"])
            and (not here or item["scope"].startswith(row["path"]))
            for row in able
        )
    if awaits in DUTIES:
        return any(row["person_id"] in item["duties"].get(awaits, ()) for row in able)
    return any(row["role"] == awaits and item["scope"].startswith(row["path"]) for row in able)


def _somebody_above(item: dict[str, Any], able: list[dict[str, Any]]) -> bool:
    secret = item["list_key"] in READERS
    roles = [role for role in ABOVE if role != "office_party_secretary"] if secret else ABOVE
    return any(
        row["role"] in roles and row["role"] != item["awaits"]
        and item["scope"].startswith(row["path"])
        for row in able
    )  # fmt: skip


def _opened_against_the_gone(owner: psycopg.Connection[Any]) -> list[str]:
    """Return documents raised by the machine this minute about somebody who was not there."""
    rows = owner.execute(
        f"SELECT i.number FROM items i JOIN events e ON e.item_id = i.id AND e.seq = 1"
        f" WHERE e.actor_id IS NULL AND i.awaits <> '' AND i.parent_id IS NOT NULL"
        f"   AND i.state = 'raised' AND i.version = 1"
        f"   AND i.holder_id NOT IN (SELECT person_id FROM ({_ABLE}) able)"
    )
    return [row["number"] for row in rows]


def _told_twice(owner: psycopg.Connection[Any]) -> list[str]:
    """Return the items told upward twice in a row, for one relation to one role."""
    rows = owner.execute(
        "SELECT i.number, e.seq, e.trigger, e.changes -> 'process' -> 'referred' AS marks"
        "  FROM events e JOIN items i ON i.id = e.item_id ORDER BY i.id, e.seq"
    ).fetchall()
    last: dict[str, set[tuple[str, str]]] = {}
    twice = []
    for row in rows:
        newest = {
            (relation, mark["to"])
            for relation, mark in (row["marks"] or {}).items()
            if row["trigger"] == "refer" and mark["seq"] == row["seq"]
        }
        twice += [row["number"]] if newest & last.get(row["number"], set()) else []
        last[row["number"]] = newest
    return twice


def test_a_holder_who_leaves_is_chased_no_more_and_the_director_places_the_matter(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "assigned")
    owner.execute("UPDATE people SET left_on = current_date WHERE id = 4")
    sweep(START + timedelta(days=90), confirmed=True)
    opened = owner.execute("SELECT number FROM items WHERE list_key = 'supervisions'").fetchall()
    assert opened == []
    [item] = owner.execute("SELECT * FROM items WHERE number = %s", [number]).fetchall()
    assert (item["awaits"], item["rung_at"]) == ("party_work_director", None)
    told = owner.execute(
        "SELECT n.person_id FROM inbox n JOIN events e ON (e.item_id, e.seq) = (n.item_id, n.seq)"
        " WHERE e.trigger = 'refer'"
    ).fetchall()
    assert [row["person_id"] for row in told] == [PERSONAS["director"].id]
    successor = PERSONAS["branch-member"].id
    commands.fire(
        number, "hand_over", actor("director"), fields={"holder": successor}, comment=REASON,
        now=START + timedelta(days=91),
    )  # fmt: skip
    [item] = owner.execute("SELECT * FROM items WHERE number = %s", [number]).fetchall()
    assert (item["awaits"], item["holder_id"]) == ("holder", successor)
    assert item["rung_at"] is not None  # the ladder goes on, against whoever is responsible now


def test_a_vacant_office_is_stood_in_for_until_it_is_filled(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "raised")
    owner.execute("UPDATE accounts SET active = false WHERE person_id = 2")
    assert (look_again(), look_again()) == (1, 0)
    [item] = owner.execute("SELECT * FROM items WHERE number = %s", [number]).fetchall()
    assert item["awaits"] == "party_work_director"
    owner.execute("UPDATE accounts SET active = true WHERE person_id = 2")
    assert (look_again(), look_again()) == (1, 0)
    owner.execute("UPDATE people SET left_on = current_date WHERE id = 2")
    look_again()
    given = {"holder": PERSONAS["branch-head"].id, "due_on": "2026-04-30"}
    done = commands.fire(number, "assign", actor("director"), fields=given, now=START)
    assert done.state == "assigned"


def test_what_lies_at_the_top_is_told_to_the_top(owner: psycopg.Connection[Any]) -> None:
    number = Stage().one("problems", "raised", unit=BUREAU)
    [item] = owner.execute("SELECT * FROM items WHERE number = %s", [number]).fetchall()
    assert item["awaits"] == "leader_in_charge"
    commands.fire(number, "place", actor("leader"), fields={"unit": OFFICE}, now=START)
    [item] = owner.execute("SELECT * FROM items WHERE number = %s", [number]).fetchall()
    assert (item["scope"], item["awaits"]) == (PATHS[OFFICE], "party_work_clerk")
