"""Many items raised in blocks: one transaction, and numbers without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, Persona
from tests.engine.stage import START
from tests.servers import Database
from workflow.declaration import SYSTEM
from workflow.engine import commands
from workflow.engine.commands import Done, NewItem
from workflow.errors import BadInput
from workflow.platform import Connection

_GIVEN = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}
_PROBLEM = NewItem(list_key="problems", fields=_GIVEN)
_TASK = NewItem(list_key="tasks", fields=_GIVEN, under=0)


def raised(*blocks: Sequence[NewItem]) -> list[list[str]]:
    """Raise the blocks; return the numbers of each as they were told."""
    told: list[list[str]] = []

    def walk() -> Iterator[Sequence[NewItem]]:
        told.clear()
        yield from blocks

    def beside(_: Connection, done: Sequence[Done]) -> None:
        told.append([one.number[-4:] for one in done])

    commands.raise_in_blocks(walk, SYSTEM, START, beside)
    return told


def test_blocks_are_numbered_on_and_each_child_hangs_on_its_own_problem(
    cast: dict[str, Persona], database: Database
) -> None:
    family = [_PROBLEM, _TASK]
    assert raised(family, family, family) == [[n, n] for n in ("0001", "0002", "0003")]
    with psycopg.connect(database.owner_url) as owner:
        assert _rows(owner, "SELECT count(DISTINCT parent_id) FROM items") == [(3,)]


def test_a_refusal_in_the_last_block_leaves_nothing_and_uses_no_number(
    cast: dict[str, Persona], database: Database
) -> None:
    nameless = NewItem(list_key="problems", fields={**_GIVEN, "title": ""})
    with pytest.raises(BadInput):
        raised([_PROBLEM], [_PROBLEM], [_PROBLEM, nameless])
    assert raised([_PROBLEM]) == [["0001"]]


def _rows(owner: psycopg.Connection[Any], query: str) -> list[tuple[Any, ...]]:
    return owner.execute(query.encode()).fetchall()
