"""The same ledger again: new, changed cell by cell, gone; and only what was chosen is applied."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Persona, actor, cast
from tests.imports.ledger.test_importing import (
    GOOD,
    HEAD,
    HEAD_WITH_STATE,
    YEAR,
    changed,
    file,
    items,
)
from tests.imports.ledger.test_round_trip import ledger
from tests.imports.ledger.test_taking_over import rows_of
from tests.servers import Database
from workflow.engine import commands
from workflow.errors import BadInput
from workflow.imports.applying import Decisions
from workflow.imports.changes import CellChange
from workflow.imports.import_ledger import Choices, Imported, import_ledger
from workflow.imports.taking_back import take_back

__all__ = ["cast"]
WIDE = [*HEAD, "完成情况", "备注", "联系电话"]
ROW = [*GOOD, "正在整改", "尽快", "8000"]
SERIAL = ["序号", *HEAD]


def again(
    path: Path, decisions: Decisions | None = None, who: str = "coordinator", **more: Any
) -> Imported:
    choices = Choices(decisions=decisions or Decisions())
    return import_ledger(path, actor(who), choices=choices, **more)


def wide(folder: Path, **cells: str) -> Path:
    row = [cells.get(name, was) for name, was in zip(WIDE, ROW, strict=True)]
    return file(folder, row, head=WIDE)


def told(imported: Imported) -> list[tuple[str, str | None, str, str, bool]]:
    return [(c.column, c.base, c.ours, c.theirs, c.conflict) for c in imported.changes]


def test_an_unedited_ledger_changes_nothing(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(wide(tmp_path))
    before = rows_of(database, "SELECT count(*) FROM events")
    second = again(wide(tmp_path), Decisions(all=True))
    assert (second.changes, second.gone, second.import_id) == ([], [], None)
    assert rows_of(database, "SELECT count(*) FROM events") == before


@pytest.mark.parametrize(
    ("column", "value", "move"),
    [
        ("整改措施", "1.补全；2.每月抽查", "correct"),
        ("严重程度", "重大", "raise_severity"),
        ("整改时限", f"{YEAR}年9月底前", "extension"),
        ("方面", "A4", "correct"),
        ("完成情况", "已完成", ""),
        ("备注", "已催办", ""),
        ("联系电话", "", ""),
    ],
)
def test_each_changed_cell_is_told_with_the_move_for_it(
    cast: dict[str, Persona], database: Database, tmp_path: Path, column: str, value: str, move: str
) -> None:
    again(wide(tmp_path))
    (change,) = again(wide(tmp_path, **{column: value}), dry_run=True).changes
    assert (change.column, change.theirs, change.move) == (column, value, move)
    assert (change.base or "") == ROW[WIDE.index(column)]
    assert not change.conflict


def test_a_chosen_change_is_a_correction_by_the_actor_and_not_shown_again(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(wide(tmp_path))
    edited = wide(tmp_path, 整改措施="1.补全；2.每月抽查", 备注="已催办", 完成情况="已完成")
    second = again(edited, Decisions(all=True))
    assert [(a.change.column, a.why_not) for a in second.applied] == [("整改措施", None)]
    (problem,) = items(database)
    assert (problem["data"]["measures"], problem["state"]) == ("1.补全；2.每月抽查", "assigned")
    events = rows_of(database, "SELECT trigger, actor_name FROM events WHERE seq > 1")
    assert events == [("correct", "周敏")]
    third = again(edited, dry_run=True)
    assert [c.column for c in third.changes] == ["完成情况", "备注"]  # shown until it is decided
    ours = {c.id: "ours" for c in third.changes}
    again(edited, Decisions(named=ours))  # type: ignore[arg-type]
    assert again(edited, dry_run=True).changes == []


def test_what_was_changed_on_both_sides_is_a_conflict_and_only_a_person_decides(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(wide(tmp_path))
    (problem,) = items(database)
    commands.fire(
        problem["number"], "correct", actor("coordinator"), fields={"measures": "1.重做"},
        comment="措施有误，改正如下所示。",
    )  # fmt: skip
    edited = wide(tmp_path, 整改措施="1.补全；2.抽查；3.通报")
    second = again(edited, Decisions(all=True))
    assert told(second) == [
        ("整改措施", "1.补全；2.抽查", "1.重做", "1.补全；2.抽查；3.通报", True)
    ]
    assert second.applied == []
    assert items(database)[0]["data"]["measures"] == "1.重做"
    again(edited, Decisions(named={second.changes[0].id: "theirs"}))
    assert items(database)[0]["data"]["measures"] == "1.补全；2.抽查；3.通报"


def test_a_refused_change_says_why_and_changes_nothing(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(wide(tmp_path))
    edited = wide(tmp_path, 整改措施="1.补全；2.抽查；3.通报")
    (applied,) = again(edited, Decisions(all=True), who="branch-head").applied
    assert applied.why_not
    assert items(database)[0]["data"]["measures"] == "1.补全；2.抽查"
    with pytest.raises(BadInput, match="--as"):
        import_ledger(edited, choices=Choices(decisions=Decisions(all=True)))
    with pytest.raises(BadInput, match="no change"):
        again(edited, Decisions(named={"P1.nothing": "theirs"}))


def test_a_row_that_is_gone_is_named_and_left_as_it_is(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(file(tmp_path, GOOD, changed(0, "牌匾破损")))
    second = again(file(tmp_path, GOOD, changed(0, "新问题")))
    assert [(one.title, one.row) for one in second.gone] == [("牌匾破损", 3)]
    assert [item["state"] for item in items(database)] == ["raised"] * 3


def test_a_corrected_wording_finds_its_item_and_waits_for_a_person(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(file(tmp_path, ["7", *GOOD], head=SERIAL))
    edited = file(tmp_path, ["7", *changed(0, "记录不全（已核实）")], head=SERIAL)
    second = again(edited, Decisions(all=True))
    (change,) = second.changes
    assert (change.column, change.certain, second.applied) == ("具体问题", False, [])
    again(edited, Decisions(named={change.id: "theirs"}))
    assert [item["title"] for item in items(database)] == ["记录不全（已核实）"]


def test_another_unit_finds_its_item_too(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    again(file(tmp_path, ["7", *GOOD], head=SERIAL))
    edited = file(tmp_path, ["7", *changed(2, "第二党支部")], head=SERIAL)
    (change,) = again(edited, dry_run=True).changes
    assert (change.column, change.move) == ("责任单位", "place")
    again(edited, Decisions(named={change.id: "theirs"}))
    assert [item["unit_id"] for item in items(database)] == [4]


def many(folder: Path, count: int) -> None:
    rows = [changed(0, f"第{n}个问题") for n in range(count)]
    import_ledger(file(folder, *rows))


def test_three_cells_edited_offline_in_500_rows_are_exactly_three(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    many(tmp_path, 250)  # with two tasks each, so 500 lines
    path = tmp_path / "out.xlsx"
    path.write_bytes(ledger())
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[3]]
    edits = {(4, "具体问题"): "第一个问题", (200, "备注"): "已催办", (301, "整改措施"): "每月抽查"}
    for (row, name), value in edits.items():
        sheet.cell(row, names.index(name) + 1).value = value
    book.save(path)
    second = again(path, dry_run=True)
    assert second.problems == 0
    assert {(c.row, c.column): c.theirs for c in second.changes} == edits


def test_an_old_export_undoes_nothing_that_was_corrected_since(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    many(tmp_path, 2)
    path = tmp_path / "out.xlsx"
    path.write_bytes(ledger())
    number = items(database)[0]["number"]
    commands.fire(
        number, "correct", actor("coordinator"), fields={"title": "改过的问题"},
        comment="表述有误，改正如下所示。",
    )  # fmt: skip
    assert again(path, Decisions(all=True)).changes == []
    assert items(database)[0]["title"] == "改过的问题"


WRITTEN = st.text("甲乙丙丁abc，。 1", min_size=1, max_size=12).filter(lambda t: t.strip() == t)
EDITED = ("产生原因", "整改目标", "备注", "类别", "来源", "核查人", "预警", "措施类型")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.dictionaries(
        st.tuples(st.integers(0, 5), st.sampled_from(EDITED)),
        st.text("甲乙丙丁abc，。 1", min_size=1, max_size=12).filter(
            lambda t: t == t.strip() != ""
        ),
        max_size=8,
    )
)
def test_random_edits_of_an_export_come_back_as_exactly_those(
    cast: dict[str, Persona], database: Database, tmp_path: Path,
    edits: dict[tuple[int, str], str],
) -> None:  # fmt: skip
    if not items(database):
        import_ledger(file(tmp_path, *(changed(0, f"第{n}个问题") for n in range(6))))
    text = ledger("csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    head = next(n for n, row in enumerate(rows) if "具体问题" in row)
    firsts = [n for n, row in enumerate(rows) if n > head and row[0].isdecimal()]
    firsts = [n for n in firsts if rows[n][0] != rows[n - 1][0]]
    wanted = {}
    for (which, name), value in edits.items():
        row, column = firsts[which], rows[head].index(name)
        own = [n for n in range(firsts[which], len(rows)) if rows[n][0] == rows[row][0]]
        for n in own:  # in a CSV the cell of a problem stands in each of its lines
            rows[n][column] = value
        wanted[row + 1, name] = value
    path = tmp_path / "edited.csv"
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    path.write_text(written.getvalue(), encoding="utf-8")
    found = again(path, dry_run=True)
    firsts_found = {(c.row, c.column): c.theirs for c in found.changes}
    assert {k: v for k, v in firsts_found.items() if k[0] - 1 in firsts} == wanted
    assert all(isinstance(c, CellChange) for c in found.changes)


STATES = st.sampled_from(["", "正在整改", "未整改", "已完成", "已整改", "已销号", "100%"])
MONTH = st.tuples(
    st.lists(st.tuples(st.sampled_from("甲乙丙丁"), STATES), min_size=1, max_size=4),
    st.sampled_from(["skip", "waiting", "closed"]),
    st.booleans(),  # whether it is taken back afterwards
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(months=st.lists(MONTH, min_size=1, max_size=3), turn=st.uuids())
def test_whatever_is_imported_no_finished_row_is_opened_and_nothing_taken_back_stays_open(
    cast: dict[str, Persona], database: Database, tmp_path: Path,
    months: list[Any], turn: UUID,
) -> None:  # fmt: skip
    for told_rows, finished, is_taken_back in months:
        rows = [[*changed(0, f"{name}{turn}"), state] for name, state in dict(told_rows).items()]
        path = file(tmp_path, *rows, head=HEAD_WITH_STATE)
        choices = Choices(finished=finished)
        first = import_ledger(path, choices=choices)
        second = import_ledger(path, choices=choices)
        assert (second.problems, second.changes, second.import_id) == (0, first.changes, None)
        opened = {one.key: one.state for one in first.ledger.problems}
        raised = "SELECT i.source_key, e.trigger, i.state FROM items i JOIN events e"
        query = f"{raised} ON e.item_id = i.id AND e.seq = 1 WHERE i.source_key IS NOT NULL"
        new = {p for p, action in first.actions.items() if action not in ("known", "finished")}
        keys = {one.key for one in first.ledger.problems if (one.sheet, one.row) in new}
        for key, trigger, _ in rows_of(database, query):
            if key in keys and opened[key] != "open":
                assert trigger in ("take_over", "take_over_rectified")
        if is_taken_back and first.import_id:
            take_back(first.import_id)
            brought = "import_rows r JOIN items i ON i.id = r.item_id"
            brought += f" AND r.import_id = {first.import_id}"
            assert rows_of(database, f"SELECT 1 FROM {brought} WHERE i.awaits <> ''") == []
    closed = "e.trigger = 'take_over'"
    for table in ("inbox", "outbox", "escalations"):
        told_of = f"SELECT 1 FROM {table} t JOIN events e USING (item_id, seq) WHERE {closed}"
        assert rows_of(database, told_of) == []
