"""Statements of a ledger for all its rows, above or below the table: unit, days, year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.labels import split_labels
from workflow.imports.ledger.meanings import weights
from workflow.imports.ledger.names import plain
from workflow.imports.ledger.parties import split_list
from workflow.imports.ledger.person_names import cleaned, looks_like_name
from workflow.imports.ledger.states import is_state
from workflow.imports.ledger.written_dates import day_in, day_of

_DATE_LABEL = re.compile(r"(填报|填表|制表|报送|上报|统计|截至|截止|更新)")
_LABEL = re.compile(r"^\s*([^:：]{2,24}?)\s*[:：]\s*(.*)$", re.DOTALL)
_CHECKED = re.compile(r"(?:被|受)\S{0,3}(?:单位|部门|支部)|责任|整改|auditee|所属")
_FILLER = re.compile(
    r"(?:填报|填表|报送|上报|编制|自查|制表)(?:单位|支部|部门)(?:盖章|公章)?|(?:单位|部门|党?支部|党组织|科室)(?:名称)?"
)
_ANSWERS = re.compile(r"(?:整改|落实|具体|直接)?(?:责任人|责任领导|承办人|经办人)(?:员|姓名)?")
_FILLED_IN = re.compile(r"填报|填表|报送|上报|制表|统计|更新|截[至止]|as of|prepared|printed")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*(?:年|[-/.]\d{1,2}(?!\d)|\b)")
# Whose ledger it is stands before the year, the occasion, or the word for problems.
_OWNER = re.compile(
    r"^(?:附件\d*[:：]?\s*)?(?:关于)?对?(?!\d)(.{2,40}?)(?:关于)?(?=\d{4}年|[上下]半年|党建|主题教育|专题|巡视|巡察|"
    r"政治|组织生活|民主|征求|查摆|督查|检查|检视|审计|问题|問題|整改|隐患|安全|专项|年度|台账|臺賬)"
)
_MARK = re.compile(
    r"[“\"‘'「（(【\[]*([●○◎◆◇■□▲△▼▽★☆√×✔✘]|(?<![A-Za-z])[A-E](?![A-Za-z])|[红黄绿蓝橙](?=色|代表|表示|为|[:：]))色?[”\"’'」）)】\]]*\s*"
    r"(?:表示|代表|即|为|是|指|[:：=—-])*\s*([\u4e00-\u9fff]{2,6})"
)
_LONGEST_LEGEND = 300
_LONGEST_TITLE = 200  # characters in which a title says of which day the ledger is
_OLDEST = 8  # years that a ledger may be old
_GAPS = 6  # columns that a label may be away from its value


@dataclass(frozen=True, slots=True)
class Particulars:
    """The values for rows without values of their own."""

    unit: str = ""
    unit_label: str = ""
    found: date | None = None
    found_text: str = ""
    dated: date | None = None
    year: int | None = None
    filler: str = ""  # the unit that filled in the ledger, which may be the one it speaks of
    owner: str = ""  # whose ledger it is by a title
    legend: Mapping[str, str] = field(default_factory=dict)  # a mark, and the state behind it
    person: str = ""  # who answers for all rows


def labelled(rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[str, Cell]]:
    """Yield the labels of some rows with their values: behind a colon, or in the next cell."""
    for cells in rows:
        filled = [(column, cell) for column, cell in enumerate(cells) if text_of(cell)]
        for place, (column, cell) in enumerate(filled):
            match = _LABEL.match(text_of(cell))
            several = [pair for pair in split_labels(text_of(cell)) if all(pair)]
            if len(several) > 1:
                yield from several
            elif match and match[2]:
                yield match[1], match[2]
            elif place + 1 < len(filled) and filled[place + 1][0] - column <= _GAPS:
                yield text_of(cell).rstrip(":： "), filled[place + 1][1]


def read_particulars(rows: list[Sequence[Cell]], names: Iterable[str], today: date) -> Particulars:
    """Read the lines outside the tables; ``names`` are the names of the sheet and of the file."""
    unit, label, found, found_text, filler = "", "", None, "", ""
    for name, value in labelled(rows):
        meaning = max(weights(name), key=lambda key: weights(name)[key], default="")
        if meaning == "responsible_unit" and not unit and _CHECKED.search(plain(name)):
            unit, label = text_of(value), name
        if not filler and _FILLER.fullmatch(plain(name)):
            filler = text_of(value)
        if meaning in ("found_on", "assigned_on") and not found and not _FILLED_IN.search(name):
            found_text, found = text_of(value), day_of(value, today)
    dated = _dated(rows)
    titles = [text_of(cell)[:_LONGEST_TITLE] for cells in rows for cell in cells]
    year = dated.year if dated else _year([*titles, *names], today)
    owner = next((name for title in titles if (name := owner_of(title))), "")
    legend = legend_of(text_of(cell) for cells in rows for cell in cells)
    return Particulars(unit, label, found, found_text, dated, year, filler, owner, legend)


def answering(rows: Iterable[Sequence[Cell]]) -> str:
    """Return the people whom the lines above a table call responsible, or an empty text."""
    for name, value in labelled(rows):
        told = text_of(value)
        if _ANSWERS.fullmatch(plain(name)) and all(
            looks_like_name(cleaned(part)) for part in split_list(told)
        ):
            return told
    return ""


def legend_of(texts: Iterable[str]) -> dict[str, str]:
    """Return the marks explained by a ledger, each with the word for a state: ● 已完成."""
    short = (text for text in texts if len(text) <= _LONGEST_LEGEND)
    found = [match for text in short for match in _MARK.finditer(text)]
    return {match[1]: match[2] for match in found if is_state(match[2])}


def owner_of(title: str) -> str:
    """Return the part of a title with the owner of the ledger, or an empty text."""
    match = _OWNER.match(title.strip())
    return match[1].strip() if match else ""


def _dated(rows: list[Sequence[Cell]]) -> date | None:
    """Return the day of the ledger: beside a label such as 填报日期, else one in a title."""
    others = [
        [text[:_LONGEST_TITLE] for cell in cells if (text := text_of(cell))] for cells in rows
    ]
    for texts in others:
        for place, text in enumerate(texts):
            label = _DATE_LABEL.search(text)
            nearby = " ".join((text, *texts[place + 1 : place + 2]))
            if label and (day := day_in(nearby[label.start() :])):
                return day
    days = (day_in(text) for texts in others for text in texts)
    return next((day for day in days if day), None)


def _year(texts: Iterable[str], today: date) -> int | None:
    """Return the latest plausible year in a title, or ``None``."""
    years = [int(year) for text in texts for year in _YEAR.findall(text)]
    return max((year for year in years if -_OLDEST <= year - today.year <= 2), default=None)
