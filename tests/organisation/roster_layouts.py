"""Rosters and lists of units as personnel offices keep them, and what a person reads in each.

They were written before the reading was tried on them. ``units`` gives the parent and the kind of
each new unit, ``people`` each person with number, mail and posts, ``refused`` the cells for which
the whole file is refused, ``left_out`` the cells that do not go in while their row does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Sequence[Any]
Person = tuple[str, str, str, frozenset[tuple[str, str]]]  # name, number, mail, (unit, role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    name: str
    sheets: dict[str, list[Row]]
    people: tuple[Person, ...] = ()
    units: dict[str, tuple[str, str]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    dates: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # person, role
    merges: dict[str, tuple[str, ...]] = field(default_factory=dict)
    file: str = "花名册.xlsx"
    encoding: str = "utf-8"
    is_empty: bool = False  # the installation has nothing yet
    under: str = ""


def who(name: str, code: str = "", mail: str = "", *posts: str) -> Person:
    """Return a person; a post is written as unit:role."""
    pairs = (post.rsplit(":", 1) for post in posts)
    return name, code, mail, frozenset((unit, role) for unit, role in pairs)


B1, B2, OFFICE, TOP = "机关第一党支部", "机关第二党支部", "机关党委", "岚江市公路事业发展局"
TOLL = "收费党总支"
LAYOUTS = (
    Layout(
        name="title, serial numbers, a signature line and a total",
        sheets={"党员花名册": [
            ["岚江市公路事业发展局党员花名册"],
            ["填报单位：机关党委", "", "", "", "", "填报时间：2026年11月"],
            ["序号", "姓名", "性别", "所在支部", "党内职务", "联系电话", "电子邮箱", "入党时间"],
            [1, "赵晓明", "男", B1, "支部书记", 13800000001, "zhao@example.org", "2001.7"],
            [2, "钱丽", "女", B1, "组织委员", "1.38E+10", "qian@example.org", "2005年6月"],
            [3, "孙立", "男", B2, "", "13800000003", "", "2010-07-01"],
            [],
            ["合计", "3人", "", "", "", "", "", ""],
            ["填表人：", "赵晓明", "", "审核人：", "钱丽"],
        ]},
        people=(
            who("赵晓明", "", "zhao@example.org", f"{B1}:branch_secretary"),
            who("钱丽", "", "qian@example.org", f"{B1}:branch_committee_member"),
            who("孙立", "", "", f"{B2}:member"),
        ),
    ),
    Layout(
        name="the branch is written once for its group, the number keeps its zeros",
        sheets={"Sheet1": [
            ["部门", "工号", "姓名", "职务", "任职时间", "备注"],
            [B1, "00012", "周海", "书记", "2024-03-01", ""],
            ["", "00013", "吴芳", "宣传委员", "2024年3月1日", ""],
            ["", "00014", "郑刚", "党员", "2024/3/1", ""],
            [B2, "00015", "王平", "副书记", "2024.3", ""],
            ["", "00016", "冯涛", "", "", "2025年5月调出"],
        ]},
        people=(
            who("周海", "00012", "", f"{B1}:branch_secretary"),
            who("吴芳", "00013", "", f"{B1}:branch_committee_member"),
            who("郑刚", "00014", "", f"{B1}:member"),
            who("王平", "00015", "", f"{B2}:branch_committee_member"),
        ),
        left_out=frozenset({"C6"}),
        dates={("周海", "branch_secretary"): ("2024-03-01", ""),
               ("王平", "branch_committee_member"): ("2024-03-01", "")},
    ),
    Layout(
        name="several posts in a cell, some in units above, some no role at all",
        sheets={"干部": [
            ["姓名", "单位", "职务"],
            ["何国栋", TOLL, "党总支书记、机关党委委员"],
            ["陈静", B1, "书记/站长"],
            ["褚卫", B2, "支部书记兼组织委员"],
            ["卫红", OFFICE, "副书记（主持工作）"],
            ["蒋平", TOP, "党组书记、局长"],
            ["沈洁", TOP, "系统管理员"],
        ]},
        people=(
            who("何国栋", "", "", f"{TOLL}:general_branch_secretary", f"{OFFICE}:committee_member"),
            who("陈静", "", "", f"{B1}:branch_secretary"),
            who("褚卫", "", "", f"{B2}:branch_secretary", f"{B2}:branch_committee_member"),
            who("卫红", "", "", f"{OFFICE}:committee_member"),
            who("蒋平", "", "", f"{TOP}:party_group_secretary"),
            who("沈洁"),
        ),
        left_out=frozenset({"C3", "C6", "C7"}),
    ),
    Layout(
        name="traditional characters, titles behind names, dots and blanks in names",
        sheets={"名冊": [
            ["職工花名冊"],
            ["編號", "姓名", "所屬支部", "黨內職務", "郵箱"],
            ["A001", "韓雪同志", B1, "書記", "han@example.org"],
            ["A002", "楊　勇", B1, "組織委員", ""],
            ["A003", "买买提•艾力", B2, "黨員", "无"],
            ["A004", "司马相如（返聘）", B2, "黨員", "/"],
        ]},
        people=(
            who("韓雪", "A001", "han@example.org", f"{B1}:branch_secretary"),
            who("楊勇", "A002", "", f"{B1}:branch_committee_member"),
            who("买买提·艾力", "A003", "", f"{B2}:member"),
            who("司马相如", "A004", "", f"{B2}:member"),
        ),
    ),
    Layout(
        name="an English staff list with titles in front",
        sheets={"Staff": [
            ["Staff list of Lanjiang Highway Development Bureau"],
            ["Staff No", "Full name", "Department", "Position", "E-mail", "Mobile", "Status"],
            ["E-01", "Mr John Smith", "Office Branch One", "Branch Secretary", "john@example.org", "+86 138 0000 0001", "Active"],
            ["E-02", "Mary O'Brien", "Office Branch One", "Organisation Member", "mary@example.org", "", "Active"],
            ["E-03", "Li Na", "Office Branch Two", "Member", "", "", "Resigned"],
            ["E-04", "Ms Wang Fang", "Office Branch Two", "Member", "wang@example.org", "", "Active"],
        ]},
        people=(
            who("John Smith", "E-01", "john@example.org", f"{B1}:branch_secretary"),
            who("Mary O'Brien", "E-02", "mary@example.org", f"{B1}:branch_committee_member"),
            who("Wang Fang", "E-04", "wang@example.org", f"{B2}:member"),
        ),
        left_out=frozenset({"B5"}),
    ),
    Layout(
        name="a CSV of a Chinese office program",
        sheets={"CSV": [
            ["工号", "姓名", "性别", "支部", "职务", "手机"],
            ["1001", "朱婷", "女", B1, "纪检委员", "13900000001"],
            ["1002", "秦力", "男", B2, "书记", "13900000002"],
        ]},
        people=(
            who("朱婷", "1001", "", f"{B1}:branch_committee_member"),
            who("秦力", "1002", "", f"{B2}:branch_secretary"),
        ),
        file="花名册.csv", encoding="gb18030",
    ),
    Layout(
        name="wrong cells, each named",
        sheets={"花名册": [
            ["姓名", "工号", "单位", "职务", "邮箱", "任职时间", "任职截止日期"],
            ["许\n强", "21", B1, "党员", "", "", ""],
            ["何平", "22", B1, "党员", "heping.example.org", "", ""],
            ["吕梁", "23", B1, "党员", "lu@example.org", "", ""],
            ["施展", "24", B1, "党员", "lu@example.org", "", ""],
            ["张三", "25", "第八党支部", "党员", "", "", ""],
            ["孔明", "26", B2, "党员", "", "2025-05-01", "2024-05-01"],
            ["曹操", "27", B2, "党员", "", "去年", ""],
            ["严谨", "28", B2, "书记", "", "", ""],
            ["华佗", "29", B2, "书记", "", "", ""],
            ["金山", "30", B1, "党员", "", "", ""],
            ["金山", "30", B1, "党员", "", "", ""],
            ["魏征、陶渊明", "31", B1, "党员", "", "", ""],
            ["", "32", B1, "党员", "", "", ""],
            ["姜维", "1.2E+11", B1, "党员", "", "", ""],
            ["戚继光", "21", B1, "党员", "", "", ""],
        ]},
        refused=frozenset({"A2", "E3", "E5", "C6", "G7", "F8", "D10", "A12", "A13", "A14", "B15"}),
    ),
    Layout(
        name="namesakes, doubled rows and a second post",
        sheets={"花名册": [
            ["姓名", "支部", "职务", "手机"],
            ["李娜", B1, "党员", "13800000001"],
            ["李娜", B2, "党员", "13800000002"],
            ["谢安", B1, "书记", "13800000003"],
            ["谢安", B2, "委员（兼）", "13800000003"],
            ["邹忌", B1, "党员", ""],
            ["邹忌", B1, "党员", ""],
        ]},
        refused=frozenset({"A7"}),
    ),
    Layout(
        name="a committee by branch, the word for a member written once for two",
        sheets={"委员": [
            ["2026年度机关党委各支部委员名单"],
            ["支部", "姓名", "职务", "分工"],
            [B1, "赵晓明", "书记", "全面工作"],
            ["", "孙立", "纪检、宣传委员", "纪检工作"],
            [B2, "李四", "书记", ""],
        ]},
        people=(
            who("赵晓明", "", "", f"{B1}:branch_secretary"),
            who("孙立", "", "", f"{B1}:branch_committee_member"),
            who("李四", "", "", f"{B2}:branch_secretary"),
        ),
    ),
    Layout(
        name="error values in cells",
        sheets={"S": [
            ["姓名", "单位", "职务"],
            ["#REF!", B1, "党员"], ["赵晓明", "#N/A", "党员"], ["钱丽", B1, "党员"],
        ]},
        refused=frozenset({"A2", "B3"}),
    ),
)  # fmt: skip
