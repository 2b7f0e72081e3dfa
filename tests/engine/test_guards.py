"""What the database refuses by itself, whoever speaks to it as the application's role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tests.cast import PERSONAS
from tests.engine.stage import Stage
from tests.servers import Database
from workflow.profession.lists import LIST_TYPES

Row = dict[str, Any]
APPEND_ONLY = ("events", "seals", "seal_leaves", "escalations")
# Functions of guards that a table made by a session could deceive.
_LOOSE = """
    SELECT p.proname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
     WHERE p.pronamespace = 'public'::regnamespace AND l.lanname = 'plpgsql'
       AND NOT 'search_path=public, pg_temp' = ANY (coalesce(p.proconfig, '{}'))"""
OFFENDER = PERSONAS["branch-head"].id  # who rectified the staged problems


@pytest.fixture
def app(cast: object, database: Database) -> Iterator[psycopg.Connection[Row]]:
    with psycopg.connect(database.app_url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


def _item(app: psycopg.Connection[Row], number: str) -> Row:
    found = app.execute("SELECT * FROM items WHERE number = %s", [number]).fetchone()
    assert found
    return found


def _event(item: Row, **changed: Any) -> Row:
    """Return the event that would follow on an item, forged as said."""
    return {
        "item_id": item["id"], "seq": item["version"] + 1, "list_key": item["list_key"],
        "at": item["updated_at"], "trigger": "comment", "source": item["state"],
        "dest": item["state"], "actor_id": 1, "actor_name": "somebody", "behind_id": None,
        "comment": "", "changes": {}, "prev_hash": item["head"], "hash": "f" * 64,
    } | changed  # fmt: skip


def _insert(app: psycopg.Connection[Row], event: Row) -> None:
    names = ", ".join(event)
    values = ", ".join(f"%({name})s" for name in event)
    app.execute(
        f"INSERT INTO public.events ({names}) VALUES ({values})",
        event | {"changes": Jsonb(event["changes"])},
    )


def _move(app: psycopg.Connection[Row], item: Row, event: Row, state: str = "") -> None:
    """Append the event and move the item along, as the application does, in one transaction."""
    with app.transaction():
        _insert(app, event)
        app.execute(
            "UPDATE public.items SET state = %s, version = %s, head = %s WHERE id = %s",
            [state or event["dest"], event["seq"], event["hash"], item["id"]],
        )


def _refused(sentence: str) -> Any:
    return pytest.raises(psycopg.Error, match=sentence)


def test_a_right_event_with_its_item_is_taken(app: psycopg.Connection[Row]) -> None:
    item = _item(app, Stage().one("problems", "rectified"))
    _move(app, item, _event(item))
    assert _item(app, item["number"])["version"] == item["version"] + 1


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["UPDATE {0} SET at = now()", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_history_can_only_be_appended_to(
    app: psycopg.Connection[Row], table: str, act: str
) -> None:
    if table == "seal_leaves":
        act = act.replace("at = now()", "seq = 1")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(act.format(table))


@pytest.mark.parametrize(
    "act", ["UPDATE events SET comment = ''", "DELETE FROM events", "TRUNCATE events CASCADE",
            "DELETE FROM items", "SET session_replication_role = replica; DELETE FROM events"],
)  # fmt: skip
def test_not_even_the_owner_of_the_tables_changes_history_by_the_way(
    cast: object, database: Database, act: str
) -> None:
    Stage().one("problems", "raised")
    with (
        psycopg.connect(database.owner_url, autocommit=True) as owner,
        pytest.raises(psycopg.Error, match=r"append-only|permission denied to set parameter"),
    ):
        owner.execute(act)


@pytest.mark.parametrize(
    "act",
    ["DELETE FROM items", "TRUNCATE items CASCADE", "DROP TABLE events", "DELETE FROM legal_moves",
     "INSERT INTO legal_moves VALUES ('problems', 'skip', 'raised', 'closed', '{}')",
     "ALTER TABLE events DISABLE TRIGGER ALL", "DELETE FROM counters", "DELETE FROM people",
     "CREATE TABLE mine (id int)"],
)  # fmt: skip
def test_the_application_has_no_right_to_do_more_than_its_commands(
    app: psycopg.Connection[Row], act: str
) -> None:
    Stage().one("problems", "raised")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(act)


def test_the_declared_moves_are_what_the_database_goes_by(app: psycopg.Connection[Row]) -> None:
    declared = {
        (key, t.trigger, source, t.dest or source, t.judges or ())
        for key, list_type in LIST_TYPES.items()
        for t in list_type.transitions
        for source in t.sources
    } | {
        (key, "join", state, state, ())
        for key, list_type in LIST_TYPES.items()
        for state in (list_type.shared.joins if list_type.shared else ())
    }
    rows = app.execute("SELECT list_key, trigger, source, dest, forbidden FROM legal_moves")
    assert {(*list(row.values())[:4], tuple(row["forbidden"])) for row in rows} == declared


@pytest.mark.parametrize(
    "forged",
    [
        {"trigger": "close", "dest": "closed"},
        {"trigger": "verify", "source": "raised", "dest": "verified"},
        {"trigger": "verify", "dest": "closed"},
        {"trigger": "no_such_move"},
        {"trigger": "raise", "source": "", "dest": "raised"},
        {"trigger": "child", "dest": "closed"},
        {"list_key": "tasks", "trigger": "verify", "source": "assigned", "dest": "verified"},
    ],
)
def test_a_move_that_is_not_declared_is_refused(app: psycopg.Connection[Row], forged: Row) -> None:
    item = _item(app, Stage().one("problems", "rectified"))
    with _refused("no move|does not follow"):
        _move(app, item, _event(item, **forged))


def test_no_guard_looks_into_a_temporary_table_of_the_session(
    app: psycopg.Connection[Row], database: Database
) -> None:
    item = _item(app, Stage().one("problems", "raised"))
    app.execute("CREATE TEMP TABLE legal_moves (LIKE public.legal_moves)")
    app.execute("INSERT INTO legal_moves VALUES ('problems', 'skip', 'raised', 'closed', '{}')")
    app.execute("CREATE TEMP TABLE events AS SELECT * FROM public.events")
    with _refused("no move"):
        _move(app, item, _event(item, trigger="skip", dest="closed"))
    with psycopg.connect(database.owner_url) as owner:
        assert owner.execute(_LOOSE).fetchall() == []


@pytest.mark.parametrize("trigger", ["verify", "record_check", "return"])
@pytest.mark.parametrize("who", ["actor_id", "behind_id"])
def test_nobody_who_rectified_verifies_even_by_direct_insert(
    app: psycopg.Connection[Row], trigger: str, who: str
) -> None:
    item = _item(app, Stage().one("problems", "rectified"))
    dest = {"verify": "verified", "return": "assigned"}.get(trigger, "rectified")
    event = _event(item, trigger=trigger, dest=dest, **{"actor_id": 99, who: OFFENDER})
    with _refused("may not"):
        _move(app, item, event)


def test_every_duty_that_a_move_judges_is_refused_by_the_database_too(
    app: psycopg.Connection[Row], database: Database
) -> None:
    tried = 0
    for list_type in LIST_TYPES.values():
        for t in list_type.transitions:
            for source in t.source if t.judges else ():
                item = _item(app, Stage().one(list_type.key, source))
                for duty in t.judges or ():
                    _give(app, item, duty, 77)
                    item = _item(app, item["number"])
                    forged = _event(item, trigger=t.trigger, dest=t.dest or source, actor_id=77)
                    with _refused("may not"):
                        _move(app, item, forged)
                    _give(app, item, duty, 0)
                    item = _item(app, item["number"])
                    tried += 1
    assert tried > 40


def _give(app: psycopg.Connection[Row], item: Row, duty: str, person: int) -> None:
    """Write a duty into an item, with an event beside it."""
    event = _event(item, seq=item["version"] + 1, hash=f"{item['version']:064}")
    with app.transaction():
        _insert(app, event | {"trigger": "child"})
        app.execute(
            "UPDATE items SET duties = %s, version = %s, head = %s WHERE id = %s",
            [Jsonb({duty: [person]}), event["seq"], event["hash"], item["id"]],
        )


@pytest.mark.parametrize(
    "change",
    ["state = 'closed'", "title = 'another'", "duties = '{}'", "holder_id = 1", "data = '{}'",
     "version = version + 1", "head = repeat('0', 64)", "due_at = NULL", "evidence = '[]'"],
)  # fmt: skip
def test_an_item_does_not_change_without_an_event(
    app: psycopg.Connection[Row], change: str
) -> None:
    number = Stage().one("problems", "rectified")
    with _refused("cannot change without an event"):
        app.execute(f"UPDATE items SET {change} WHERE number = %s", [number])


def test_an_item_whose_newest_event_is_not_there_is_refused(app: psycopg.Connection[Row]) -> None:
    number = Stage().one("problems", "rectified")
    with _refused("newest_event"):
        app.execute(
            "UPDATE items SET version = version + 1, head = repeat('0', 64) WHERE number = %s",
            [number],
        )


@pytest.mark.parametrize("trigger", ["comment", "child"])
def test_an_item_is_in_the_state_that_its_newest_event_says(
    app: psycopg.Connection[Row], trigger: str
) -> None:
    item = _item(app, Stage().one("problems", "rectified"))
    with _refused("newest event"):
        _move(app, item, _event(item, trigger=trigger), state="closed")


@pytest.mark.parametrize(
    "forged",
    [
        {"source": "verified", "trigger": "close", "dest": "closed"},
        {"source": "closed", "trigger": "child", "dest": "closed"},
        {"prev_hash": "0" * 64},
    ],
    ids=["a state it is not in", "a note from a state it is not in", "another past"],
)
def test_an_event_follows_on_the_one_before_it(app: psycopg.Connection[Row], forged: Row) -> None:
    item = _item(app, Stage().one("problems", "rectified"))
    with _refused("does not follow"):
        _move(app, item, _event(item, **forged))


@pytest.mark.parametrize("seq", [0, 2], ids=["twice the same place", "a gap"])
def test_events_stand_in_one_row_without_gaps(app: psycopg.Connection[Row], seq: int) -> None:
    item = _item(app, Stage().one("problems", "rectified"))
    with pytest.raises(psycopg.Error, match=r"does not follow|pk_events"):
        _insert(app, _event(item, seq=item["version"] + seq))


def test_an_item_cannot_be_put_in_beside_its_first_event(app: psycopg.Connection[Row]) -> None:
    item = _item(app, Stage().one("problems", "raised"))
    copy = {c: item[c] for c in item if c not in ("number", "id")}
    copy |= {"number": "P2026-9999", "state": "closed", "version": 1, "head": "f" * 64}
    names = ", ".join(copy)
    values = ", ".join(f"%({name})s" for name in copy)
    wrapped = {k: Jsonb(v) if isinstance(v, (dict, list)) else v for k, v in copy.items()}
    with _refused("newest event"), app.transaction():
        made = app.execute(
            f"INSERT INTO items ({names}) VALUES ({values}) RETURNING *", wrapped
        ).fetchone()
        assert made
        born = _event(made, seq=1, trigger="raise", source="", dest="raised", prev_hash="0" * 64)
        _insert(app, born)


def test_the_number_of_an_item_stays_what_it_is(app: psycopg.Connection[Row]) -> None:
    item = _item(app, Stage().one("problems", "rectified"))
    with _refused("cannot change without an event"), app.transaction():
        _insert(app, _event(item))
        app.execute(
            "UPDATE items SET number = 'P2026-0777', version = version + 1, head = %s"
            " WHERE id = %s",
            ["f" * 64, item["id"]],
        )
