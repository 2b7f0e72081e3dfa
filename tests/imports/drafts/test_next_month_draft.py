"""Drafts of a ledger that came before: nothing out of reach is shown, changes are decided."""

from __future__ import annotations

import pytest

from tests.cast import actor, cast
from tests.imports.drafts.test_drafts import CLERK, GOOD, HEAD, OTHER, items, ledger, uploaded
from tests.servers import Database
from workflow.errors import NotPossible
from workflow.imports.drafts import commands, queries

__all__ = ["cast"]
pytestmark = pytest.mark.usefixtures("cast")


def test_a_sheet_shows_nobody_what_lies_out_of_reach(database: Database) -> None:
    commands.write(CLERK, uploaded(GOOD, OTHER))
    (first, second) = [item["number"] for item in items(database)]
    head = ["问题编号", *HEAD]
    rows = [[first, "别的话", *GOOD[1:]], [second, "别的话", *OTHER[1:]]]
    draft = commands.upload(actor("branch-head"), ledger(*rows, head=head))
    assert draft.report
    assert {change["number"] for change in draft.report["changes"]} == {first}
    assert OTHER[0] not in str([draft.report, queries.lines(draft, 0, asking=False)])
    same = commands.upload(actor("branch-head"), ledger([*OTHER[:1], "改了", *OTHER[2:]])).report
    assert same
    assert (same["changes"], same["gone"]) == ([], [])


def test_changes_are_decided_applied_and_the_import_taken_back(database: Database) -> None:
    first = commands.write(CLERK, uploaded(GOOD, OTHER))
    changed = uploaded([GOOD[0], "补全并公示", *GOOD[2:]], OTHER, ["新的问题", *GOOD[1:]])
    assert changed.report
    (change,) = changed.report["changes"]
    assert (change["ours"], change["theirs"], change["can_apply"]) == ("补全", "补全并公示", True)
    chosen = commands.choose(CLERK, changed, {"decisions": {change["id"]: "theirs"}})
    written = commands.write(CLERK, chosen)
    assert written.report
    assert (written.report["applied"], written.report["not_applied"]) == (1, [])
    assert items(database)[0]["data"]["measures"] == "补全并公示"
    assert commands.take_back(CLERK, written.id) == 3
    with pytest.raises(NotPossible):
        commands.take_back(CLERK, first.id)
    assert [item["state"] for item in items(database)] == ["raised", "raised", "withdrawn"]
