"""Taking back what a later import changed: each field as before, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import clock
from tests.cast import Persona, actor, cast
from tests.imports.ledger.test_importing import items
from tests.imports.ledger.test_next_month import again, wide
from tests.servers import Database
from workflow.audit.verifying import verify
from workflow.engine import commands
from workflow.errors import BadInput, NotPossible
from workflow.imports.applying import Decisions
from workflow.imports.taking_back import take_back
from workflow.platform import connect

__all__ = ["cast"]


def test_applied_changes_are_taken_back_to_the_values_of_before_and_shown_again(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(wide(tmp_path))
    edited = wide(tmp_path, 整改措施="1.补全；2.每月抽查", 方面="A4")
    before = items(database)[0]
    second = again(edited, Decisions(all=True))
    assert [one.why_not for one in second.applied] == [None, None]
    assert second.import_id
    with pytest.raises(BadInput, match="--as"):
        take_back(second.import_id)
    assert take_back(second.import_id, actor("coordinator"), clock.now()) == 1
    after = items(database)[0]
    assert {key: after[key] for key in ("data", "severity", "state")} == {
        key: before[key] for key in ("data", "severity", "state")
    }
    shown = again(edited, dry_run=True).changes
    assert {change.column for change in shown} == {"整改措施", "方面"}
    with connect() as connection:
        assert [*verify(connection)] == []


def test_changes_that_somebody_has_worked_on_since_stay(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(wide(tmp_path))
    second = again(wide(tmp_path, 整改措施="1.补全；2.每月抽查"), Decisions(all=True))
    assert second.import_id
    (problem,) = items(database)
    commands.fire(problem["number"], "comment", actor("coordinator"), comment="请尽快办理。")
    with pytest.raises(NotPossible, match=problem["number"]):
        take_back(second.import_id, actor("coordinator"))
    assert items(database)[0]["data"]["measures"] == "1.补全；2.每月抽查"


def test_what_the_actor_may_not_change_back_keeps_all_of_it(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(wide(tmp_path))
    edited = wide(tmp_path, 整改措施="1.补全；2.每月抽查", 严重程度="重大")
    second = again(edited, Decisions(all=True))
    assert second.import_id
    with pytest.raises(NotPossible, match="nothing was changed"):
        take_back(second.import_id, actor("coordinator"))
    (problem,) = items(database)
    assert (problem["data"]["measures"], problem["severity"]) == ("1.补全；2.每月抽查", "major")
