"""Rows that are finished or under way: taken over as chosen, and never chased.

The law: whatever is imported how often, no finished row is in an open state, and what was taken
over as closed leads to no mail, no notice and no rung.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import clock
from tests.cast import Persona, actor, cast
from tests.imports.ledger.books import REAL
from tests.imports.ledger.test_importing import (
    GOOD,
    HEAD_WITH_STATE,
    YEAR,
    changed,
    file,
    items,
)
from tests.servers import Database
from workflow.audit.invariants.check_job import check
from workflow.audit.verifying import verify
from workflow.engine import commands
from workflow.errors import NotPermitted
from workflow.escalation.sweep import sweep
from workflow.imports.import_ledger import Choices, Finished, Imported, import_ledger
from workflow.platform import connect

__all__ = ["cast"]
OPEN = ("raised", "assigned", "rectified", "verified")
LISTS = ("problems", "tasks", "responsibilities")
DONE = [*changed(0, "党课未讲"), "已完成整改销号"]
GOING_ON = [*GOOD, "正在整改"]


def bring_in(folder: Path, *rows: list[str], finished: Finished = "skip") -> Imported:
    path = file(folder, *rows, head=HEAD_WITH_STATE)
    return import_ledger(path, choices=Choices(finished=finished))


def rows_of(database: Database, query: str) -> list[Any]:
    with psycopg.connect(database.owner_url) as connection:
        return list(connection.execute(query.encode()))


def states(database: Database) -> dict[str, set[str]]:
    return {key: {item["state"] for item in items(database, key)} for key in LISTS}


@pytest.mark.parametrize("finished", ["skip", "waiting", "closed"])
def test_no_finished_row_of_a_published_ledger_is_ever_open(
    cast: dict[str, Persona], database: Database, finished: Finished
) -> None:
    first = import_ledger(REAL / "ledger_real.xlsx", choices=Choices(finished=finished))
    import_ledger(REAL / "ledger_real.xlsx", choices=Choices(finished=finished))
    done = {p.key: p.row for p in first.ledger.problems if p.state != "open"}
    taken = {i["source_key"]: i["state"] for i in items(database) if i["source_key"] in done}
    assert {*taken.values()} <= {{"waiting": "rectified"}.get(finished, finished)}
    left_out = {r.row for r in first.refused if r.effect == "left out"}
    assert {row for key, row in done.items() if key not in taken} == left_out
    assert len(taken) == (19 if finished == "closed" else 0)  # no known unit, so nobody to hold it


def test_what_is_taken_over_as_closed_says_so_and_is_told_to_nobody(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    bring_in(tmp_path, DONE, finished="closed")
    assert states(database) == {key: {"closed"} for key in LISTS}
    (problem,) = items(database)
    assert problem["process"]["taken_over"] == {
        "state": "closed", "on": clock.today().isoformat(),
        "file": "台账.csv", "sheet": "CSV", "row": 2,
    }  # fmt: skip
    assert (problem["due_at"], problem["rung_at"], problem["awaits"]) == (None, None, "")
    sweep(clock.now() + timedelta(days=400))
    events = rows_of(database, "SELECT DISTINCT trigger, source, dest FROM events")
    assert events == [("take_over", "", "closed")]
    for table in ("inbox", "outbox", "escalations"):
        assert rows_of(database, f"SELECT 1 FROM {table}") == []


def test_what_is_finished_can_wait_for_its_verification_with_a_clock_from_today(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    bring_in(tmp_path, DONE, finished="waiting")
    assert states(database) == {key: {"rectified"} for key in LISTS}
    (problem,) = items(database)
    assert problem["due_at"] > clock.now().isoformat()
    head = cast["branch-head"].id
    assert (problem["holder_id"], problem["duties"]["rectifier"]) == (head, [head])
    with pytest.raises(NotPermitted):
        commands.fire(
            problem["number"], "verify", actor("branch-head"), fields={"looks": "solved"},
            comment="现场查看，已经整改到位。",
        )  # fmt: skip
    assert rows_of(database, "SELECT 1 FROM outbox") == []


def test_a_row_under_way_comes_in_assigned_to_whom_it_names(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    imported = bring_in(tmp_path, GOING_ON)
    assert imported.actions == {("CSV", 2): "assigned"}
    assert states(database) == {key: {"assigned"} for key in LISTS}
    held = {item["holder_id"] for key in LISTS for item in items(database, key)}
    assert held == {cast["branch-head"].id}
    (problem,) = items(database)
    assert problem["due_at"].startswith(f"{YEAR}-06-30")


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        (2, "第九党支部", "no known unit"),
        (3, "赵无名", "names nobody in post"),
        (3, "", "names nobody in post"),
        (5, "2020-01-31", "is over"),
        (5, "长期坚持", "no day to finish"),
    ],
)
def test_a_row_under_way_that_nobody_can_hold_is_raised_and_told_why(
    cast: dict[str, Persona], database: Database, tmp_path: Path, column: int, value: str, why: str
) -> None:
    row = [*GOING_ON[:4], "", *GOING_ON[5:]]  # without a finding, which a deadline may not precede
    imported = bring_in(tmp_path, [*row[:column], value, *row[column + 1 :]])
    assert states(database)["problems"] == {"raised"}
    assert any(why in r.reason.en and r.effect == "kept as text" for r in imported.refused)


@pytest.mark.parametrize("finished", ["waiting", "closed"])
def test_every_invariant_holds_of_what_was_taken_over(
    cast: dict[str, Persona], database: Database, tmp_path: Path, finished: Finished
) -> None:
    bring_in(tmp_path, DONE, GOING_ON, finished=finished)
    assert [broken.key for broken in check()] == []
    with connect() as connection:
        assert [*verify(connection)] == []


def test_whoever_may_not_raise_may_take_nothing_over(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    with pytest.raises(NotPermitted):
        import_ledger(file(tmp_path, GOOD), actor("member"), choices=Choices(finished="closed"))
    path = file(tmp_path, DONE, head=HEAD_WITH_STATE)
    head = import_ledger(path, actor("branch-head"), choices=Choices(finished="closed"))
    assert [r.effect for r in head.refused] == ["left out"]
    assert items(database) == []
