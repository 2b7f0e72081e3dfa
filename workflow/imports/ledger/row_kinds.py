"""The kind of each line of a table; a line with a problem is never dropped without a note."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from workflow.imports.ledger.heading_levels import level_of

RowKind = Literal[
    "problem", "continuation", "section", "total", "note", "signature", "example", "instruction",
    "numbering", "header", "blank",
]  # fmt: skip
# What a person may take a line for.
CHOSEN_KINDS: tuple[RowKind, ...] = (
    "problem", "continuation", "section", "total", "note", "signature", "example",
)  # fmt: skip
_TOTAL = re.compile(
    r"(?:本页|本表|以上|全部|各项|累计|数量|问题|分类)?(?:合计|总计|小计|共计|累计|总数|计)|(?:sub|grand)?[\s-]*totals?|sum",
    re.IGNORECASE,
)
_TOTAL_HEAD = re.compile(
    rf"(?:{_TOTAL.pattern})\s*[:：]?\s*[\d一二三四五六七八九十].{{0,16}}|(?:{_TOTAL.pattern})\s*[:：].{{0,20}}",
    re.IGNORECASE,
)
_NAMED_TOTAL = re.compile(r".{2,20}?(?:合计|总计|小计|共计|累计)\s*[:：]?", re.IGNORECASE)
_COUNT = re.compile(r"[共计有约]?\s*\d+(?:\.\d+)?\s*(?:%|％|[项个条处件起类次])?\S{0,8}|[-/—]")
_LABEL = (
    r"(?:\S{0,10}(?:签字|签名|签章|盖章|签收)|(?:党?支部|总支|党委|党组)书记|填报人|填表人|填报单位|填表单位|制表人?|编制人?|审核人?|审定人?|复核人?|审批人|批准人?|负责人|单位负责人|主要负责人|部门负责人|"
    r"分管领导|主管领导|经办人|联系人|联系电话|电话|签字|签名|签收人?|盖章|签发单位负责人|接收单位负责人|主管部门负责人|"
    r"整改单位负责人|被检查单位负责人|受检单位负责人|检查人员?|检查组长|陪同人员|记录人|见证人|日期|时间|填报日期|填表日期|填报时间|"
    r"检查日期|单位(?:公章|盖章)?|公章|prepared by|reviewed by|approved by|checked by|signature|signed|date|name|title)"
)
_SIGNS = re.compile(
    rf"{_LABEL}\s*(?:签字|签名|盖章|签章)?\s*(?:[(（][^)）]*[)）])?\s*(?:[:：]\s*(.*))?",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(
    r"(?:填表说明|填报说明|填写说明|说明|备注说明|备注|附注|注|注意|注意事项|note|notes|remarks?|source|key|legend|disclaimer)\s*\d*"
    r"\s*(?:[:：].*)?|[*＊※★].+|\d{0,2}\s*注[:：].*",
    re.IGNORECASE | re.DOTALL,
)
_EXAMPLE = re.compile(
    r"[(（【\[]?(?:填写)?(?:示例|样例|范例|举例|例如|例|样表|样本|example|sample|e\.g\.?)[)）】\]]?\s*\d{0,2}(?:[:：].*)?",
    re.IGNORECASE | re.DOTALL,
)
_INSTRUCTION = re.compile(
    r"(?:填写|填报|填表)(?:说明|要求|规范|须知)|说明|instructions?|guidance|description of field|how to",
    re.IGNORECASE,
)
_TELLS_HOW = re.compile(
    r"^[(（]?(?:请|需|应|须|必填|选填|可选|下拉|填写|写明|写清|注明|格式|如[:：]|例[:：]|例如|不超过|按|从)|"
    r"(?:下拉选择|必填|选填|字以内|格式|请填写|请选择|填写\S{0,6}$)|yyyy|dd/mm|mm/dd|"
    r"^(?:enter|select|describe|provide|list|specify|choose|e\.g\.|required|optional|format|the date|name of|insert|state)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第.{1,3}[部类章项]|[A-Z]\.|[IVX]{1,4}\.)\s*.{2,}",
    re.DOTALL,
)
_CONTINUED = re.compile(r"续表|续上表|接上页|\(续\)|（续）|continued|第\s*\d+\s*页", re.IGNORECASE)
_NUMBERS = re.compile(r"[(（]?(?:\d{1,2}|[甲乙丙丁戊己庚辛]|[A-Za-z]|栏次|[①-⑳])[)）]?")
# What ends a table in words, and what a checklist says where nothing was found.
_CLOSING = re.compile(
    r"(?:请|望)?(?:以上|上述|对以上|对上述|针对以上|针对上述)(?:各项|所有|存在|发现|的|\d+[项个条])*(?:问题|隐患|事项|不足)"
    r"\S{0,6}(?:请|望|须|应|需|务必|要求|责令|限).*",
    re.DOTALL,
)
_NOTHING = re.compile(
    r"无|没有|暂无|(?:暂)?未(?:发现|查出|见)(?:明显|重大|其他|任何)?(?:的)?(?:问题|隐患|异常|不足|不符合项?)?|"
    r"(?:无|没有)(?:明显|重大|其他|任何)?(?:问题|隐患|异常|不足|不符合项?)|none|nil|n/?a|"
    r"no (?:issues?|findings?|problems?|observations?|nonconformit(?:y|ies))(?: (?:found|noted|identified))?",
    re.IGNORECASE,
)
_SHORT = 16
_FIRST_LINES = 4  # below a header, where examples and instructions stand


class Line(NamedTuple):
    """A line in examination: the filled cells, and the facts about the place."""

    said: dict[int, str]
    problem: int  # the column of the problem
    number: int  # the column of the serial number, -1 if there is none
    below_header: int  # how many lines below the header, from 1
    wide: bool = False  # its one cell is merged across
    known_unit: bool = False  # its one cell names a unit that there is
    columns: int = 2
    begins: int = 0  # the first column of the table
    levels: frozenset[int | None] = frozenset((0, 1, 2))  # of numbers in front of problems

    @property
    def first(self) -> str:
        """The first filled cell."""
        return self.said[min(self.said)] if self.said else ""

    @property
    def matter(self) -> str:
        """The text in the column of the problem."""
        return self.said.get(self.problem, "")


def kind_of(line: Line) -> RowKind:
    """Return the kind of a line; a "section" may turn out to be a note by the lines below."""
    if not line.said or (set(line.said) == {line.number} and _is_preprinted(line.first)):
        return "blank"
    for kind, holds in _TESTS:
        if holds(line):
            return kind
    return "problem"


def _is_preprinted(text: str) -> bool:
    """Say whether a lone text is a preprinted serial number."""
    return len(text) <= 6 and not _HEADING.fullmatch(text) and not _NOTE.fullmatch(text)


def _is_total(line: Line) -> bool:
    """Say whether a line is a total; a problem with the same first word goes on in other words."""
    first = "".join(line.first.split()) if not line.first.isascii() else line.first
    head = _TOTAL.fullmatch(first.strip(" :：")) or _TOTAL_HEAD.fullmatch(first)
    head = head or (_NAMED_TOTAL.fullmatch(first) if _COUNT.fullmatch(line.matter) else None)
    if not head:
        return False
    matter = line.matter
    own = not matter or (matter == line.first and len(line.said) <= 2)
    return own or bool(_COUNT.fullmatch(matter)) or bool(_TOTAL.fullmatch(matter)) or all(
        _COUNT.fullmatch(text) for text in line.said.values() if text != line.first
    )  # fmt: skip


def _is_signature(line: Line) -> bool:
    """Say whether a line is a signature: only labels, each with a short value."""
    labels = 0
    expected = False
    for text in line.said.values():
        if match := _SIGNS.fullmatch(text):
            labels += 1
            if len(match[1] or "") > _SHORT:
                return False
            expected = not match[1] and text.rstrip().endswith((":", "：", ")", "）"))
        elif expected and len(text) <= _SHORT:
            expected = False
        else:
            return False
    return bool(labels) and (len(line.said) == labels or _colon(line))


def _colon(line: Line) -> bool:
    return any(text.rstrip()[-1:] in ":：" for text in line.said.values())


def _is_alone(line: Line) -> bool:
    return len(line.said) == 1 or len(set(line.said.values())) == 1


def _is_note(line: Line) -> bool:
    if _NOTHING.fullmatch(line.matter.strip(" 。.")):
        return True
    if _is_alone(line) and _CLOSING.fullmatch(line.first):
        return True
    if not _NOTE.fullmatch(line.first):
        return False
    return _is_alone(line) or (not line.matter and len(line.said) <= 2)


def _is_example(line: Line) -> bool:
    if line.below_header > _FIRST_LINES:
        return False
    marked = _EXAMPLE.fullmatch(line.first) and len(line.said) > 1
    return bool(marked) or bool(
        re.match(r"[(（【]?(?:示例|例|example)[)）】]?[:：]", line.matter, re.I)
    )


def _is_instruction(line: Line) -> bool:
    if line.below_header > _FIRST_LINES:
        return False
    if _INSTRUCTION.fullmatch(line.first.strip(":：")) and len(line.said) > 1:
        return True
    told = sum(bool(_TELLS_HOW.search(text)) for text in line.said.values())
    return len(line.said) >= 3 and told >= 0.6 * len(line.said)


def _is_numbering(line: Line) -> bool:
    """Say whether a line numbers the columns: 1, 2, 3 … below the names."""
    texts = list(line.said.values())
    if line.below_header > 2 or len(texts) < 3 or len(texts) < line.columns / 2:
        return False
    return all(_NUMBERS.fullmatch(text) for text in texts) and len(set(texts)) == len(texts)


def _is_section(line: Line) -> bool:
    """Say whether a line is a heading: alone, merged across, numbered, or outside the problem."""
    if not _is_alone(line):
        return False
    if line.wide or _CONTINUED.search(line.first):
        return True
    column = min(line.said)
    if column == line.problem:
        return line.columns > 1 and (line.known_unit or _is_heading_alone(line))
    return column in (line.begins, line.number) and not line.first.isdecimal()


def _is_heading_alone(line: Line) -> bool:
    """Say whether a lone text is numbered as no problem of the table is: 一、…方面."""
    level = level_of(line.first)
    return bool(_HEADING.fullmatch(line.first)) and level not in line.levels


_TESTS: tuple[tuple[RowKind, Callable[[Line], bool]], ...] = (
    ("total", _is_total),
    ("numbering", _is_numbering),
    ("example", _is_example),
    ("instruction", _is_instruction),
    ("signature", _is_signature),
    ("note", _is_note),
    ("section", _is_section),
)
