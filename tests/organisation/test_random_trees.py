"""Random trees under random changes: what has to hold of a tree and its items always holds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from tests.cast import BRANCH, BUREAU, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.web.stories import in_days
from workflow import organisation
from workflow.audit.verifying import verify
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.organisation.kinds import KINDS, may_stand_under
from workflow.platform import TODAY, Connection, connect

ADMIN = actor("system-admin")
STEPS = 60
OPENED = date(2025, 1, 1)
pytestmark = pytest.mark.usefixtures("cast")

# Each query returns what is wrong; the tree is right when all of them return nothing.
LAWS = {
    "a path is the parent's path and the own id": """
        SELECT u.id FROM units u LEFT JOIN units p ON p.id = u.parent_id
         WHERE u.path <> coalesce(p.path, '/') || u.id || '/'""",
    "there are no cycles and nothing is cut off": """
        WITH RECURSIVE reached AS (
            SELECT id FROM units WHERE parent_id IS NULL
            UNION ALL SELECT u.id FROM units u JOIN reached r ON r.id = u.parent_id)
        SELECT id FROM units WHERE id NOT IN (SELECT id FROM reached)""",
    "an active unit stands under an active one": f"""
        SELECT u.id FROM units u JOIN units p ON p.id = u.parent_id
         WHERE coalesce(u.valid_to, 'infinity') >= {TODAY} AND p.valid_to < {TODAY}""",
    "an item lies where its unit lies": """
        SELECT i.number FROM items i JOIN units u ON u.id = i.unit_id WHERE i.scope <> u.path""",
    "nothing is open in a unit that is gone": f"""
        SELECT i.number FROM items i JOIN units u ON u.id = i.unit_id
         WHERE i.awaits <> '' AND u.valid_to < {TODAY}""",
    "nobody is in post in a unit that is gone": f"""
        SELECT a.id FROM appointments a JOIN units u ON u.id = a.unit_id
         WHERE u.valid_to < {TODAY} AND coalesce(a.valid_to, 'infinity') > u.valid_to""",
    "names of a unit do not overlap": """
        SELECT a.unit_id FROM unit_names a JOIN unit_names b ON b.unit_id = a.unit_id
           AND b.valid_from > a.valid_from AND b.valid_from <= a.valid_to""",
}


def _ids(connection: Connection, active: bool) -> list[int]:
    which = f"WHERE coalesce(valid_to, 'infinity') >= {TODAY}" if active else ""
    return [row[0] for row in connection.execute(f"SELECT id FROM units {which} ORDER BY id")]


def _broken(connection: Connection) -> dict[str, list[object]]:
    found = {law: connection.execute(query).fetchall() for law, query in LAWS.items()}  # type: ignore[call-overload]
    kinds = connection.execute(
        "SELECT u.id, u.kind, coalesce(p.kind, '') FROM units u LEFT JOIN units p"
        f" ON p.id = u.parent_id WHERE coalesce(u.valid_to, 'infinity') >= {TODAY}"
    ).fetchall()
    found["kinds stand where they may"] = [
        row for row in kinds if not may_stand_under(row[1], row[2])
    ]
    return {law: rows for law, rows in found.items() if rows}


class Walk:
    """One random walk: a tree, and what is done to it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0

    def unit(self) -> int:
        with connect() as connection:
            return self.random.choice(_ids(connection, active=True))

    def found(self) -> None:
        self.made += 1
        kind = self.random.choice([*KINDS])
        organisation.found(ADMIN, self.unit(), kind, f"单位{self.made}", on=OPENED)

    def rename(self) -> None:
        self.made += 1
        organisation.rename(ADMIN, self.unit(), f"单位{self.made}")

    def move(self) -> None:
        organisation.move(ADMIN, self.unit(), self.unit())

    def merge(self) -> None:
        organisation.merge(ADMIN, self.unit(), self.unit())

    def dissolve(self) -> None:
        organisation.dissolve(ADMIN, self.unit())

    def raise_one(self) -> None:
        fields = {"title": "x", "unit": self.unit(), "severity": "minor"}
        number = commands.raise_item("problems", actor("inspector"), fields=fields).number
        if self.random.random() < 0.5:
            commands.fire(number, "withdraw", actor("director"), comment="a reason long enough")
        elif self.random.random() < 0.5:
            holder = PERSONAS["committee"].id
            fields = {"holder": holder, "due_on": in_days(9)}
            commands.fire(number, "assign", actor("coordinator"), fields=fields)

    def step(self) -> bool:
        """Take one step; say whether it was accepted."""
        steps: list[Callable[[], None]] = [
            self.found, self.found, self.found, self.rename, self.move, self.move,
            self.merge, self.dissolve, self.raise_one, self.raise_one,
        ]  # fmt: skip
        try:
            self.random.choice(steps)()
        except (BadInput, NotPossible, NotFound, NotPermitted):
            return False  # outside the office the cast has nobody who may see or assign an item
        return True


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_to_a_tree_its_laws_hold(seed: int) -> None:
    walk = Walk(seed)
    accepted = 0
    for number in range(STEPS):
        accepted += walk.step()
        with connect() as connection:
            assert _broken(connection) == {}, f"seed {seed}, step {number}"
    assert accepted > STEPS // 4
    with connect() as connection:
        assert list(verify(connection)) == []


def test_the_laws_would_notice(cast: object) -> None:
    assert {BUREAU, OFFICE, BRANCH, OTHER_BRANCH} == {1, 2, 3, 4}
    with connect() as connection:
        connection.execute("UPDATE units SET parent_id = 3, path = '/1/2/9/4/' WHERE id = 4")
        connection.execute(f"UPDATE units SET valid_to = {TODAY} - 1 WHERE id = 3")
        assert len(_broken(connection)) >= 3
