"""What has had its day is removed; what has not, and the trail, stay."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.cast import Persona
from tests.escalation.late_items import assigned, count
from tests.servers import Database
from workflow.ops.retention import clean_up


def test_old_keys_and_sign_ins_go_and_young_ones_stay(
    cast: dict[str, Persona], database: Database
) -> None:
    assigned()
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        _fill(owner)
        events = count(owner, "SELECT count(*) FROM events")
        assert clean_up() == 6
        assert clean_up() == 0
        left = owner.execute("SELECT key FROM idempotency_keys").fetchall()
        assert left == [("young",)]
        assert owner.execute("SELECT agent FROM sign_ins").fetchall() == [("young",)]
        assert count(owner, "SELECT count(*) FROM postponed") == 0
        assert owner.execute("SELECT key FROM throttles").fetchall() == [("young",)]
        assert count(owner, "SELECT count(*) FROM events") == events
        kept = owner.execute("SELECT kind FROM account_links ORDER BY kind").fetchall()
        assert kept == [("unsent",), ("young",)]
        mails = "SELECT count(*) FROM outbox WHERE link_id IS NOT NULL"
        assert count(owner, mails) == 2


def _fill(owner: psycopg.Connection[Any]) -> None:
    for name, age in (("young", "1 day"), ("old", "300 days")):
        owner.execute(
            "INSERT INTO idempotency_keys VALUES (1, %s, '', 200, '{}', now() - %s::interval)",
            [name, age],
        )
        owner.execute(
            "INSERT INTO sign_ins (token_hash, account_id, began_at, seen_at, agent)"
            " VALUES (%s, 1, now() - %s::interval, now(), %s)",
            [name.encode(), age, name],
        )
        owner.execute(
            "INSERT INTO throttles VALUES (%s, 1, now() - %s::interval / 2, NULL)", [name, age]
        )
    for kind, days, sent in (("young", 29, True), ("old", 31, True), ("unsent", 31, False)):
        owner.execute(
            "WITH link AS (INSERT INTO account_links (account_id, kind, bound_to, created_at)"
            " VALUES (1, %s, '', now() - make_interval(days => %s)) RETURNING id, created_at)"
            " INSERT INTO outbox (person_id, link_id, at, available_at, delivered_at)"
            " SELECT 1, id, created_at, created_at, CASE WHEN %s THEN now() END FROM link",
            [kind, days, sent],
        )
    owner.execute("INSERT INTO postponed SELECT id, now() - interval '2 days', 1, '' FROM items")
