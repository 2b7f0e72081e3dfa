"""The account of the customer's 218 wishes: every row once, and every named test exists."""

from __future__ import annotations

import ast
import csv
from functools import cache

from tests.servers import ROOT

STATUSES = {"works", "partly", "not yet", "data", "answered"}


@cache
def _tests_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_wish_has_a_status_and_what_works_has_a_test() -> None:
    with (ROOT / "docs" / "seed_coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert len({row["id"] for row in rows}) == len(rows) == 218
    for row in rows:
        assert row["status"] in STATUSES, row
        if row["status"] in ("works", "partly", "data"):
            assert row["where"], row
            file, _, name = row["test"].partition("::")
            assert name in _tests_of(file), row
