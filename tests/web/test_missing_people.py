"""People of a ledger who are not there: offered as a roster to whoever keeps the organisation."""

from __future__ import annotations

from tests.web.conftest import Entering
from tests.web.importing import HEAD, address_of, table, upload
from workflow.imports.ledger.cells import text_of
from workflow.imports.ledger.workbook import read_workbook

ROW = ["记录不全", "补全记录", "第一党支部", "2027-06-30"]


def test_who_is_not_there_is_offered_as_a_roster(enter: Entering) -> None:
    clerk = enter("coordinator")
    head = [*HEAD, "责任人"]
    made = table([*_filled(), "欧阳立"], [*_filled("另一问题"), "欧阳立（书记）"], head=head)
    at = address_of(upload(clerk, made))
    page = clerk.text(f"{at}/values")
    assert "台账中有1人系统中还没有" in page
    assert "由系统管理员核对后导入" in page
    answer = clerk.get(f"{at}/missing-people")
    [sheet] = read_workbook(answer.data, "花名册.xlsx").sheets
    assert [[text_of(cell) for cell in row] for row in sheet.rows] == [
        ["姓名", "单位", "职务", "政治面貌", "备注"],
        ["欧阳立", "第一党支部", "书记", "党员", "台账中出现 2 次"],
    ]


def test_where_everybody_is_there_nothing_is_offered(enter: Entering) -> None:
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(_filled())))
    assert "missing-people" not in clerk.text(f"{at}/values")
    assert clerk.get(f"{at}/missing-people").status_code == 404


def _filled(title: str = "") -> list[str]:
    told = dict(zip(("具体问题", "整改措施", "责任单位", "整改时限"), ROW, strict=True))
    return [(title or told[name]) if name == "具体问题" else told.get(name, "") for name in HEAD]
