"""The unit of a whole table, by the title or by the wish of a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workflow.imports.ledger.units_with_people import looks_like_unit
from workflow.organisation.rosters.known_units import KnownUnit, KnownUnits

_LIST = (
    r"(?:\d{4}年?度?|在职|在岗|全体|全部|党员|干部|职工|员工|人员|教职工|工作人员|党组织|基层|机构|组织机构|组织|单位|部门|党支部|支部|班子|领导|"
    r"委员会|委员|成员|基本|信息|情况|任职|党务|编制|的)*"
    r"(?:花名册|花名冊|名册|名冊|名单|名單|通讯录|通訊錄|一览表|一覽表|信息表|统计表|登记表|情况表|汇总表|目录|列表|清单|台账|架构|设置表?|表)"
)
_TITLE = re.compile(rf"^(?:附件\d*[:：]?\s*)?(.{{2,40}}?){_LIST}(?:[(（].*[)）])?$")
_LABEL = re.compile(
    r"^(?:填报单位|填表单位|单位名称|单位|所属单位|部门|党组织名称)(?:[(（]盖章[)）])?\s*[:：]\s*(.{2,40})$"
)
_ENGLISH = re.compile(
    r"^(?:staff (?:list|roster|directory) (?:of|for)\s+(.+)|(.+?)[\s:,–-]+(?:staff (?:list|roster|"
    r"directory)|roster|list of (?:units|staff|people)|organisation|org chart|directory))$",
    re.IGNORECASE,
)


def unit_of_titles(titles: Iterable[str], units: KnownUnits) -> KnownUnit | None:
    """Return the known unit named in the titles, or ``None``."""
    for title in titles:
        if found := units.in_title(title):
            return found
    return None


def name_in_titles(titles: Iterable[str]) -> str:
    """Return the name of an organisation that stands in a title, or an empty text."""
    for title in titles:
        text = title.strip()
        if labelled := _LABEL.match(text):
            return labelled[1].strip()
        if english := _ENGLISH.match(text):
            return (english[1] or english[2]).strip()
        match = _TITLE.match(text)
        if match and looks_like_unit(match[1]):
            return match[1]
    return ""
