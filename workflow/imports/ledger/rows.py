"""Walk a sheet row by row: which rows are data, and what stands in them under which name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from workflow.imports.ledger.cells import Cell, Formula, Sheet, column_letters, text_of
from workflow.imports.ledger.columns import Header, header_at
from workflow.imports.ledger.written_dates import day_in

_FOOTER = re.compile(
    r"(填报人|填表人|制表人?|审核人?|复核人?|审批人|负责人|单位负责人|主要负责人|经办人|联系人|联系电话|电话|签字|签名|签收|"
    r"盖章|签发单位负责人|接收单位负责人|主管部门负责人|整改单位负责人|检查人员?|日期|填报日期|填表日期|填报时间|填表说明|"
    r"填报说明|说明|备注说明|备注|注|note|notes|prepared by|reviewed by|signature)"
    r"\s*([(（][^)）]*[)）])?\s*([:：].*)?",
    re.IGNORECASE | re.DOTALL,
)
_TOTAL = re.compile(r"(合计|总计|小计|共计|total)\s*[:：]?.{0,20}", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(
    r"([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|第.{1,3}[部类章]).{2,}",
    re.DOTALL,
)
_DATE_LABEL = re.compile(r"(填报|填表|制表|报送|上报|统计|截至|截止)")
_SHORT = 16
_LONGEST_TITLE = 200  # characters in which a title says of which day the ledger is


@dataclass(slots=True)
class RawRow:
    """One data row: cells by field, unknown columns by their name, formulas by column name."""

    row: int
    header: Header
    cells: dict[str, Cell]
    extras: dict[str, str]
    section: str = ""
    continues: bool = False  # under the problem of the row above, in one merged cell
    formulas: dict[str, Formula] = field(default_factory=dict)
    merged: frozenset[str] = frozenset()  # the fields whose value comes from the row above
    texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = {name: text_of(cell) for name, cell in self.cells.items()}

    def text(self, name: str) -> str:
        """Return a field as text; a missing column is the same as an empty cell."""
        return self.texts.get(name, "")


@dataclass(slots=True)
class Table:
    """The data rows of a sheet, and the day that is written above or below them."""

    rows: list[RawRow]
    dated: date | None
    headers: list[Header]


def read_table(sheet: Sheet) -> Table:
    """Return the data rows below each header of a sheet; titles and footers are left out."""
    walk = _Walk(sheet)
    rows = list(walk.rows())
    said = {raw.row for raw in rows} | {header.row for header in walk.headers}
    return Table(rows, _dated(sheet, said), walk.headers)


class _Walk:
    """One pass over a sheet, with the header that holds at the moment."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.filled = _merged_down(sheet)
        self.headers: list[Header] = []

    def rows(self) -> Iterator[RawRow]:
        """Yield the data rows."""
        section = ""
        for row, cells in enumerate(self.sheet.rows):
            if found := _header(self.sheet, row):
                self.headers.append(found)
                section = ""
            header = self.headers[-1] if self.headers else None
            if header is None or row <= header.row:
                continue
            said = {c: text for c, cell in enumerate(cells) if (text := text_of(cell))}
            if self._is_blank(said, header, row) or _is_footer(said, header.fields["problem"]):
                continue
            if heading := self._heading(said, header, row):
                section = heading
                continue
            yield self._raw(header, row, section)

    def _is_blank(self, said: dict[int, str], header: Header, row: int) -> bool:
        """A row is blank if it says nothing but, perhaps, its preprinted serial number."""
        number = header.fields.get("no", -1)
        if set(said) - {number} or _HEADING.fullmatch(said.get(number, "")):
            return False
        columns = (column for column in header.names if column != number)
        formulas = (self.sheet.formulas.get((row, column)) for column in columns)
        return all(formula is None or formula.has_value for formula in formulas)

    def _heading(self, said: dict[int, str], header: Header, row: int) -> str:
        """Return the title of a section: one cell alone, numbered like one or merged across."""
        if len(said) != 1:
            return ""
        ((column, text),) = said.items()
        wide = any(m.top == row and m.left == column < m.right for m in self.sheet.merges)
        if wide or (column != header.fields["problem"] and _HEADING.fullmatch(text)):
            return text
        return ""

    def _raw(self, header: Header, row: int, section: str) -> RawRow:
        names = {column: name for name, column in header.fields.items()}
        unnamed = (c for c in range(len(self.sheet.rows[row])) if c not in header.names)
        columns = {**header.extras, **{c: column_letters(c) for c in unnamed}}
        texts = ((name, text_of(self._cell(row, c))) for c, name in columns.items())
        formulas = {
            names.get(c, name): formula
            for c, name in header.names.items()
            if (formula := self.sheet.formulas.get((row, c)))
        }
        merged = frozenset(name for c, name in names.items() if (row, c) in self.filled)
        return RawRow(
            row,
            header,
            {name: self._cell(row, c) for c, name in names.items()},
            {name: text for name, text in texts if text},
            section,
            "problem" in merged,
            formulas,
            merged,
        )

    def _cell(self, row: int, column: int) -> Cell:
        cells = self.sheet.rows[row]
        own = cells[column] if column < len(cells) else None
        return own if text_of(own) else self.filled.get((row, column))


def _header(sheet: Sheet, row: int) -> Header | None:
    header = header_at(sheet, row)
    return header if header and "problem" in header.fields else None


def _merged_down(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """Return the value of each cell that is hidden under a vertical merge."""
    filled: dict[tuple[int, int], Cell] = {}
    for merge in sheet.merges:
        if merge.top < len(sheet.rows) and merge.left < len(sheet.rows[merge.top]):
            value = sheet.rows[merge.top][merge.left]
            for row in range(merge.top + 1, min(merge.bottom + 1, len(sheet.rows))):
                filled[row, merge.left] = value
    return filled


def _is_footer(said: dict[int, str], problem: int) -> bool:
    """A footer begins with its label, and all it says besides is short: names, days, numbers."""
    first = said[min(said)] if said else ""
    if _TOTAL.fullmatch(first) and said.get(problem, first) == first:
        return True
    label = _FOOTER.fullmatch(first)
    others = [text for text in said.values() if not _FOOTER.fullmatch(text)]
    long = any(len(text) > _SHORT for text in (*others, (label and label[3]) or ""))
    return bool(label) and not (others and long)


def _dated(sheet: Sheet, said: set[int]) -> date | None:
    """Return the day of the ledger: beside a label such as 填报日期, else one in a title."""
    others = [
        [text[:_LONGEST_TITLE] for cell in cells if (text := text_of(cell))]
        for row, cells in enumerate(sheet.rows)
        if row not in said
    ]
    for texts in others:
        for place, text in enumerate(texts):
            label = _DATE_LABEL.search(text)
            nearby = " ".join((text, *texts[place + 1 : place + 2]))
            if label and (day := day_in(nearby[label.start() :])):
                return day
    days = (day_in(text) for texts in others for text in texts)
    return next((day for day in days if day), None)
