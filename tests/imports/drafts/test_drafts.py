"""Drafts of imports: the numbers of the command, corrections, writing, stopping, remembering."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest

from tests.cast import actor, cast
from tests.imports.ledger.books import csv_text, workbook
from tests.imports.ledger.scoring import cases, expected
from tests.servers import Database
from workflow.declaration import SYSTEM
from workflow.errors import NotFound, NotPossible, StaleItem, WrongType
from workflow.imports.drafts import commands, queries, store, work
from workflow.imports.drafts.records import Counts, ImportDraft
from workflow.imports.import_ledger import import_source
from workflow.imports.opening import Source
from workflow.ops import retention
from workflow.platform import connect

__all__ = ["cast"]
HEAD = ["具体问题", "整改措施", "责任单位", "整改时限"]
GOOD = ["记录不全", "补全", "第一党支部", "2027-06-30"]
OTHER = ["牌匾破损", "更换", "第二党支部", "2027-06-30"]
CLERK = actor("coordinator")

pytestmark = pytest.mark.usefixtures("cast")


def ledger(*rows: Sequence[str], head: Sequence[str] = HEAD) -> Source:
    return Source(csv_text([head, *rows]).encode(), "台账.csv")


def uploaded(*rows: Sequence[str], head: Sequence[str] = HEAD) -> ImportDraft:
    return commands.upload(CLERK, ledger(*rows, head=head))


def counts(draft: ImportDraft) -> Counts:
    assert draft.report
    assert draft.report["counts"], draft.report["error"]
    return draft.report["counts"]


def items(database: Database, list_key: str = "problems") -> list[dict[str, Any]]:
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute(
            "SELECT to_jsonb(i) FROM items i WHERE list_key = %s ORDER BY id", [list_key]
        )
        return [row[0] for row in rows]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_draft_counts_what_the_command_counts(case: Path) -> None:
    source = Source((case / expected(case)["file"]).read_bytes(), expected(case)["file"])
    told = import_source(source, CLERK, dry_run=True)
    shown = counts(commands.upload(CLERK, source))
    assert shown["rows_read"] == told.ledger.rows_read
    assert (shown["problems"], shown["tasks"], shown["responsibilities"], shown["known"]) == (
        told.problems, told.tasks, told.responsibilities, told.known,
    )  # fmt: skip
    bad = {(one.sheet, one.row) for one in told.refused if one.effect == "row"}
    assert shown["refused"] == len(bad)


def test_what_is_written_is_raised_in_the_name_of_the_importer(database: Database) -> None:
    draft = commands.write(CLERK, uploaded(GOOD, OTHER))
    assert draft.stage == "written"
    assert [item["title"] for item in items(database)] == ["记录不全", "牌匾破损"]
    assert {item["duties"]["raiser"][0] for item in items(database)} == {CLERK.person_id}
    with connect() as connection:
        assert store.source(connection, draft).data == b""  # the file is kept no longer


def test_rows_of_a_unit_out_of_reach_are_refused_with_the_reason(database: Database) -> None:
    head = actor("branch-head")
    draft = commands.upload(head, ledger(GOOD, OTHER))
    assert (counts(draft)["refused"], draft.report and draft.report["can_go_in"]) == (1, False)
    with pytest.raises(NotPossible):
        commands.write(head, draft)
    assert items(database) == []
    good = commands.choose(head, draft, {"only_good": True})
    assert commands.write(head, good).stage == "written"
    assert [item["unit_id"] for item in items(database)] == [3]


def test_a_row_without_a_known_unit_goes_to_the_top_of_the_reach_and_says_so() -> None:
    draft = uploaded([*GOOD[:2], "后勤处", GOOD[3]])
    assert counts(draft)["homeless"] == 1
    assert draft.report
    assert draft.report["default"] == ["机关党委", "Office Party Committee"]


def test_the_rows_left_out_come_in_a_sheet_with_the_bad_cells_marked() -> None:
    head, good, other = [*HEAD, "状态"], [*GOOD, ""], [*OTHER, ""]
    bad = [OTHER[0], OTHER[1], "二" * 1001, OTHER[3], None]
    over = ["地面湿滑", "清扫", "第二党支部", "2027-06-30", "已销号"]
    source = Source(workbook([head, good, bad, other, over]), "台账.xlsx")
    draft = commands.choose(CLERK, commands.upload(CLERK, source), {"only_good": True})
    written = commands.write(CLERK, draft)
    book = openpyxl.load_workbook(io.BytesIO(queries.left_out(written)))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows == [head, bad, over]
    marked = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
    assert [cell.coordinate for cell in marked] == ["C2", "E3"]
    assert "超过 1000 个字" in marked[0].comment.text


def test_a_corrected_column_is_remembered_for_the_layout_once_it_is_written() -> None:
    odd = ["怪名甲", "整改措施", "责任单位", "整改时限"]
    head = ["具体问题", *odd[1:]]
    first = uploaded(GOOD, head=[*head[:1], "怪名乙", *head[2:]])
    corrected = commands.choose(CLERK, first, {"columns": {"怪名乙": "measures"}})
    assert counts(corrected)["tasks"] == 1
    commands.write(CLERK, corrected)
    again = uploaded(OTHER, head=[*head[:1], "怪名乙", *head[2:]])
    assert again.choices["columns"] == {"怪名乙": "measures"}
    assert again.report
    assert again.report["remembered"]
    assert "周敏" in again.report["remembered"][0]
    other = uploaded(OTHER)
    assert other.choices["columns"] == {}


def test_the_command_reads_a_remembered_layout_as_well() -> None:
    head = ["具体问题", "怪名乙", "责任单位", "整改时限"]
    commands.write(CLERK, commands.choose(CLERK, uploaded(GOOD, head=head),
                                          {"columns": {"怪名乙": "measures"}}))  # fmt: skip
    told = import_source(ledger(OTHER, head=head), SYSTEM, dry_run=True)
    assert told.layout
    assert "周敏" in told.notes[0].zh
    assert [task.text for problem in told.ledger.problems for task in problem.tasks] == ["更换"]


def test_a_layout_of_one_branch_is_not_proposed_to_another() -> None:
    head = ["具体问题", "怪名乙", "责任单位", "整改时限"]
    branch = actor("branch-head")
    draft = commands.upload(branch, ledger(GOOD, head=head))
    commands.write(branch, commands.choose(branch, draft, {"columns": {"怪名乙": "measures"}}))
    outsider = commands.upload(actor("outsider"), ledger(OTHER, head=head))
    assert outsider.choices["columns"] == {}


def test_nobody_meets_the_draft_of_somebody_else() -> None:
    draft = uploaded(GOOD)
    for act in (queries.find, commands.stop, commands.throw_away):
        with pytest.raises(NotFound):
            act(actor("branch-head"), draft.id)
    with pytest.raises(StaleItem):
        commands.write(actor("branch-head"), draft)
    assert [one.id for one in queries.drafts(CLERK)] == [draft.id]
    assert queries.drafts(actor("branch-head")) == []


@pytest.mark.parametrize("login", ["inspector", "member", "system-admin", "nobody"])
def test_without_the_right_nothing_is_there(login: str) -> None:
    with pytest.raises(NotFound):
        commands.upload(actor(login), ledger(GOOD))


def test_a_form_of_an_earlier_revision_changes_nothing(database: Database) -> None:
    draft = uploaded(GOOD)
    commands.choose(CLERK, draft, {"finished": "skip"})
    with pytest.raises(StaleItem):
        commands.write(CLERK, draft)
    assert items(database) == []


def test_writing_twice_raises_once(database: Database) -> None:
    draft = uploaded(GOOD)
    commands.write(CLERK, draft)
    with pytest.raises((NotPossible, StaleItem)):
        commands.write(CLERK, draft)
    assert len(items(database)) == 1


@pytest.mark.parametrize("stage", ["reading", "writing"])
def test_a_work_that_is_stopped_leaves_nothing_half_done(
    stage: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "AT_ONCE", 0)
    rows = [[f"问题{n}", *GOOD[1:]] for n in range(30)]
    draft = uploaded(*rows)
    assert draft.stage == "reading"
    if stage == "writing":
        work.carry_on()
        draft = commands.write(CLERK, queries.find(CLERK, draft.id))
    commands.stop(CLERK, draft.id)
    assert work.carry_on() == 1
    stopped = queries.find(CLERK, draft.id)
    assert stopped.stage == ("stopped" if stage == "reading" else "read")
    assert items(database) == []
    again = commands.choose(CLERK, stopped, {})
    work.carry_on()
    assert counts(queries.find(CLERK, again.id))["problems"] == 30


def test_a_large_file_is_read_and_written_by_the_job_with_its_progress_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "AT_ONCE", 0)
    draft = uploaded(GOOD, OTHER)
    assert (draft.stage, draft.report) == ("reading", None)
    assert work.carry_on() == 1
    read = queries.find(CLERK, draft.id)
    assert (read.stage, read.done, read.total) == ("read", 6, 6)
    commands.write(CLERK, read)
    assert work.carry_on() == 1
    assert work.carry_on() == 0
    assert queries.find(CLERK, draft.id).stage == "written"
    assert len(items(database)) == 2


def test_a_draft_that_one_process_works_on_is_left_alone_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commands, "AT_ONCE", 0)
    draft = uploaded(GOOD)
    with connect() as connection, store.held(connection, draft.id) as held:
        assert held
        assert work.carry_on() == 0
    assert work.carry_on() == 1


def test_a_file_that_is_no_ledger_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(b"%PDF-1.7 nothing", "台账.pdf")
    with pytest.raises(WrongType, match="PDF"):
        commands.upload(CLERK, source)
    assert queries.drafts(CLERK) == []
    monkeypatch.setattr(commands, "AT_ONCE", 0)
    draft = commands.upload(CLERK, source)
    work.carry_on()
    report = queries.find(CLERK, draft.id).report
    assert report
    assert report["error"]
    assert "PDF" in report["error"][0]


def test_an_import_that_nobody_touches_is_removed_after_two_weeks(database: Database) -> None:
    draft = uploaded(GOOD)
    fresh = uploaded(OTHER)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE import_drafts SET touched_at = now() - %s WHERE id = %s",
            [retention.IMPORTS_KEPT + timedelta(hours=1), draft.id],
        )
    retention.clean_up()
    assert [one.id for one in queries.drafts(CLERK)] == [fresh.id]


def test_a_person_whose_post_has_ended_meanwhile_writes_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = uploaded(GOOD)
    monkeypatch.setattr(commands, "FEW", 0)
    commands.write(CLERK, draft)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE appointments SET valid_to = '2021-01-01' WHERE person_id = %s",
            [CLERK.person_id],
        )
    work.carry_on()
    left = queries.find(CLERK, draft.id)
    assert left.stage != "written"
    assert items(database) == []
    assert replace(left, stage="read").report
