"""The whole organisation goes out as a workbook and comes in again, the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from rectify import cli
from tests.cast import BRANCH, OFFICE, Persona, actor
from tests.servers import Database, Servers
from tests.web import stories
from workflow import organisation
from workflow.audit.verifying import verify
from workflow.errors import BadInput
from workflow.organisation.regulations import TermOfOffice
from workflow.organisation.tree_queries import name_on
from workflow.organisation.workbook import read_book, write_book
from workflow.organisation.workbook_import import import_organisation
from workflow.platform import connect, db

ADMIN = actor("system-admin")


def _exported(path: Path, language: str = "zh") -> Path:
    with connect() as connection:
        path.write_bytes(write_book(read_book(connection), language))
    return path


def _edited(path: Path, change: Callable[[dict[str, list[list[object]]]], None]) -> Path:
    """Change the cells of a workbook as somebody with a spreadsheet program would."""
    book = load_workbook(path)
    rows = {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book.worksheets}
    change(rows)
    for sheet in book.worksheets:
        sheet.delete_rows(1, sheet.max_row)
        for row in rows[sheet.title]:
            sheet.append(row)
    edited = path.with_name("edited.xlsx")
    book.save(edited)
    return edited


def _history() -> None:
    organisation.rename(ADMIN, BRANCH, "综合党支部", on=date(2022, 5, 1))
    organisation.set_term(ADMIN, BRANCH, TermOfOffice(date(2024, 3, 1), date(2027, 2, 28)))
    organisation.describe(ADMIN, BRANCH, "agency", 12, 2)
    group = organisation.found(ADMIN, BRANCH, "group", "第一党小组", on=date(2024, 1, 1)).unit_id
    organisation.found(ADMIN, OFFICE, "joint_branch", "联合党支部", "Joint", code="J-7")
    organisation.dissolve(ADMIN, group, on=date(2025, 1, 1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_exported_and_brought_into_an_empty_instance_is_exported_the_same(
    language: str, cast: dict[str, Persona], tmp_path: Path, postgres: Servers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _history()
    first = _exported(tmp_path / "first.xlsx", language)
    owner_url, app_url = postgres.new_database()
    monkeypatch.setenv("DATABASE_URL", app_url)
    db.close()
    assert import_organisation(first).faults == []
    assert _exported(tmp_path / "second.xlsx", language).read_bytes() == first.read_bytes()
    with connect() as connection:
        row = connection.execute("SELECT id FROM units WHERE code = 'U3'").fetchone()
    assert row
    assert (name_on(row[0], date(2021, 1, 1)).zh, name_on(row[0], date(2026, 1, 1)).zh) == (
        "第一党支部",
        "综合党支部",
    )
    db.close()
    postgres.give_back(owner_url)


@pytest.mark.usefixtures("cast")
def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    _history()
    brought = import_organisation(_exported(tmp_path / "a.xlsx"))
    assert (brought.faults, brought.changes, brought.absent) == ([], [], [])


def _reorganise(rows: dict[str, list[list[object]]]) -> None:
    rows["单位"].append(
        ["X1", "U2", "党总支", "养护党总支", "", "", "", "", "", date(2026, 1, 1), ""]
    )
    for row in rows["单位"]:
        if row[0] == "U3":
            row[1], row[3] = "X1", "养护党支部"
    rows["人员"].append(["N1", "新同志", "", "new@example.org", "", ""])
    rows["任职"].append(["N1", "X1", "党总支书记", date(2026, 1, 1), ""])


@pytest.mark.usefixtures("cast")
def test_a_dry_run_tells_every_change_and_makes_none(tmp_path: Path) -> None:
    number = stories.assigned()
    file = _exported(tmp_path / "a.xlsx")
    edited = _edited(file, _reorganise)
    told = import_organisation(edited, dry_run=True)
    assert told.faults == []
    assert [(change.sheet.zh, change.key, change.words.zh) for change in told.changes] == [
        ("单位", "U3", "上级代码：U2 → X1"),
        ("单位", "U3", "名称：第一党支部 → 养护党支部"),
        ("单位", "X1", "新增"),
        ("人员", "N1", "新增"),
        ("任职", "N1 X1 general_branch_secretary 2026-01-01", "新增"),
    ]
    assert _exported(tmp_path / "b.xlsx").read_bytes() == file.read_bytes()
    assert import_organisation(edited).changes == told.changes
    with connect() as connection:
        row = connection.execute("SELECT scope FROM items WHERE number = %s", [number]).fetchone()
        x1 = connection.execute("SELECT id FROM units WHERE code = 'X1'").fetchone()
        assert x1
        assert row == (f"/1/2/{x1[0]}/3/",)
        assert list(verify(connection)) == []


@pytest.mark.usefixtures("cast")
def test_a_person_without_a_language_is_brought_in_once(tmp_path: Path) -> None:
    edited = _edited(
        _exported(tmp_path / "a.xlsx"),
        lambda rows: rows["人员"].append(["N1", "新同志", "", "", "", ""]),
    )
    assert len(import_organisation(edited).changes) == 1
    assert import_organisation(edited).changes == []


@pytest.mark.usefixtures("cast")
def test_what_is_not_in_the_file_is_named_and_left(tmp_path: Path) -> None:
    edited = _edited(_exported(tmp_path / "a.xlsx"), lambda rows: rows["任职"].pop())
    brought = import_organisation(edited)
    assert len(brought.absent) == 1
    assert import_organisation(_exported(tmp_path / "b.xlsx")).absent == []


def _put(sheet: str, row: int, column: int, value: object) -> Callable[..., None]:
    def change(rows: dict[str, list[list[object]]]) -> None:
        rows[sheet][row][column] = value

    return change


def _loop(rows: dict[str, list[list[object]]]) -> None:
    """Two new units, each under the other, and somebody in post there."""
    for code, parent, name in (("C1", "C2", "甲"), ("C2", "C1", "乙")):
        rows["单位"].append([code, parent, "党支部", name, *[""] * 5, "2026-01-01", ""])
    rows["任职"].append(["P1", "C1", "member", "2026-01-01", ""])


def _twice(rows: dict[str, list[list[object]]]) -> None:
    head = next(row for row in rows["任职"] if row[2] == "party_group_secretary")
    rows["任职"].append([*head[:3], "2031-01-01", ""])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_put("单位", 1, 9, "soon"), "“单位”第2行“自”：要写成 2026-12-31 这样的日期"),
        (_put("单位", 2, 2, "王国"), "“单位”第3行“类型”：没有这个选项：王国"),
        (_put("单位", 2, 1, "nowhere"), "“单位”第3行“上级代码”：“单位”表里没有这个代码：nowhere"),
        (_put("单位", 3, 6, "many"), "“单位”第4行“正式党员”：要填整数"),
        (_put("单位", 3, 3, None), "“单位”第4行“名称”：不能为空"),
        (_put("任职", 1, 0, "P999"), "“人员”表里没有这个代码：P999"),
        (_put("任职", 1, 4, "2019-01-01"), "结束日期早于开始日期"),
        (_put("人员", 2, 0, "P1"), "与第2行重复"),
        (_put("单位", 2, 9, "2021-01-01"), "不能由导入改为“2021-01-01”"),
        (lambda rows: rows["任职"].append(["P21", "U3", "branch_secretary", "2026-01-01", ""]),
         "“第一党支部”的党支部书记在同一天有两个人"),
        (lambda rows: rows["任职"].append(["P18", "U3", "member", "2026-01-01", ""]), "三员分立"),
        (lambda rows: rows["任职"].append(["P18", "U1", "audit_admin", "2026-01-01", ""]),
         "三员分立：任职“P18 U1 audit_admin 2026-01-01”"),
        (lambda rows: rows["任职"].append(["P4", "U1", "audit_admin", "2026-01-01", ""]),
         "三员分立：陈建国同时任"),
        (lambda rows: rows["单位"].append(["G", "U2", "group", "组", *[""] * 5, "2026-01-01", ""]),
         "党小组“组”不能设在机关党委之下"),
        (_loop, "单位“甲”的上级互相循环"),
        (_put("单位", 2, 1, "U3"), "“单位”第3行“上级代码”：单位“机关党委”的上级互相循环（B3）"),
        (lambda rows: rows["任期"].append(["U3", "2024-01-01", "2027-01-01", "", "2026-01-01"]),
         "“任期”第2行“延期至”：延期至要晚于任期结束日期"),
        (_put("任职", 1, 3, "2022-05-01至今"), "“任职”第2行“自”：要写成 2026-12-31 这样的日期"),
        (lambda rows: rows["单位"].insert(2, [""] * 11) or _put("单位", 3, 1, "nowhere")(rows),
         "“单位”第4行“上级代码”：“单位”表里没有这个代码：nowhere"),
        (_twice, "有日期重叠的两条任职"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("cast")
def test_a_cell_that_cannot_go_in_is_named_and_nothing_is_written(
    change: Callable[..., None], said: str, tmp_path: Path
) -> None:
    file = _exported(tmp_path / "a.xlsx")
    brought = import_organisation(_edited(file, change))
    assert said in " ".join(words.zh for words in brought.faults)
    assert all(words.en and words.zh for words in brought.faults)
    assert _exported(tmp_path / "b.xlsx").read_bytes() == file.read_bytes()


@pytest.mark.usefixtures("cast")
def test_a_workbook_of_something_else_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="no sheet of people or units"):
        import_organisation(file)


@pytest.mark.usefixtures("cast")
def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path, database: Database) -> None:
    organisation.rename(ADMIN, BRANCH, "=1+1")
    file = _exported(tmp_path / "a.xlsx")
    assert import_organisation(file).changes == []
    with psycopg.connect(database.owner_url) as connection:
        assert connection.execute("SELECT name FROM units WHERE id = 3").fetchone() == ("=1+1",)


@pytest.mark.usefixtures("cast")
def test_an_export_that_cannot_be_written_is_a_sentence_and_not_in_the_journal(
    database: Database, tmp_path: Path
) -> None:
    count = "SELECT count(*) FROM journal WHERE kind = 'exported'"
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        before = connection.execute(count).fetchone()
        target = tmp_path / "no such folder" / "book.xlsx"
        ended = CliRunner().invoke(cli.cli, ["organisation", "export", str(target)])
        assert isinstance(ended.exception, BadInput)
        assert str(target) in ended.exception.words.en
        assert connection.execute(count).fetchone() == before
