"""A database that is away: the answer says so and when to come back, and nothing is half done."""

from __future__ import annotations

import psycopg
import pytest

from tests.servers import Database
from tests.web.api.client import Programs, refused
from workflow.platform import db


def test_a_database_that_is_away_is_503_with_the_time_to_wait(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspector = programs("inspector")
    monkeypatch.setenv("DATABASE_URL", "postgresql://rectify_app@127.0.0.1:9/gone")
    db.close()
    for answer in (
        inspector.get("/items"),
        inspector.post("/items", {"list": "problems"}),
        inspector.hand_in("P2026-0001", (b"x", "x.txt")),
    ):
        assert "try again" in refused(answer, 503)["detail"]
        assert answer.headers["Retry-After"] == "5"


def test_connections_that_broke_are_replaced_and_the_same_key_tries_again(
    programs: Programs, database: Database
) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    path, body = f"/items/{number}/comment", {"comment": "催办"}
    with psycopg.connect(database.app_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user"
            " AND pid <> pg_backend_pid()"  # the server has other tests' databases, too
        )
    for _ in range(3):
        answer = clerk.post(path, body, Idempotency_Key="k")
        assert answer.status_code in (200, 503)
    assert answer.status_code == 200
    events = clerk.get(f"/items/{number}/events").json["events"]
    assert [event["trigger"] for event in events] == ["raise", "comment"]
