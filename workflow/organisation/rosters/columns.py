"""The columns of rosters and of lists of units: their names, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from workflow.imports.ledger.assignment import assign
from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.column_contents import Contents, contents_of
from workflow.imports.ledger.columns import KEPT, Column
from workflow.imports.ledger.names import forms_of, simplified, spaced
from workflow.imports.ledger.parties import KnownParties
from workflow.imports.ledger.vocabulary import Vocabulary
from workflow.organisation.rosters.person_cells import read_person
from workflow.organisation.rosters.role_words import RoleWords
from workflow.words import Words

OWN_COLUMNS = "organisation_columns.csv"  # in the data folder: names the organisation adds
MEANINGS: dict[str, Words] = {
    "no": Words("序号", "serial number"), "code": Words("工号", "staff number"),
    "name": Words("姓名", "name"), "name_en": Words("英文姓名", "name in English"),
    "unit": Words("单位", "unit"), "branch": Words("所在党组织", "party organisation"),
    "level": Words("各级单位", "unit of a level"), "parent": Words("上级单位", "unit above"),
    "unit_code": Words("单位代码", "code of the unit"),
    "parent_code": Words("上级代码", "code of the unit above"),
    "kind": Words("类型", "kind of unit"), "depth": Words("层级", "level"),
    "founded": Words("成立日期", "day of founding"),
    "dissolved": Words("撤销日期", "day of dissolving"),
    "full": Words("正式党员人数", "full members"),
    "probationary": Words("预备党员人数", "probationary members"),
    "role": Words("职务", "role"), "mail": Words("邮箱", "mail"), "phone": Words("电话", "phone"),
    "language": Words("语言", "language"), "begin": Words("任职日期", "in post from"),
    "end": Words("任职截止", "in post until"), "term": Words("任期", "term"),
    "left": Words("离任日期", "left on"), "status": Words("在职状态", "status"),
    "politics": Words("政治面貌", "political status"),
    "joined": Words("入党时间", "day of joining the party"),
    "identity": Words("身份证号", "identity number"), "born": Words("出生年月", "born"),
    "holder": Words("任此职的人", "holder of this role"), "note": Words("备注", "note"),
    KEPT: Words("不导入", "left out"),
}  # fmt: skip
# What helps to tell people apart or who is a member, and is not kept itself.
HELPING = ("phone", "identity", "born", "politics", "joined", "note")
SEVERAL = ("unit", "branch", "level", "holder")
ENOUGH, SURE = 45, 70
NOTHING_CHOSEN: Mapping[str, str] = MappingProxyType({})
_MAIL = re.compile(r"\S+@\S+\.\w+")
_PHONE = re.compile(
    r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|1[3-9]\d{9}\.0"
)
_LETTERED = re.compile(r"[A-Za-z]{1,6}[-_]?\d{1,12}")
_CODE = re.compile(r"[A-Za-z]{1,6}[-_]?\d{1,12}|0\d{2,12}")
_MOSTLY = 0.6
_STATUS = re.compile(
    r"在职|在岗|离职|离岗|退休|离休|内退|调出|调离|辞职|借调|停职|病休|产假|待岗|死亡|去世|active|left|resigned|retired|on leave|employed",
    re.IGNORECASE,
)
_PATTERNS = tuple(
    (meaning, weight, re.compile(words, re.IGNORECASE))
    for meaning, weight, words in (
        ("holder", 72, r"(?:书记|委员|组长|负责人|支书)(?:姓名)?$|\b(?:secretary|leader|head|member)$"),
        ("code", 74, r"(?:工号|员工编号|职工编号)$|\b(?:staff|employee|personnel) (?:no|id|number|code)\b"),
        ("parent_code", 74, r"^(?:上级|父级|隶属)\S*(?:代码|编码|编号)$|\bparent\b.*\b(?:code|id|no)\b"),
        ("unit_code", 72, r"(?:单位|部门|组织|机构|支部)\S*(?:代码|编码|编号)$|\b(?:unit|dept|department|org)\b.*\b(?:code|id|no)\b"),
        ("parent", 74, r"^(?:上级|上一级|父级|隶属|主管|归口)\S{0,6}$|\b(?:parent|superior|upper)\b"),
        ("name", 74, r"姓名$|\b(?:full|staff|employee|member) name\b"),
        ("branch", 76, r"(?:所在|所属|组织关系)?\S{0,3}(?:支部|党小组|总支|党组织)(?:名称)?$"),
        ("level", 76, r"^[一二三四五六1-6]级(?:单位|部门|组织|机构|党组织)?\S{0,2}$|^level ?\d$"),
        ("unit", 72, r"(?:单位|部门|科室|处室|机构|班组)(?:名称)?$|\b(?:unit|department|dept|division)\b"),
        ("mail", 80, r"邮箱|邮件|\be ?mail\b"),
        ("phone", 80, r"手机|电话|联系方式|\b(?:phone|mobile|telephone|tel)\b"),
        ("joined", 80, r"入党|加入\S*党"),
        ("politics", 74, r"政治面[貌目]|党员(?:类|身)"),
        ("end", 74, r"任\S{0,4}职(?:结束|终止|截止|止)\S{0,3}$|^(?:终止|截止|结束)\S{0,3}$|(?:届满|免职|卸任|任期结束)\S{0,3}(?:时间|日期)?$"),
        ("begin", 74, r"任\S{0,4}职起\S{0,3}$|^(?:起始|开始|到岗)\S{0,3}$|任\S{0,4}职\S{0,3}(?:时间|日期|年月)$|(?:到任|上任|当选)\S{0,3}(?:时间|日期)"),
        ("left", 74, r"(?:离职|离任|调离|调出)\S{0,3}(?:时间|日期)?$|\bdate left\b|\bleaving\b"),
        ("status", 74, r"状态$|^是否在[职岗]|\bstatus\b"),
        ("founded", 74, r"(?:成立|设立|组建)\S{0,3}(?:时间|日期)|\b(?:founded|established)\b"),
        ("role", 74, r"党内\S*职务|职务$|任职岗位$|\b(?:post|role|position)\b"),
        ("full", 70, r"正式党员\S{0,2}$"),
        ("probationary", 70, r"预备党员\S{0,2}$"),
        ("kind", 70, r"(?:组织|单位|机构)(?:类型|类别|种类)"),
    )
)  # fmt: skip


def _by_words(name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in (*forms_of(name), spaced(name)):
        for meaning, weight, pattern in _PATTERNS:
            if len(text) <= 24 and pattern.search(text):
                found.setdefault(meaning, weight if not found else min(weight, 60))
    return found


ROSTER = Vocabulary(tuple(MEANINGS), Path(__file__).parent / "columns.csv", _by_words)


@dataclass(frozen=True, slots=True)
class Look:
    """The contents of a column: shares common to all tables, and shares of rosters."""

    common: Contents
    mail: float = 0
    phone: float = 0
    role: float = 0
    status: float = 0
    person: float = 0
    code: float = 0  # numbers with letters or zeros in front, and not those of lines


def look_at(cells: Sequence[Cell], known: KnownParties, roles: RoleWords) -> Look:
    """Look at the cells of a column."""
    common = contents_of(cells, known)
    texts = [text for cell in cells if (text := text_of(cell))]

    def share(holds: Callable[[str], object]) -> float:
        return sum(map(bool, map(holds, texts))) / len(texts) if texts else 0.0

    return Look(
        common,
        share(_MAIL.fullmatch),
        share(_PHONE.fullmatch),
        share(roles.knows),
        share(lambda text: _STATUS.search(simplified(text)) and len(text) <= 12),
        max(common.person, common.person_like, share(_is_person)),
        share(_CODE.fullmatch) if common.serial < _MOSTLY else share(_LETTERED.fullmatch),
    )


def _is_person(text: str) -> bool:
    from workflow.imports.ledger.person_names import looks_like_name

    return looks_like_name(simplified(read_person(text).name))


def propose(
    names: Mapping[int, str], looks: Mapping[int, Look], chosen: Mapping[str, str] = NOTHING_CHOSEN
) -> tuple[Column, ...]:
    """Return the columns with their meanings; ``chosen`` holds the choices of a person by name."""
    told = {index: chosen[name] for index, name in names.items() if name in chosen}
    scores = {index: _scores(name, looks[index]) for index, name in names.items()}
    made = assign(scores, told, SEVERAL, KEPT, SURE)
    meant = made.more | {index: meaning for meaning, index in made.taken.items()} | told
    return tuple(
        Column(i, name, meant.get(i, KEPT), made.certain.get(i, True) or i not in meant, i in told)
        for i, name in names.items()
    )


def _scores(name: str, look: Look) -> dict[str, float]:
    found = {
        meaning: weight + _heard(meaning, look) for meaning, weight in ROSTER.weights(name).items()
    }
    _swap(found, look)
    if not any(score >= ENOUGH for score in found.values()) and look.common.filled:
        found |= {m: s for m, s in _by_contents(look).items() if s > found.get(m, 0)}
    return {meaning: score for meaning, score in found.items() if score >= ENOUGH}


def _swap(found: dict[str, float], look: Look) -> None:
    """Let the contents of a column decide between a name and a unit, and a post and its holder."""
    unit_like = max(look.common.unit, look.common.unit_like)
    if "name" in found and unit_like > 0.5 > look.person:
        found["unit"] = found.pop("name")
    if "role" in found and look.person > 0.7 and look.role < 0.2:
        found.pop("role")
    if "no" in found and look.code > _MOSTLY:
        found["code"] = found.pop("no")  # A-001 is somebody's number, not that of the line


def _heard(meaning: str, look: Look) -> float:
    c = look.common
    if not c.filled:
        return -30 if meaning in ("role", "unit", "branch") else 0
    match meaning:
        case "name" | "holder":
            return 20 * look.person - 80 * (look.person < 0.3)
        case "parent" if look.person > 0.5 > c.unit_like:
            return -80
        case "unit" | "branch" | "level" | "parent":
            return 15 * max(c.unit, c.unit_like) - 80 * (max(c.number, c.date, look.mail) > 0.7)
        case "mail":
            return 20 * look.mail
        case "role":
            return 25 * look.role - 80 * (max(c.date, c.number, look.mail, look.phone) > 0.7)
        case "status":
            return 20 * look.status - 60 * (look.status < 0.2 and c.answer < 0.5)
        case "full" | "probationary" | "depth":
            return -80 * (c.number < 0.5)
        case "begin" | "end" | "left" | "founded" | "joined":
            return 10 * c.date
    return 0


def _by_contents(look: Look) -> dict[str, float]:
    c = look.common
    found: dict[str, float] = {}
    for meaning, share, score in (
        ("mail", look.mail, 62), ("phone", look.phone, 62), ("role", look.role, 58),
        ("status", look.status, 52), ("name", look.person, 60), ("unit", c.unit, 58),
        ("unit", c.unit_like - 0.2, 50), ("code", look.code, 50),
    ):  # fmt: skip
        if share >= 0.6:
            found.setdefault(meaning, float(score))
    return found
