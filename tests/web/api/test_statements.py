"""How many statements a request sends to the database; the sign-in is one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.web.api.client import Programs
from workflow.platform import Statement

Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Count:
    """Count what the driver executes while something is done."""
    sent: list[object] = []
    execute = psycopg.Cursor.execute

    def counting(cursor: psycopg.Cursor, query: object, *more: object, **named: object) -> object:
        sent.append(query)
        return execute(cursor, query, *more, **named)  # type: ignore[arg-type]

    run = Statement.run

    def counting_too(statement: Statement, *more: Any) -> Any:
        sent.append(statement)
        return run(statement, *more)

    monkeypatch.setattr(psycopg.Cursor, "execute", counting)
    monkeypatch.setattr(Statement, "run", counting_too)

    def count(act: Callable[[], object]) -> int:
        act()
        sent.clear()
        act()
        return len(sent)

    return count


def test_a_page_of_a_list_takes_at_most_4(programs: Programs, statements: Count) -> None:
    for n in range(10):
        programs.raised(f"问题 {n}")
    coordinator = programs("coordinator")
    assert statements(lambda: coordinator.get("/items?q=问题&sort=due")) <= 4


def test_a_move_takes_at_most_5(programs: Programs, statements: Count) -> None:
    number, coordinator = programs.raised(), programs("coordinator")
    assert statements(lambda: coordinator.move(number, "comment", "催办")) <= 5


def test_a_hundred_moves_take_no_more_than_one(programs: Programs, statements: Count) -> None:
    numbers = [programs.raised(f"问题 {n}") for n in range(10)]
    decisions = [{"number": n, "trigger": "comment", "comment": "催办"} for n in numbers] * 10
    coordinator = programs("coordinator")
    assert statements(lambda: coordinator.post("/decisions", {"decisions": decisions})) <= 5
