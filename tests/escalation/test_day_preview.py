"""What is foretold of a day is what happens: every rung, document, inbox entry and mail."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from tests.cast import Persona
from tests.escalation.late_items import on
from tests.escalation.random_worlds import TODAY, World, local
from tests.servers import Database
from workflow.delivery.messages import digest_job
from workflow.escalation import demo_clock
from workflow.escalation.day_preview import Foreseen, end_of_day, foresee
from workflow.escalation.forecast import ASIDE, future
from workflow.platform import connect, settings
from workflow.profession.lists import LIST_TYPES

SEEDS = range(int(os.environ.get("RECTIFY_TEST_WORLDS", "4")))
Rows = Counter[tuple[Any, ...]]


@pytest.fixture
def owner(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    monkeypatch.setenv("RECTIFY_DEMO", "1")
    settings.cache_clear()
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_foretold_is_what_happens(owner: psycopg.Connection[Any], seed: int) -> None:
    day = World(owner, Random(seed)).make()
    began = demo_now()
    before = fingerprint(owner)
    seen = look(day)
    assert fingerprint(owner) == before
    let_pass(day)
    told, happened = as_told(seen), as_happened(owner, began)
    for what in happened:
        assert told[what] == happened[what], (seed, day, what)
    assert sum(happened["rungs"].values()) > 5
    got = "SELECT person_id FROM outbox WHERE digest_on = %s ORDER BY person_id"
    assert [*seen.digest] == [row[0] for row in owner.execute(got, [day])]


def demo_now() -> datetime:
    with connect() as connection:
        return demo_clock.read_now(connection)


def look(day: date) -> Foreseen:
    with connect() as connection, connection.transaction():
        connection.execute(ASIDE)
        return foresee(connection, future(connection, end_of_day(day)), day)


def fingerprint(owner: psycopg.Connection[Any]) -> list[Any]:
    tables = ("items", "events", "inbox", "outbox", "escalations", "counters", "instance")
    query = "SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} t"
    return [owner.execute(query.format(table)).fetchone() for table in tables]


def let_pass(day: date) -> None:
    """Let the time go by as it does in earnest: the sweep in between, a digest each morning."""
    for n in range((day - TODAY).days + 1):
        hour = 9 if n else 11  # it is eleven o'clock where this begins
        morning = on(f"{TODAY + timedelta(days=n)}", hour) + timedelta(minutes=31)
        demo_clock.advance(morning)
        digest_job.make()
    demo_clock.advance(end_of_day(day))


def as_told(seen: Foreseen) -> dict[str, Rows]:
    """Return what was foretold in the words of the tables."""
    rungs, documents, inbox, mails = (Counter[tuple[Any, ...]]() for _ in range(4))
    for one in seen.told:
        if one.rung:
            rungs[one.number, one.seq, one.rung.key, local(one.at)] += 1
        if one.document and not one.joins:
            documents[one.document, local(one.at)] += 1
        for m in one.messages:
            inbox[m.number, m.seq, m.person_id, m.behind_id, local(one.at)] += 1
        for m in seen.mails(one):
            mails[m.number, m.seq, m.person_id, m.mail] += 1
    return {"rungs": rungs, "documents": documents, "inbox": inbox, "mails": mails}


def as_happened(owner: psycopg.Connection[Any], began: datetime) -> dict[str, Rows]:
    """Return what the tables have got since; a document by what it hangs on."""
    names = dict(owner.execute("SELECT id, number FROM items").fetchall())
    made = owner.execute(
        "SELECT c.id, p.number, c.list_key, c.created_at FROM items c JOIN items p"
        " ON p.id = c.parent_id WHERE c.created_at >= %s",
        [began],
    ).fetchall()
    for id_, parent, list_key, _ in made:
        names[id_] = f"{parent}/{LIST_TYPES[list_key].prefix}"
    rungs = owner.execute("SELECT item_id, seq, rung, at FROM escalations WHERE at >= %s", [began])
    inbox = owner.execute(
        "SELECT item_id, seq, person_id, behind_id, at FROM inbox WHERE at >= %s", [began]
    )
    mails = owner.execute(
        "SELECT item_id, seq, person_id, kind FROM outbox WHERE at >= %s AND digest_on IS NULL",
        [began],
    )
    return {
        "rungs": Counter((names[i], seq, rung, local(at)) for i, seq, rung, at in rungs),
        "documents": Counter((names[id_], local(at)) for id_, _, _, at in made),
        "inbox": Counter((names[i], *told, local(at)) for i, *told, at in inbox),
        "mails": Counter((names[i], *told) for i, *told in mails),
    }
