"""Exports: what one may see and has filtered goes out as a sheet, and is noted."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import clock
from tests.cast import BRANCH, LOOKS, OFFICE, OTHER_BRANCH, Persona, actor, cast
from tests.queries.taken import lines, rows, sheet, taken, tasks_under
from tests.servers import Database
from tests.web.stories import assigned, in_days, raised, rectified, stored
from workflow.declaration import SYSTEM
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted
from workflow.imports.ledger.special_ledger import COLUMNS
from workflow.platform.sheets.formulas import is_formula
from workflow.queries import Filters, items

__all__ = ["cast"]
WHO = ("coordinator", "branch-head", "outsider", "verifier", "discipline", "member", "nobody")
FORMULAS = ("=1+1", "+1", "-1", "@A1", "＝1+1", "＋1", " =1", "\u200b=1", "−1", "\t=1")


def told(database: Database) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute(
            "SELECT actor_name, subject_kind, subject_id, details FROM journal"
            " WHERE kind = 'exported' ORDER BY seq"
        ).fetchall()


def test_the_three_forms_tell_the_same_rows(cast: dict[str, Persona]) -> None:
    numbers = [raised(), assigned("牌匾破损"), raised("=1+1")]
    book, text = taken("coordinator"), taken("coordinator", form="csv").decode("utf-8-sig")
    found = [row["编号"] for row in lines(book)]
    assert found == numbers[::-1]
    assert [row["编号"] for row in csv.DictReader(io.StringIO(text))] == found
    assert [row["number"] for row in rows(taken("coordinator", form="json"))] == found


def test_the_names_of_columns_are_in_the_language_that_is_asked_for(
    cast: dict[str, Persona],
) -> None:
    raised()
    row = lines(taken("coordinator", language="en"))[0]
    assert (row["Unit"], row["State"]) == ("First Branch", "Raised")
    head = lines(taken("coordinator", what="ledger", language="en"))[0]
    assert list(head) == [column.words.en for column in COLUMNS]


def test_days_are_days_and_numbers_are_numbers(cast: dict[str, Persona]) -> None:
    assigned(days=30)
    (row,) = lines(taken("coordinator", what="ledger"))
    assert row["整改时限"] == datetime.fromisoformat(in_days(30))
    assert row["交办日期"].date() == clock.today()
    assert [type(row[name]) for name in ("序号", "延期次数", "计划进度%", "轮次")] == [int] * 4


def test_the_special_ledger_has_its_columns_and_a_line_for_each_task(
    cast: dict[str, Persona],
) -> None:
    number = raised("会议记录不全")
    tasks_under(number, "补齐记录", "每月抽查", "专题培训")
    data = taken("coordinator", what="ledger")
    assert list(lines(data)[0]) == [column.words.zh for column in COLUMNS]
    assert len(COLUMNS) == 33
    assert [row["整改措施"] for row in lines(data)] == ["补齐记录", "每月抽查", "专题培训"]
    assert [row["具体问题"] for row in lines(data)] == ["会议记录不全", None, None]
    merged = {str(area) for area in sheet(data).merged_cells.ranges}
    assert "G4:G6" in merged  # the problem, once for its three tasks
    assert not any(area.startswith("J") for area in merged)  # the measures, each for itself
    (row,) = rows(taken("coordinator", what="ledger", form="json"))
    assert [line["measures"] for line in row["lines"]] == ["补齐记录", "每月抽查", "专题培训"]


def test_a_closed_problem_tells_its_whole_way(cast: dict[str, Persona]) -> None:
    number = rectified()
    commands.fire(
        number,
        "verify",
        actor("verifier"),
        fields=LOOKS,
        comment="属实。",
    )
    commands.fire(number, "close", actor("committee"))
    (row,) = lines(taken("coordinator", what="ledger"))
    today = clock.today()
    days = {name: row[name].date() for name in ("交办日期", "完成日期", "销号日期")}
    assert set(days.values()) == {today}
    assert row["整改时限"] == datetime.fromisoformat(in_days(30))  # though no clock runs any more
    assert (row["状态"], row["是否按期"], row["预警"]) == ("已销号", "是", None)
    assert (row["核查人"], row["具体责任人"]) == ("吴静", "陈建国")
    assert (row["计划进度%"], row["实际进度%"], row["佐证"]) == (100, 100, 1)


def test_an_overdue_problem_is_red_and_late(cast: dict[str, Persona]) -> None:
    assigned(days=2)
    (row,) = lines(taken("coordinator", what="ledger", now=clock.now() + timedelta(days=9)))
    assert (row["预警"], row["是否按期"], row["计划进度%"]) == ("红色", "否", 100)


def test_no_text_becomes_a_formula(cast: dict[str, Persona]) -> None:
    for text in FORMULAS:
        assert is_formula(text), text
    made = [raised(f"{text}加起来") for text in FORMULAS[:5]]
    book = sheet(taken("coordinator"))
    kinds = {cell.data_type for row in book.iter_rows(min_row=4) for cell in row if cell.value}
    assert "f" not in kinds
    assert {row[1].quotePrefix for row in book.iter_rows(min_row=4)} == {True}
    text = taken("coordinator", form="csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if is_formula(cell)]
    titles = {row["number"]: row["title"] for row in rows(taken("coordinator", form="json"))}
    assert titles[made[0]] == "=1+1加起来"  # programs get the text as it is


def test_the_workbook_is_ready_to_be_printed(cast: dict[str, Persona]) -> None:
    raised()
    for what, paper in (("list", "9"), ("ledger", "8")):
        book = sheet(taken("coordinator", what=what))
        assert book.page_setup.orientation == "landscape"
        assert str(book.page_setup.paperSize) == paper
        assert (book.page_setup.fitToWidth, book.page_setup.fitToHeight) in ((1, 0), (None, 0))
        assert book.print_title_rows == "$3:$3"
        assert book.freeze_panes.endswith("4")
        assert "&P" in str(book.oddFooter.center.text) or book.oddFooter.center.text


def test_title_filter_total_and_day_stand_above_the_table(cast: dict[str, Persona]) -> None:
    raised()
    raised("重大问题", severity="major")
    filters = {"states": ("open",), "severity": "major", "unit_id": BRANCH, "q": "问题"}
    book = sheet(taken("coordinator", filters=filters))
    assert book["A1"].value == "问题清单"
    about = book["A2"].value
    for part in ("查找：问题", "状态：未办结", "严重程度：重大", "第一党支部", "共1项", "周敏"):
        assert part in about, part
    assert clock.today().isoformat() in about


def test_an_export_is_noted_with_who_what_filter_and_rows(
    cast: dict[str, Persona], database: Database
) -> None:
    raised()
    taken("coordinator", filters={"states": ("open",)}, form="csv")
    taken("branch-head", what="ledger")
    with_filter, ledger = told(database)
    assert with_filter[:3] == ("周敏", "list", "problems")
    assert with_filter[3] == {"rows": 1, "form": "csv", "filter": "状态：未办结"}
    assert ledger[0] == "陈建国"
    assert ledger[3]["what"] == "ledger"


def test_a_confidential_list_is_noted_as_read_too(
    cast: dict[str, Persona], database: Database
) -> None:
    number = assigned()
    commands.raise_item("interviews", actor("director"), fields={"title": "约谈"}, parent=number)
    taken("discipline", "interviews", form="csv")
    with psycopg.connect(database.owner_url) as owner:
        read = owner.execute("SELECT details FROM journal WHERE kind = 'read'").fetchall()
    assert len(read) == 1
    assert told(database)[-1][2] == "interviews"


def test_what_is_closed_to_somebody_stays_closed(cast: dict[str, Persona]) -> None:
    with pytest.raises(NotFound):
        taken("system-admin")
    with pytest.raises(NotFound):
        taken("coordinator", "nonsense")
    with pytest.raises(NotPermitted):
        taken(SYSTEM, "interviews")
    with pytest.raises(BadInput):
        taken("coordinator", filters={"states": ("nonsense",)})


def test_a_refused_export_is_no_export(cast: dict[str, Persona], database: Database) -> None:
    with pytest.raises(BadInput):
        taken("coordinator", filters={"fields": {"nonsense": "1"}})
    assert told(database) == []


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["", "会议", "第二", "P"]),
        "states": st.lists(
            st.sampled_from(["open", "raised", "assigned", "closed"]), unique=True
        ).map(tuple),
        "severity": st.sampled_from(["", "minor", "major"]),
        "unit_id": st.sampled_from([None, OFFICE, BRANCH, OTHER_BRANCH]),
        "mine": st.booleans(),
        "overdue": st.booleans(),
        "colour": st.sampled_from(["", "green", "red", "yellow", "blue"]),
        "sort": st.sampled_from(["newest", "due"]),
    },
)


def test_what_goes_out_is_what_the_pages_show(cast: dict[str, Persona]) -> None:
    raised()
    raised("会议太多", severity="major", unit=OTHER_BRANCH)
    assigned("牌匾破损", days=3)
    raised("经费不足", severity="major", unit=OFFICE)
    rectified(stored())

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(who=st.sampled_from(WHO), filters=FILTERS)
    def holds(who: str, filters: dict[str, Any]) -> None:
        shown, after = [], None
        while True:
            page = items("problems", actor(who), Filters(**filters), after, 2)
            shown += [row.number for row in page.rows]
            if (after := page.next) is None:
                break
        out = rows(taken(who, form="json", filters=filters))
        assert [row["number"] for row in out] == shown
        ledger = rows(taken(who, form="json", what="ledger", filters=filters))
        assert sorted(row["issue_no"] for row in ledger) == sorted(shown)

    holds()


def test_the_ledger_tells_no_task_that_one_may_not_see(cast: dict[str, Persona]) -> None:
    number = raised()
    tasks_under(number, "自己的任务")
    tasks_under(number, "别处的任务", unit=OTHER_BRANCH)
    shown = taken("branch-head", what="ledger", form="json").decode()
    assert "自己的任务" in shown
    assert "别处的任务" not in shown
    assert "别处的任务" in taken("coordinator", what="ledger", form="json").decode()


def test_photos_stand_in_cells_if_wanted(cast: dict[str, Persona]) -> None:
    rectified(stored())
    book = sheet(taken("coordinator", photos=True))
    assert len(book._images) == 1
    assert book._images[0].anchor._from.col == book.max_column - 1
    assert not sheet(taken("coordinator"))._images
