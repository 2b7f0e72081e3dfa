"""The record of imports, and taking one back: nothing of it stays open, or nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import clock
from tests.cast import Persona, actor, cast
from tests.imports.ledger.test_importing import GOOD, HEAD_WITH_STATE, changed, file, items
from tests.imports.ledger.test_taking_over import (
    DONE,
    GOING_ON,
    LISTS,
    OPEN,
    rows_of,
)
from tests.servers import Database
from workflow.audit.invariants.check_job import check
from workflow.audit.verifying import verify
from workflow.engine import commands
from workflow.errors import NotFound, NotPermitted, NotPossible
from workflow.imports.import_ledger import Choices, Finished, import_ledger
from workflow.imports.records import every_import
from workflow.imports.taking_back import take_back
from workflow.platform import connect

__all__ = ["cast"]
ROWS = (DONE, GOING_ON, [*changed(0, "牌匾破损"), ""])


def bring_in(folder: Path, finished: Finished = "closed") -> int:
    imported = import_ledger(
        file(folder, *ROWS, head=HEAD_WITH_STATE), choices=Choices(finished=finished)
    )
    assert imported.import_id
    return imported.import_id


def states(database: Database) -> set[str]:
    return {item["state"] for key in LISTS for item in items(database, key)}


def test_an_import_is_noted_with_its_file_choices_and_counts(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    import_id = bring_in(tmp_path)
    (noted,) = every_import()
    assert (noted.id, noted.name, noted.by_name, noted.taken_back_at) == (
        import_id, "台账.csv", "Rectify", None,
    )  # fmt: skip
    assert noted.choices == {"finished": "closed", "only_good": False}
    assert noted.counts == {
        "problems": 3, "tasks": 6, "responsibilities": 3, "closed": 1, "assigned": 1,
    }  # fmt: skip
    assert (
        import_ledger(tmp_path / "台账.csv", choices=Choices(finished="closed")).import_id is None
    )
    assert len(every_import()) == 1


@pytest.mark.parametrize("finished", ["skip", "waiting", "closed"])
def test_what_is_taken_back_leaves_nothing_open_and_can_come_in_again(
    cast: dict[str, Persona], database: Database, tmp_path: Path, finished: Finished
) -> None:
    for _ in range(2):
        import_id = bring_in(tmp_path, finished)
        take_back(import_id, actor("coordinator"), clock.now())
        assert states(database) == {"withdrawn"}
    assert rows_of(database, "SELECT 1 FROM items WHERE awaits <> '' OR due_at IS NOT NULL") == []
    reasons = rows_of(database, "SELECT DISTINCT comment FROM events WHERE trigger = 'take_back'")
    assert len(reasons) == 2
    assert all("台账.csv" in reason and "周敏" in reason for (reason,) in reasons)
    assert [one.taken_back_by for one in every_import()] == ["周敏", "周敏"]
    assert [broken.key for broken in check()] == []
    with connect() as connection:
        assert [*verify(connection)] == []


def test_an_import_is_taken_back_block_by_block_and_whole(
    cast: dict[str, Persona], database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_BLOCK", 3)  # parents and children in blocks of their own
    import_id = bring_in(tmp_path)
    count = len(rows_of(database, "SELECT 1 FROM items"))
    assert count > 2 * 3
    assert take_back(import_id, actor("coordinator"), clock.now()) == count
    assert states(database) == {"withdrawn"}
    with connect() as connection:
        assert [*verify(connection)] == []


def test_what_somebody_has_worked_on_is_named_and_nothing_is_taken_back(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    import_id = bring_in(tmp_path)
    before = states(database)
    (task,) = [t for t in items(database, "tasks") if t["state"] == "raised"][:1]
    commands.fire(task["number"], "comment", actor("coordinator"), comment="请尽快办理。")
    with pytest.raises(NotPossible, match=task["number"]):
        take_back(import_id)
    assert states(database) == before
    assert before & {*OPEN}


def test_an_import_is_taken_back_once_and_by_whoever_may(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    import_id = bring_in(tmp_path)
    for who in ("branch-head", "member", "system-admin"):
        with pytest.raises(NotPermitted):
            take_back(import_id, actor(who))
    take_back(import_id)
    with pytest.raises(NotPossible, match="already"):
        take_back(import_id)
    with pytest.raises(NotFound):
        take_back(import_id + 1)


def test_a_row_that_was_raised_is_taken_back_with_its_family(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    imported = import_ledger(file(tmp_path, GOOD))
    assert imported.import_id
    assert take_back(imported.import_id) == 4
    assert {item["source_key"] for item in items(database)} == {None}
