"""Layouts of one's own are filled in, and lists are printed whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import openpyxl
import pytest

from tests import clock
from tests.cast import Persona, actor, cast
from tests.queries.taken import sheet, taken, tasks_under
from tests.web.stories import assigned, in_days, raised
from workflow.errors import BadInput
from workflow.platform import settings as ours
from workflow.queries import Filters
from workflow.queries.exports.export import ExportWish, printed
from workflow.queries.exports.own_layouts import layout_of

__all__ = ["cast"]


def layout(name: str, *rows: tuple[Any, ...]) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    folder = ours().data / "layouts"
    folder.mkdir(exist_ok=True)
    book.save(folder / f"{name}.xlsx")


def test_a_layout_of_ones_own_is_filled_in_by_the_names_of_its_columns(
    cast: dict[str, Persona],
) -> None:
    head = ("问题编号", "隐患描述", "整改单位", "完成期限", "验收章")
    layout("局用", ("××局整改台账",), head, (), ("填报人：",))
    number = assigned("牌匾破损", days=30)
    tasks_under(raised("记录不全"), "补齐", "抽查")
    book = sheet(taken("coordinator", what="ledger", layout=layout_of("局用")))
    found = list(book.iter_rows(values_only=True))
    assert found[:2] == [("××局整改台账", None, None, None, None), head]
    assert found[2] == (
        number, "牌匾破损", "第一党支部", datetime.fromisoformat(in_days(30)), None,
    )  # fmt: skip
    assert found[3][1] == "记录不全"
    assert found[5][0] == "填报人："
    assert "B4:B5" in {str(area) for area in book.merged_cells.ranges}


def test_a_layout_without_a_known_column_is_refused_with_those_that_are_known(
    cast: dict[str, Persona],
) -> None:
    layout("空白", ("甲", "乙"))
    with pytest.raises(BadInput) as refused:
        taken("coordinator", layout=layout_of("空白"))
    assert "事项" in refused.value.words.zh
    with pytest.raises(BadInput) as unknown:
        layout_of("../secret")
    assert "空白" in unknown.value.words.zh


def test_a_printed_list_has_all_rows_on_one_page(cast: dict[str, Persona]) -> None:
    for n in range(3):
        raised(f"第{n}个问题")
    wish = ExportWish(list_key="problems", filters=Filters())
    table = printed(actor("coordinator"), wish, clock.now())
    assert len(table.blocks) == 3
    assert "共3项" in table.head.about


def test_more_than_anybody_prints_is_refused(
    cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.queries.exports.files.MOST_PRINTED", 1)
    raised()
    raised()
    with pytest.raises(BadInput):
        printed(
            actor("coordinator"), ExportWish(list_key="problems", filters=Filters()), clock.now()
        )
