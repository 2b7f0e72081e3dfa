"""A bulk decision is written in pieces while it is made; it stays one decision all the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.engine.stage import HOLDER, REASON, START, Stage, today
from tests.servers import Database
from workflow.audit.verifying import verify
from workflow.engine import commands, write_sql
from workflow.engine.commands import Done, Key, Request
from workflow.errors import NotFound, NotPossible, StaleItem, WorkflowError

MANY = 230  # two pieces and a part of a third
ASSIGN = {"holder": HOLDER, "due_on": (today() + 20 * today().resolution).isoformat()}


def _decide(requests: list[Request], who: str = "coordinator", key: Key | None = None) -> Any:
    return commands.decide(requests, actor(who), START, key)


def _assign(number: str, version: int | None = None) -> Request:
    return Request(number, "assign", ASSIGN, comment=REASON, version=version)


def _rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.app_url) as connection:
        return connection.execute(query).fetchall()


def _count(database: Database, query: str) -> int:
    return int(_rows(database, f"SELECT count(*) FROM {query}")[0][0])


def test_each_request_of_a_long_list_is_answered_for_itself(
    cast: dict[str, Persona], database: Database
) -> None:
    numbers = Stage().many("problems", "raised", MANY)
    requests = [_assign(number, version=1) for number in numbers]
    requests[50] = _assign(numbers[50], version=7)
    requests[150] = _assign("P2026-9999")
    requests[220] = Request(numbers[220], "close", comment=REASON)
    told = _decide(requests)
    refused = {n: type(answer) for n, answer in enumerate(told) if not isinstance(answer, Done)}
    assert refused == {50: StaleItem, 150: NotFound, 220: NotPossible}
    assert [a.number for a in told if isinstance(a, Done)] == [
        number for n, number in enumerate(numbers) if n not in refused
    ]
    assert _count(database, "items WHERE state = 'assigned' AND version = 2") == MANY - 3
    assert _count(database, "events WHERE trigger = 'assign'") == MANY - 3
    assert _count(database, "outbox WHERE seq = 2") == 1  # to the holder, about all
    assert _count(database, "inbox WHERE seq = 2") == 2 * (MANY - 3)  # and whoever raised it


def test_later_requests_of_a_long_list_see_the_earlier_ones_in_other_pieces(
    cast: dict[str, Persona], database: Database
) -> None:
    numbers = Stage().many("problems", "raised", MANY // 2)
    told = _decide([_assign(number) for number in [*numbers, *numbers]])
    kinds = Counter(type(answer) for answer in told)
    assert kinds == {Done: MANY // 2, NotPossible: MANY // 2}
    comments = [Request(number, "comment", comment=REASON) for number in [*numbers, *numbers]]
    assert all(isinstance(answer, Done) for answer in _decide(comments))
    assert _rows(database, "SELECT DISTINCT version FROM items") == [(4,)]


def test_what_was_written_in_pieces_is_verified(
    cast: dict[str, Persona], database: Database
) -> None:
    stage = Stage()
    parent = stage.one("problems", "assigned")
    tasks = stage.many("tasks", "raised", MANY, parents=[parent] * MANY)
    assert all(isinstance(a, Done) for a in _decide([_assign(number) for number in tasks]))
    [(version,)] = _rows(database, "SELECT version FROM items WHERE list_key = 'problems'")
    assert version == 2 + 2 * MANY  # each task was raised and assigned
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        assert verify(connection) == []


def test_when_somebody_else_is_quicker_with_one_of_many_nothing_is_lost(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = Stage().many("problems", "raised", MANY)
    lock, tries = write_sql.lock, []

    def meanwhile(connection: Any, facts: Any) -> None:
        if not tries:
            who = actor("coordinator")
            tries.append(commands.fire(numbers[180], "comment", who, comment=REASON, now=START))
        lock(connection, facts)

    monkeypatch.setattr(write_sql, "lock", meanwhile)
    told = _decide([_assign(number) for number in numbers])
    assert all(isinstance(answer, Done) for answer in told)
    assert told[180].version == 3
    assert _count(database, "events WHERE trigger = 'assign'") == MANY


def test_a_refused_last_piece_still_keeps_the_answer_of_the_key(
    cast: dict[str, Persona], database: Database
) -> None:
    numbers = Stage().many("problems", "raised", 100)
    requests = [_assign(number) for number in [*numbers, *numbers[:20]]]
    key = Key(1, "one key", "the same request")
    first, again = _decide(requests, key=key), _decide(requests, key=key)
    assert [a.replayed for a in again if isinstance(a, Done)] == [True] * 100
    assert sum(isinstance(answer, WorkflowError) for answer in first) == 20
    assert _count(database, "events WHERE trigger = 'assign'") == 100
