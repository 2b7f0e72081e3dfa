"""Whoever is told, by mail or in the inbox, equals a set worked out by brute force.

The casts are random: posts held, ended and to come, people who have left, delegations, kinds of
mail that are not wanted. Everything that happens in them is compared, row by row.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.cast import PATHS, PERSONAS, Persona, actor, give_account
from tests.engine.stage import REASON, START, Stage, today
from tests.escalation.late_items import on, set_clock
from tests.profession.oracle.messages import Absence, Holding, World
from tests.profession.oracle.told import TOLD
from tests.servers import Database
from workflow.declaration import AT_ONCE, Email, Notice
from workflow.delivery.messages import digest_job
from workflow.engine import commands
from workflow.errors import WorkflowError
from workflow.escalation.sweep import sweep
from workflow.platform import db
from workflow.profession.lists import LIST_TYPES
from workflow.profession.roles import ADMINISTRATORS, ROLES

Owner = psycopg.Connection[dict[str, Any]]
CASTS = 4
STRANGERS = range(5000, 5030)
OPTIONAL = ("assigned", "asked", "answered", "digest")
FIRST = today()
DRAWN = [role for role in ROLES if role not in ADMINISTRATORS[1:]]  # nobody holds two of these
# The states in which something is left lying, so that its ladder is climbed.
LEFT = (
    ("problems", "assigned"), ("problems", "rectified"), ("problems", "verified"),
    ("tasks", "assigned"), ("responsibilities", "rectified"), ("supervisions", "raised"),
    ("supervisions", "drafted"), ("supervisions", "signed"), ("supervisions", "acknowledged"),
    ("interviews", "raised"), ("interviews", "approved"), ("interviews", "follow_up"),
    ("accountabilities", "raised"), ("accountabilities", "decided"),
    ("extensions", "raised"), ("extensions", "returned"), ("pauses", "running"),
)  # fmt: skip


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[Owner]:
    with psycopg.connect(database.owner_url, autocommit=True, row_factory=dict_row) as connection:
        for person in STRANGERS:
            connection.execute(
                "INSERT INTO people (id, name, email) VALUES (%s, %s, %s)",
                [person, f"stranger {person}", f"{person}@example.org"],
            )
            give_account(connection, person)
        yield connection


def come_and_go(owner: Owner, chance: Random, day: date) -> None:
    """Draw another cast around the people who act."""
    owner.execute("DELETE FROM delegations")
    owner.execute("DELETE FROM mail_choices")
    owner.execute("DELETE FROM appointments WHERE person_id >= 5000")
    for person in STRANGERS:
        left = chance.choice((None, None, None, day - timedelta(9), day, day + timedelta(20)))
        owner.execute("UPDATE people SET left_on = %s WHERE id = %s", [left, person])
        for role in chance.sample(DRAWN, chance.randrange(3)):
            begins = day + timedelta(chance.choice((-400, -400, -1, 0, 5)))
            ends = chance.choice((None, None, day - timedelta(1), day, day + timedelta(15)))
            if ends is None or ends >= begins:
                owner.execute(
                    "INSERT INTO appointments (person_id, unit_id, role, valid_from, valid_to)"
                    " VALUES (%s, %s, %s, %s, %s)",
                    [person, chance.choice([*PATHS]), role, begins, ends],
                )
    people = [*(p.id for p in PERSONAS.values() if p.role not in ADMINISTRATORS), *STRANGERS]
    for absent in chance.sample(people, len(people) // 2):
        begins = day + timedelta(chance.choice((-5, 0, 0, 1)))
        owner.execute(
            "INSERT INTO delegations (principal_id, delegate_id, valid_from, valid_to, reason,"
            " made_at, ended_at) VALUES (%s, %s, %s, %s, 'away', now(), %s)",
            [absent, chance.choice([p for p in people if p != absent]), begins,
             begins + timedelta(chance.choice((0, 2, 40))), chance.choice((None, None, START))],
        )  # fmt: skip
    for person in people:
        for kind in OPTIONAL:
            if chance.random() < 0.2:
                owner.execute("INSERT INTO mail_choices VALUES (%s, %s)", [person, kind])


def world(owner: Owner) -> World:
    """Read what decides, row by row."""
    posts = owner.execute(
        "SELECT a.person_id, a.role, u.path, a.valid_from, a.valid_to, p.left_on"
        " FROM appointments a JOIN units u ON u.id = a.unit_id JOIN people p ON p.id = a.person_id"
    ).fetchall()
    absences = owner.execute(
        "SELECT principal_id, delegate_id, valid_from, valid_to, ended_at IS NOT NULL AS over"
        " FROM delegations"
    ).fetchall()
    unwanted = owner.execute("SELECT person_id, kind FROM mail_choices").fetchall()
    left = owner.execute("SELECT id, left_on FROM people WHERE left_on IS NOT NULL").fetchall()
    found = World(
        [Holding(*row.values()) for row in posts],
        [Absence(*row.values()) for row in absences],
        {(row["person_id"], row["kind"]) for row in unwanted},
        {row["id"]: row["left_on"] for row in left},
    )
    for event in owner.execute("SELECT * FROM events ORDER BY item_id, seq").fetchall():
        found.events.setdefault(event["item_id"], []).append(event)
    return found


def compare(owner: Owner, seen: set[tuple[int, int]], day: date, counts: Counter[str]) -> None:
    """Compare every event that is new since the last time with the rows that it made."""
    known = world(owner)
    inbox = rows(owner, "SELECT item_id, seq, person_id, behind_id FROM inbox")
    outbox = rows(
        owner,
        "SELECT item_id, seq, person_id, kind, behind_id FROM outbox WHERE item_id IS NOT NULL",
    )
    for event in (event for events in known.events.values() for event in events):
        key = (event["item_id"], event["seq"])
        if key in seen:
            continue
        seen.add(key)
        told = {(person, behind) for person, (_, behind) in known.told(event, day).items()}
        assert inbox.get(key, set()) == told, event
        assert outbox.get(key, set()) == known.mails(event, day), event
        counts[event["list_key"]] += 1
        counts["told"] += len(told)
        counts["mailed"] += len(outbox.get(key, ()))
        counts["for another"] += sum(behind is not None for _, behind in told)
        counts["rung"] += event["trigger"] == "escalate"


def rows(owner: Owner, query: LiteralString) -> dict[tuple[int, int], set[tuple[Any, ...]]]:
    found: dict[tuple[int, int], set[tuple[Any, ...]]] = {}
    for row in owner.execute(query).fetchall():
        item, seq, *told = row.values()
        found.setdefault((item, seq), set()).add(tuple(told))
    return found


def act(chance: Random) -> None:
    """Bring items of every list into many states, and let people say something about them."""
    numbers: list[str] = []
    for list_key, state in LEFT:
        with contextlib.suppress(WorkflowError):  # in this cast somebody else would decide
            numbers.append(Stage().one(list_key, state))
    for list_key in TOLD:
        states = [s.key for s in LIST_TYPES[list_key].states if s.final]
        with contextlib.suppress(WorkflowError):
            Stage().one(list_key, chance.choice(states))
    for number in numbers:
        for login in chance.sample([*PERSONAS], 3):
            with contextlib.suppress(WorkflowError):
                commands.fire(number, "comment", actor(login), comment=REASON, now=START)
        for trigger in ("return", "refuse", "withdraw", "return_draft"):
            with contextlib.suppress(WorkflowError):
                login = chance.choice(("verifier", "committee", "director", "leader", "discipline"))
                commands.fire(number, trigger, actor(login), comment=REASON, now=START)


def test_who_is_told_in_random_casts_is_whom_brute_force_finds(owner: Owner) -> None:
    counts: Counter[str] = Counter()
    seen: set[tuple[int, int]] = set()
    for seed in range(CASTS):
        chance = Random(seed)
        set_clock(owner, str(on(FIRST.isoformat())))
        come_and_go(owner, chance, FIRST)
        db.close()
        act(chance)
        compare(owner, seen, FIRST, counts)
        for days in (9, 12, 16, 30, 55):
            day = FIRST + timedelta(days)
            set_clock(owner, str(on(day.isoformat())))
            assert sweep(confirmed=True).problem == ""
            compare(owner, seen, day, counts)
    for key in (*TOLD, "told", "mailed", "for another", "rung"):
        assert counts[key] > 5, counts


def test_who_gets_a_digest_in_random_casts_is_whom_brute_force_finds(owner: Owner) -> None:
    made = {(key, state): Stage().one(key, state) for key, state in LEFT}
    numbers = [number for (key, _), number in made.items() if key == "problems"]
    sizes = set()
    for seed in range(12):
        day = FIRST + timedelta(7 * seed + 7)
        chance = Random(seed)
        set_clock(owner, str(on(day.isoformat())))
        come_and_go(owner, chance, day)
        db.close()
        sweep(confirmed=True)
        commands.fire(chance.choice(numbers), "comment", actor("coordinator"), comment=REASON)
        expected = expected_digests(owner, day)
        assert digest_job.make() == len(expected)
        rows = owner.execute("SELECT person_id FROM outbox WHERE digest_on = %s", [day])
        assert {row["person_id"] for row in rows} == expected
        sizes.add(len(expected))
    assert len(sizes) > 4


def expected_digests(owner: Owner, day: date) -> set[int]:
    items = owner.execute("SELECT * FROM items WHERE awaits <> ''").fetchall()
    news = owner.execute(
        "SELECT n.person_id, n.behind_id, i.holder_id, i.scope, i.list_key, EXISTS (SELECT FROM"
        " outbox o WHERE (o.person_id, o.item_id, o.seq) = (n.person_id, n.item_id, n.seq))"
        " AS mailed FROM inbox n JOIN items i ON i.id = n.item_id"
        " WHERE n.read_at IS NULL AND n.digest_on IS NULL"
    ).fetchall()
    return world(owner).digests(items, news, day)


@pytest.mark.parametrize("key", ["supervisions", "interviews", "accountabilities"])
def test_a_mail_to_the_one_concerned_by_a_paper_is_served_so_that_no_choice_hides_it(
    key: str,
) -> None:
    mails = [
        effect.kind
        for transition in LIST_TYPES[key].transitions
        for effect in transition.effects
        if isinstance(effect, Email) and "holder" in effect.to
    ]
    assert mails
    assert {*mails} == {"served"}
    assert not AT_ONCE["served"].optional


def test_the_table_of_the_oracle_names_every_move_and_rung_that_tells_somebody() -> None:
    for key in TOLD:
        list_type = LIST_TYPES[key]
        moves = {
            t.trigger
            for t in list_type.transitions
            if any(isinstance(effect, (Email, Notice)) for effect in t.effects)
        }
        rungs = {rung.key for state in list_type.states for rung in state.ladder}
        named = {move.split("@")[-1] for move in TOLD[key]}
        assert {*moves, *rungs} <= named, key
