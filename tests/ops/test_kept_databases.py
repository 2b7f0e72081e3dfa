"""A database that an earlier version kept is upgraded, proven, and every item in it goes on.

``tests/data/kept-0022.sql.gz`` was written by the version before the migration ``process``.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from alembic.command import downgrade
from psycopg.rows import dict_row
from sqlalchemy import create_engine

from rectify.servers.database_roles import OWNER
from rectify.servers.postgres import SUPERUSER
from tests.cast import BRANCH, PERSONAS, Persona, actor
from tests.engine.generalists import PEOPLE, actor_of
from tests.engine.stage import HOLDER, PHOTO, REASON
from tests.escalation.late_items import set_clock
from tests.servers import ROOT, Database
from workflow import queries
from workflow.audit.invariants.check_job import check
from workflow.audit.verifying import verify
from workflow.declaration import Actor, Field, Transition, system
from workflow.engine import commands
from workflow.engine.event_fold import OLD_NOTES, OLD_NOTES_OF, split
from workflow.errors import WorkflowError
from workflow.escalation.ladders.replan_job import replan
from workflow.escalation.referral_sweep import look_again
from workflow.escalation.sweep import sweep
from workflow.ops.schema import configuration, upgrade
from workflow.platform import db, sqlalchemy_url
from workflow.profession.lists import LIST_TYPES
from workflow.queries.document import paper

KEPT = ROOT / "tests" / "data" / "kept-0022.sql.gz"
NOW = datetime.fromisoformat("2026-05-08T10:00:00+08:00")
_TABLE = re.compile(r"^COPY (\w+) (\([^\n]*\)) FROM stdin;\n(.*?)^\\\.\n", re.S | re.M)
_TABLES = """SELECT relname FROM pg_class
              WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                AND relname <> 'alembic_version'"""
_COUNT_ON = """SELECT setval(pg_get_serial_sequence(%(t)s, 'id'), (SELECT max(id) FROM {t}))
                WHERE EXISTS (SELECT FROM pg_attribute WHERE attrelid = %(t)s::regclass
                                 AND attname = 'id' AND attidentity <> '')"""
# A remark or a piece more is no way on, nor is another person in the same place.
_NO_WAY_ON = (
    "comment",
    "attach",
    "replace_evidence",
    "mark_relapse",
    "dismiss_hint",
    "recuse",
    "hand_over",
)
_OF_OTHER_JOBS = {"unsealed", "stuck"}  # nothing seals here, and no mail leaves
_SAID: dict[str, object] = {
    "text": "09:30", "long": "said", "number": 10, "yes": True, "unit": BRANCH, "person": HOLDER,
}  # fmt: skip


@pytest.fixture
def kept(cast: dict[str, Persona], database: Database) -> Iterator[Database]:
    """The database as it was kept, not upgraded yet."""
    _down(database)
    with psycopg.connect(database.owner_url.replace(OWNER, SUPERUSER), autocommit=True) as owner:
        _load(owner)
    yield database
    db.close()


@pytest.fixture
def owner(kept: Database) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """The owner's connection to the database that was upgraded."""
    upgrade(kept.owner_url)
    with psycopg.connect(kept.owner_url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


def _down(database: Database) -> None:
    engine = create_engine(sqlalchemy_url(database.owner_url))
    try:
        with engine.begin() as connection:
            downgrade(configuration(connection), "0022")
    finally:
        engine.dispose()


def _load(owner: psycopg.Connection[Any]) -> None:
    """Put the rows in as they were: no trigger and no foreign key looks at them on the way."""
    owner.execute("SET session_replication_role = replica")
    for (table,) in owner.execute(_TABLES).fetchall():
        owner.execute(f"DELETE FROM {table}")
    for table, columns, rows in _TABLE.findall(gzip.decompress(KEPT.read_bytes()).decode()):
        with owner.cursor().copy(f"COPY {table} {columns} FROM STDIN") as copy:
            copy.write(rows)
        if '"id"' in columns:
            owner.execute(_COUNT_ON.format(t=table), {"t": table})


def _items(url: str) -> dict[str, dict[str, Any]]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return {row["number"]: row for row in connection.execute("SELECT * FROM items")}


def test_the_notes_of_every_item_move_and_nothing_is_lost(kept: Database) -> None:
    before = _items(kept.owner_url)
    upgrade(kept.owner_url)
    after = _items(kept.owner_url)
    moved = set[str]()
    for number, row in before.items():
        old, new = row.pop("data"), after[number]
        assert (new["data"], new["process"]) == split(row["list_key"], old)
        assert {key: new[key] for key in row} == row
        moved |= new["process"].keys()
    assert moved == OLD_NOTES | {note for notes in OLD_NOTES_OF.values() for note in notes}


def test_the_way_back_puts_them_where_they_were(kept: Database) -> None:
    before = _items(kept.owner_url)
    upgrade(kept.owner_url)
    _down(kept)
    assert _items(kept.owner_url) == before


def test_only_declared_fields_are_left_among_the_fields(
    owner: psycopg.Connection[dict[str, Any]],
) -> None:
    for row in owner.execute("SELECT list_key, data FROM items"):
        declared = {
            f.key for t in LIST_TYPES[row["list_key"]].transitions for f in t.fields if f.is_kept
        }
        assert row["data"].keys() <= declared


def test_the_trail_is_proven_and_the_guards_stand(
    owner: psycopg.Connection[dict[str, Any]],
) -> None:
    _proven()
    modes = owner.execute(
        "SELECT DISTINCT tgenabled FROM pg_trigger WHERE tgrelid = 'items'::regclass"
    ).fetchall()
    assert [row["tgenabled"] for row in modes] == ["O"]
    with pytest.raises(psycopg.Error, match="cannot change without an event"):
        owner.execute("UPDATE items SET title = 'another'")


def test_what_was_issued_then_is_copied_and_a_changed_copy_is_named(
    owner: psycopg.Connection[dict[str, Any]],
) -> None:
    """None of the documents of that version held its content; by now each reads as copied."""
    shown = _papers(owner)
    assert shown
    assert all(copied for copied, _ in shown.values())
    owner.execute("UPDATE people SET name = name || '改'")
    assert _papers(owner) == shown
    (told,) = owner.execute("SELECT details FROM journal WHERE kind = 'documents_copied'")
    assert told["details"]["count"] == len(shown)
    with pytest.raises(psycopg.Error, match="append-only"):
        owner.execute("UPDATE earlier_documents SET digest = ''")
    owner.execute("ALTER TABLE earlier_documents DISABLE TRIGGER USER")
    owner.execute("UPDATE earlier_documents SET content = jsonb_set(content, '{no}', '\"9\"')")
    owner.execute("ALTER TABLE earlier_documents ENABLE ALWAYS TRIGGER append_only")
    with db.connect() as connection:
        assert {fault.number for fault in verify(connection)} == {number for number, _ in shown}


def _papers(owner: psycopg.Connection[dict[str, Any]]) -> dict[tuple[str, int], Any]:
    """Return the text of every document, and whether it is a later copy."""
    issued = owner.execute(
        "SELECT number, jsonb_array_length(process -> 'documents') AS count FROM items"
        " WHERE process ? 'documents'"
    ).fetchall()
    sheets = {
        (row["number"], place): paper(row["number"], place, actor("auditor"))
        for row in issued
        for place in range(1, row["count"] + 1)
    }
    return {key: (s.copied_on, [s.issuer, s.signer, s.lines]) for key, s in sheets.items()}


def test_every_item_that_was_kept_is_shown_and_goes_on(
    owner: psycopg.Connection[dict[str, Any]],
) -> None:
    set_clock(owner, NOW.isoformat())
    replan(timedelta(0))
    look_again()
    assert sweep(NOW, confirmed=True).fired
    assert not sweep(NOW, confirmed=True).aside
    assert {finding.key for finding in check()} <= _OF_OTHER_JOBS
    stuck = []
    for row in owner.execute("SELECT * FROM items ORDER BY id").fetchall():
        queries.item(row["number"], actor("auditor"))
        if row["awaits"] and not _goes_on(row["number"], row["list_key"]):
            stuck.append((row["number"], row["state"], row["awaits"]))
    assert not stuck
    _proven()
    assert {finding.key for finding in check()} <= _OF_OTHER_JOBS


def _proven() -> None:
    with db.connect() as connection:
        assert verify(connection) == []


def _goes_on(number: str, list_key: str) -> bool:
    """Let anybody make any move that leads on."""
    with db.connect() as connection:
        row = connection.execute("SELECT state FROM items WHERE number = %s", [number]).fetchone()
    assert row
    leading = [
        move
        for move in LIST_TYPES[list_key].transitions
        if row[0] in move.source
        and move.trigger not in _NO_WAY_ON
        and move.permission is not system
    ]
    return any(_made(number, move, by) for move in leading for by in _people())


def _people() -> Iterator[Actor]:
    yield from (actor(login) for login in PERSONAS)
    yield from (actor_of(human) for human in PEOPLE.values())


def _made(number: str, move: Transition, by: Actor) -> bool:
    for days in (0, 10, 30):
        now = NOW + timedelta(days=days)
        fields = {f.key: _filled(f, now) for f in move.fields if f.required}
        pieces = (PHOTO,) * move.takes_evidence
        try:
            commands.fire(number, move.trigger, by, fields=fields, comment=REASON,
                          evidence=pieces, now=now)  # fmt: skip
        except WorkflowError:
            continue
        return True
    return False


def _filled(asked: Field, now: datetime) -> object:
    if offered := dict(asked.offered()):
        return next(iter(offered))
    day = now.date() + timedelta(days=0 if asked.key == "decided_on" else 20)
    return day.isoformat() if asked.kind == "date" else _SAID[asked.kind]
