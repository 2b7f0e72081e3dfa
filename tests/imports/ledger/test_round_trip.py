"""The special ledger out, into an empty installation, and out again: the same cells."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest

from tests import clock
from tests.cast import BRANCH, Persona, actor, cast, enact
from tests.imports.ledger.books import REAL, csv_text
from tests.servers import Servers
from tests.web.stories import assigned, raised
from workflow.declaration import SYSTEM
from workflow.engine import commands
from workflow.imports.import_ledger import Choices, import_ledger
from workflow.imports.ledger.reading import read_ledger
from workflow.imports.ledger.special_ledger import COLUMNS
from workflow.platform import db
from workflow.queries import Filters
from workflow.queries.exports.export import ExportWish, export
from workflow.snapshots import policies

__all__ = ["cast"]
GIVEN: dict[str, Sequence[str]] = {
    "具体问题": ("记录不全", "牌匾破损", "经费\n不足"),
    "产生原因": ("不重视", "", ""),
    "整改目标": ("记录齐全", "", ""),
    "整改措施": ("1.补全；2.抽查", "更换牌匾", ""),
    "措施类型": ("限期整改", "", ""),
    "牵头单位": ("机关党委", "", ""),
    "责任单位": ("第一党支部", "第二党支部", "第一党支部"),
    "第一责任人": ("李志远", "", ""),
    "具体责任人": ("陈建国", "高翔", ""),
    "交办日期": ("2026-03-02", "", ""),
    "整改时限": ("2027-06-30", "2027年3月底前", "长期坚持"),
    "延期次数": ("2", "", ""),
    "级别": ("重点", "轻微", ""),
    "方面": ("A3", "", "经费"),
    "备注": ("=1+1", "＝备注", ""),
}
Go = Callable[[], None]


@pytest.fixture
def elsewhere(
    postgres: Servers, cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Go]:
    """Call it to go to another installation with the same units and people, and no item."""
    owner_url, app_url = postgres.new_database()
    with psycopg.connect(owner_url) as connection:
        enact(connection)

    def go() -> None:
        db.close()
        monkeypatch.setenv("DATABASE_URL", app_url)

    yield go
    db.close()
    postgres.give_back(owner_url)


def ledger(form: str = "xlsx", language: str = "zh") -> bytes:
    wish: Any = {"what": "ledger", "form": form, "language": language}
    asked = ExportWish(list_key="problems", filters=Filters(), **wish)
    return b"".join(export(SYSTEM, asked, clock.now()))


def cells(data: bytes) -> list[tuple[Any, ...]]:
    """Return what stands below title and filter."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return list(book.worksheets[0].iter_rows(min_row=3, values_only=True))


def there_and_back(folder: Path, go: Go, language: str = "zh") -> tuple[Any, Any]:
    first = ledger(language=language)
    path = folder / "out.xlsx"
    path.write_bytes(first)
    go()
    imported = import_ledger(path)
    assert imported.written
    return cells(first), cells(ledger(language=language))


def test_a_published_ledger_comes_back_cell_by_cell(elsewhere: Go, tmp_path: Path) -> None:
    import_ledger(REAL / "ledger_real.xlsx")
    first, again = there_and_back(tmp_path, elsewhere)
    assert len(first) == 53
    assert again == first


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tasks_people_days_and_odd_texts_come_back(
    elsewhere: Go, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "台账.csv"
    quoted = [[f'"{cell}"' for cell in row] for row in (GIVEN, *zip(*GIVEN.values(), strict=True))]
    path.write_text(csv_text(quoted), encoding="utf-8")
    import_ledger(path)
    first, again = there_and_back(tmp_path, elsewhere, language)
    assert again == first
    assert len(first) == 1 + 4  # the first problem has two tasks


def test_what_was_raised_by_hand_comes_back(elsewhere: Go, tmp_path: Path) -> None:
    number = raised("会议记录不全", severity="major")
    for title in ("1.补齐记录 2.装订成册", "每月抽查\n并通报", "专题培训"):
        fields = {"title": title, "unit": BRANCH, "severity": "minor"}
        commands.raise_item("tasks", actor("director"), fields=fields, parent=number)
    raised("-牌匾破损")
    first, again = there_and_back(tmp_path, elsewhere)
    assert [cell for cell in first[1][:10] if cell] == [
        1, number, "重大", "会议记录不全", "1.补齐记录 2.装订成册",
    ]  # fmt: skip
    # A ledger comes in heaps, and its problems have more days to be assigned: another colour.
    colour = first[0].index("预警")
    without = [[(*row[:colour], *row[colour + 1 :]) for row in rows] for rows in (first, again)]
    assert without[0] == without[1]


def test_a_csv_comes_back_as_well(elsewhere: Go, tmp_path: Path) -> None:
    import_ledger(REAL / "ledger_real.xlsx")
    first = ledger("csv")
    path = tmp_path / "out.csv"
    path.write_bytes(first)
    elsewhere()
    assert import_ledger(path).written
    assert ledger("csv") == first


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reader_knows_every_column_of_the_ledger(
    cast: dict[str, Persona], tmp_path: Path, language: str
) -> None:
    raised()
    path = tmp_path / "out.xlsx"
    path.write_bytes(ledger(language=language))
    read = read_ledger(path, clock.today(), policies.calendar().add_working_days)
    found = {c.name: c.meaning for table in read.tables for c in table.columns}
    meanings = {column.key: found[getattr(column.words, language)] for column in COLUMNS}
    assert all(column.certain for table in read.tables for column in table.columns)
    kept = {key for key, meaning in meanings.items() if meaning == "text"}
    assert kept == {
        "kind", "extensions", "closed_on", "planned", "actual", "colour", "ladder_level",
        "verifiers", "publicity", "on_time", "round", "look_back", "evidence_count",
    }  # fmt: skip
    others = {"due_on": "due", "state": "status"}
    assert {k: m for k, m in meanings.items() if k not in kept} == {
        key: others.get(key, key) for key in meanings if key not in kept
    }


def test_work_that_has_begun_is_not_taken_for_finished(elsewhere: Go, tmp_path: Path) -> None:
    assigned()
    path = tmp_path / "out.xlsx"
    path.write_bytes(ledger())
    elsewhere()
    imported = import_ledger(path)
    assert imported.problems == 1


def test_what_was_finished_before_comes_back_with_its_days(elsewhere: Go, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    told = {**GIVEN, "完成情况": ("已销号", "", "已完成"), "完成日期": ("2026-03-20", "", "")}
    rows = [[f'"{cell}"' for cell in row] for row in (told, *zip(*told.values(), strict=True))]
    path.write_text(csv_text(rows), encoding="utf-8")
    import_ledger(path, choices=Choices(finished="closed"))
    first = ledger()
    (tmp_path / "out.xlsx").write_bytes(first)
    elsewhere()
    import_ledger(tmp_path / "out.xlsx", choices=Choices(finished="closed"))
    assert cells(ledger()) == cells(first)
