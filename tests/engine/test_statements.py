"""How many statements a decision sends, counted on the wire by libpq itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.cast import BRANCH, OTHER_BRANCH, Persona, actor
from tests.engine.stage import HOLDER, PHOTO, REASON, START, Stage
from workflow.engine import commands
from workflow.engine.commands import Done, Request
from workflow.errors import NotFound, NotPermitted
from workflow.platform import db

Count = Callable[[Callable[[], object]], int]
_SENT = ("Query", "Execute")  # the messages that make the server carry something out


@pytest.fixture
def statements(cast: dict[str, Persona], tmp_path: Path) -> Iterator[Count]:
    """Count the statements that an act sends, on a connection of its own."""
    trace = tmp_path / "trace"
    with trace.open("wb") as file:

        def begin(connection: Any, _: Any) -> None:
            connection.pgconn.trace(file.fileno())

        event.listen(db.engine(), "connect", begin)

        def count(act: Callable[[], object]) -> int:
            db.engine().dispose()
            size = trace.stat().st_size
            act()
            db.engine().dispose()  # what libpq still holds back is written when it closes
            lines = trace.read_bytes()[size:].decode(errors="replace").splitlines()
            messages = (line.split("\t") for line in lines)
            return sum(m[1] == "F" and m[3] in _SENT for m in messages if len(m) > 3)

        yield count


def _deciding(numbers: list[str], trigger: str = "comment", **fields: Any) -> None:
    requests = [Request(number, trigger, fields, comment=REASON) for number in numbers]
    told = commands.decide(requests, actor("coordinator"), START)
    assert all(isinstance(answer, Done) for answer in told), told


def test_a_decision_is_one_read_and_one_write(statements: Count) -> None:
    number, again = Stage().many("problems", "assigned", 2)

    def fire(times: int) -> Callable[[], object]:
        return lambda: [
            commands.fire(number, "comment", actor("coordinator"), comment=REASON, now=START)
            for _ in range(times)
        ]

    def verify() -> None:
        commands.fire(again, "attach", actor("branch-head"), evidence=(PHOTO,), now=START)

    once = statements(fire(1))
    assert statements(fire(11)) - once == 10 * 2
    assert statements(verify) == once


def test_a_refused_decision_is_one_read(statements: Count) -> None:
    number = Stage().one("problems", "assigned")

    def refused() -> None:
        with pytest.raises(NotPermitted):
            commands.fire(number, "rectify", actor("verifier"), now=START)

    def missing() -> None:
        with pytest.raises(NotFound):
            commands.fire("P2026-9999", "rectify", actor("verifier"), now=START)

    assert statements(lambda: [refused() for _ in range(11)]) - statements(refused) == 10
    assert statements(lambda: [missing() for _ in range(11)]) - statements(missing) == 10


def test_a_bulk_of_a_thousand_takes_one_statement_more_for_each_hundred(
    statements: Count,
) -> None:
    numbers = Stage().many("problems", "raised", 1000)
    assert statements(lambda: _deciding(numbers[:100])) <= 5
    assert statements(lambda: _deciding(numbers)) <= 5 + 1000 / 100


def test_a_bulk_that_asks_for_a_unit_looks_it_up_once(statements: Count) -> None:
    numbers = Stage().many("problems", "raised", 40)
    few = statements(lambda: _deciding(numbers[:2], "place", unit=OTHER_BRANCH))
    assert statements(lambda: _deciding(numbers[2:], "place", unit=OTHER_BRANCH)) == few


def test_raising_many_takes_as_many_statements_as_raising_one(statements: Count) -> None:
    fields = {"title": "a matter", "unit": BRANCH, "severity": "minor"}

    def raising(count: int) -> Callable[[], object]:
        news = [commands.NewItem(list_key="problems", fields=fields)] * count
        return lambda: commands.raise_items(news, actor("inspector"), START)

    assert statements(raising(1)) <= 8
    assert statements(raising(100)) == statements(raising(1))


def test_a_decision_that_mails_does_not_read_the_outbox(cast: dict[str, Persona]) -> None:
    number = Stage().one("problems", "raised")
    fields = {"holder": HOLDER, "due_on": (START + timedelta(days=20)).date().isoformat()}
    with db.together() as connection:
        # As a statement is planned that was first run while the outbox was empty.
        connection.execute("SET LOCAL enable_indexscan = off")
        connection.execute("SET LOCAL enable_bitmapscan = off")
        before = _outbox(connection)
        commands.fire(number, "assign", actor("coordinator"), fields=fields, now=START)
        after = _outbox(connection)
    assert after == (before[0], before[1] + 1), "(times read whole, rows added)"


def _outbox(connection: db.Connection) -> tuple[int, int]:
    found = connection.execute(
        "SELECT seq_scan, n_tup_ins FROM pg_stat_xact_user_tables WHERE relname = 'outbox'"
    ).fetchone()
    assert found
    return found[0], found[1]
