"""Bringing a ledger in: all of it or nothing, once, and every doubt reported."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, cast
from tests.imports.ledger.books import REAL, csv_text
from tests.servers import Database
from workflow.errors import BadInput
from workflow.imports.import_ledger import Choices, Imported, import_ledger
from workflow.imports.ledger import meanings
from workflow.imports.ledger.wishes import Wishes
from workflow.imports.opening import OWN_NAMES
from workflow.platform import db, settings

__all__ = ["cast"]
YEAR = 2060  # of the deadlines, which lie ahead on any day
HEAD = ["具体问题", "整改措施", "责任单位", "责任人", "发现时间", "整改时限", "严重程度", "方面"]
GOOD = [
    "记录不全",
    "1.补全；2.抽查",
    "第一党支部",
    "陈建国",
    "2026-03-02",
    f"{YEAR}年6月底前",
    "",
    "A3",
]


def file(folder: Path, *rows: Sequence[str], head: Sequence[str] = HEAD) -> Path:
    path = folder / "台账.csv"
    path.write_text(csv_text([head, *rows]), encoding="utf-8")
    return path


def items(database: Database, list_key: str = "problems") -> list[dict[str, Any]]:
    with psycopg.connect(database.owner_url) as connection:
        cursor = connection.execute(
            "SELECT to_jsonb(i) FROM items i WHERE list_key = %s ORDER BY id", [list_key]
        )
        return [row[0] for row in cursor]


def counts(imported: Imported) -> tuple[int, int, int, int]:
    return imported.problems, imported.tasks, imported.responsibilities, imported.known


def changed(column: int, value: str) -> list[str]:
    return [*GOOD[:column], value, *GOOD[column + 1 :]]


def test_a_row_becomes_a_problem_with_its_tasks_and_responsibilities(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    assert counts(import_ledger(file(tmp_path, GOOD))) == (1, 2, 1, 0)
    (problem,) = items(database)
    assert (problem["title"], problem["state"], problem["unit_id"]) == ("记录不全", "raised", 3)
    assert problem["process"]["due_on"] == f"{YEAR}-06-30"
    assert problem["data"]["aspect"] == "A3"
    assert problem["process"]["people"] == [
        {"level": "specific", "text": "陈建国", "person": cast["branch-head"].id}
    ]
    assert problem["process"]["ledger"]["row"] == 2
    tasks = items(database, "tasks")
    assert [task["title"] for task in tasks] == ["补全", "抽查"]
    assert {task["parent_id"] for task in tasks} == {problem["id"]}
    (responsibility,) = items(database, "responsibilities")
    assert responsibility["title"] == "责任单位：第一党支部；陈建国"


def test_published_rows_that_are_open_go_in_and_the_second_time_none(
    cast: dict[str, Persona], database: Database
) -> None:
    first = import_ledger(REAL / "ledger_real.xlsx")
    assert counts(first) == (51, 52, 59, 0)
    assert first.written
    finished = {refused.row for refused in first.refused if refused.effect == "left out"}
    assert len(finished) == 70 - 51  # each is named
    assert counts(import_ledger(REAL / "ledger_real.xlsx")) == (0, 0, 0, 51)
    assert len(items(database)) == 51
    assert [p["number"] for p in items(database)] == sorted(p["number"] for p in items(database))


def test_a_grown_ledger_adds_only_what_is_new(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    import_ledger(file(tmp_path, GOOD))
    grown = import_ledger(file(tmp_path, GOOD, changed(0, "牌匾破损")))
    assert counts(grown) == (1, 2, 1, 1)


def test_one_bad_row_keeps_the_whole_file_out(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    imported = import_ledger(file(tmp_path, GOOD, changed(0, "")))
    assert not imported.written
    rows = [(r.row, r.column) for r in imported.refused if r.effect == "row"]
    assert rows == [(3, "具体问题")]
    assert items(database) == []


def test_the_good_rows_go_in_alone_where_that_is_chosen(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    path = file(tmp_path, GOOD, changed(0, ""))
    imported = import_ledger(path, choices=Choices(only_good=True))
    assert imported.written
    assert [item["title"] for item in items(database)] == ["记录不全"]
    assert [r.row for r in imported.refused if r.effect == "row"] == [3]


def test_a_dry_run_writes_nothing_and_counts_the_same(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    tried = import_ledger(file(tmp_path, GOOD), dry_run=True)
    assert counts(tried) == (1, 2, 1, 0)
    assert not tried.written
    assert items(database) == []
    assert counts(import_ledger(file(tmp_path, GOOD))) == counts(tried)


def test_two_imports_of_one_file_at_once_write_it_once(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    path = file(tmp_path, *(changed(0, f"第{n}个问题") for n in range(40)))
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: import_ledger(path), range(4)))
    assert sorted(imported.problems for imported in results) == [0, 0, 0, 40]
    assert len(items(database)) == 40
    assert len(items(database, "tasks")) == 80


def test_an_unknown_unit_is_kept_as_text_and_reported_with_its_cell(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    imported = import_ledger(file(tmp_path, changed(2, "第九党支部")))
    told = [(r.row, r.column, r.cell, r.value, r.effect) for r in imported.refused]
    assert told[0] == (2, "责任单位", "C2", "第九党支部", "kept as text")
    assert "市交通局" in imported.refused[0].reason.zh
    (problem,) = items(database)
    assert problem["unit_id"] == 1
    assert problem["process"]["ledger"]["text"]["responsible_unit"] == "第九党支部"


@pytest.mark.parametrize(("name", "why"), [("赵无名", "no such person"), ("韩雪", "has left")])
def test_a_person_who_is_unknown_or_has_left_is_reported_and_kept_as_text(
    cast: dict[str, Persona], database: Database, tmp_path: Path, name: str, why: str
) -> None:
    imported = import_ledger(file(tmp_path, changed(3, name)))
    (refused,) = imported.refused
    assert (refused.column, refused.value, refused.effect) == ("责任人", name, "kept as text")
    assert why in refused.reason.en
    assert items(database)[0]["process"]["people"][0]["person"] is None


def test_a_finding_in_the_future_is_asked_about_and_not_taken(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    imported = import_ledger(file(tmp_path, changed(4, "2090-01-01")))
    assert [(r.column, r.effect) for r in imported.refused] == [("发现时间", "kept as text")]
    (problem,) = items(database)
    assert problem["process"]["ledger"]["text"]["found_on"] == "2090-01-01"
    assert problem["data"].get("found_on") is None


HEAD_WITH_STATE = [*HEAD, "完成情况"]


def test_a_row_that_is_called_finished_is_named_and_never_raised_as_open(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    rows = [[*GOOD, "正在整改"], [*changed(0, "党课未讲"), "已完成整改销号"]]
    imported = import_ledger(file(tmp_path, *rows, head=HEAD_WITH_STATE))
    assert [item["title"] for item in items(database)] == ["记录不全"]
    (told,) = [r for r in imported.refused if r.effect == "left out"]
    assert (told.row, told.column, told.value) == (3, "完成情况", "已完成整改销号")


def test_a_known_row_that_says_something_else_now_is_told_cell_by_cell(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    import_ledger(file(tmp_path, [*GOOD, "正在整改"], head=HEAD_WITH_STATE))
    again = import_ledger(
        file(tmp_path, [*changed(5, f"{YEAR}年9月底前"), "已完成"], head=HEAD_WITH_STATE)
    )
    assert counts(again) == (0, 0, 0, 1)
    assert [(r.column, r.effect) for r in again.refused] == [
        ("整改时限", "left out"),
        ("完成情况", "left out"),
    ]
    assert f"{YEAR}年6月底前" in again.refused[0].reason.zh


def test_a_wording_that_was_corrected_is_not_raised_a_second_time(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    head = ["序号", *HEAD]
    import_ledger(file(tmp_path, ["7", *GOOD], head=head))
    again = import_ledger(file(tmp_path, ["7", *changed(0, "记录不全（已核实）")], head=head))
    assert counts(again) == (0, 0, 0, 1)
    assert "most likely" in again.refused[0].reason.en
    assert len(items(database)) == 1


def test_what_a_person_chose_goes_before_what_is_proposed(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    wishes = Wishes({"备忘": "due"}, {"units": {"老一支部": "第一党支部"}})
    head = ["具体问题", "责任单位", "备忘"]
    path = file(tmp_path, ["记录不全", "老一支部", f"{YEAR}-01-31"], head=head)
    import_ledger(path, choices=Choices(wishes))
    (problem,) = items(database)
    assert (problem["unit_id"], problem["process"]["due_on"]) == (3, f"{YEAR}-01-31")


def test_an_organisation_adds_names_of_columns(
    cast: dict[str, Persona], database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "meaning,weight,names\nproblem,100,待办之事\n"
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    settings.cache_clear()
    (tmp_path / OWN_NAMES).write_text(own, encoding="utf-8")
    try:
        import_ledger(file(tmp_path, ["门锁坏了", f"{YEAR}-01-31"], head=["待办之事", "整改时限"]))
    finally:
        meanings.add_names("")
        settings.cache_clear()
    assert [item["title"] for item in items(database)] == ["门锁坏了"]


def test_a_problem_too_long_for_a_title_is_kept_whole_beside_a_shorter_one(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    imported = import_ledger(file(tmp_path, GOOD, changed(0, "长" * 2001)))
    (refused,) = imported.refused
    assert (refused.row, refused.column, refused.effect) == (3, "具体问题", "kept as text")
    long = items(database)[1]
    assert len(long["title"]) == 200
    assert long["process"]["ledger"]["text"]["problem"] == "长" * 2001


def test_what_a_form_would_refuse_is_refused_with_its_row(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    imported = import_ledger(file(tmp_path, GOOD, changed(1, "长" * 2001)))
    assert {(r.row, r.column, r.effect) for r in imported.refused} == {(3, "整改措施", "row")}
    assert items(database) == []


def test_an_unknown_aspect_is_kept_as_text(cast: dict[str, Persona], tmp_path: Path) -> None:
    imported = import_ledger(file(tmp_path, changed(7, "党的建设")))
    assert [(r.column, r.value) for r in imported.refused] == [("方面", "党的建设")]
    assert imported.written


def test_a_unit_above_answers_in_the_unit_that_rectifies(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    import_ledger(file(tmp_path, changed(2, "机关党委（牵头单位）；第一党支部")))
    assert items(database)[0]["unit_id"] == 3
    responsibilities = items(database, "responsibilities")
    assert [(r["title"], r["unit_id"]) for r in responsibilities] == [
        ("牵头单位：机关党委", 3),
        ("责任单位：第一党支部；陈建国", 3),
    ]


def test_progress_is_told_row_by_row(cast: dict[str, Persona], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = file(tmp_path, GOOD, changed(0, "牌匾破损"))
    import_ledger(path, progress=lambda done, total: told.append((done, total)))
    assert (told, told[-1]) == (sorted(told), (9, 9))


def test_without_an_organisation_the_import_says_what_to_do_first(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    db.close()
    with pytest.raises(BadInput, match="set up the organisation first"):
        import_ledger(file(tmp_path, GOOD))
    db.close()


def test_a_formula_in_the_text_stays_text(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    import_ledger(file(tmp_path, changed(0, "=cmd|'/c calc'!A0")))
    assert items(database)[0]["title"] == "=cmd|'/c calc'!A0"
