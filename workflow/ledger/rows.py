"""Walk a sheet row by row: which rows are data, and what stands in them under which name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from workflow.ledger.cells import Cell, Formula, Sheet, text_of
from workflow.ledger.columns import Header, header_at, header_score
from workflow.ledger.days import day_in

_FOOTER = re.compile(
    r"\s*(填报人|填表人|制表人?|审核人?|复核人?|审批人|负责人|单位负责人|主要负责人|经办人|联系人|联系电话|电话|"
    r"签字|签名|签收|盖章|签发单位负责人|接收单位负责人|检查人员?|检查人员签字|日期|填报日期|填表日期|填报时间|"
    r"填表说明|填报说明|说明|备注说明|备注|注|note|notes|prepared by|reviewed by|signature)"
    r"\s*([(（][^)）]*[)）])?\s*([:：].*|$)",
    re.IGNORECASE | re.DOTALL,
)
_TOTAL = re.compile(r"\s*(合计|总计|小计|共计|total)\b?.*", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"\s*([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|第.{1,3}部分).*", re.DOTALL)
_LEDGER_DATE = re.compile(r"(填报|填表|制表|报送|上报|统计|截至|截止).{0,6}?[:：]?\s*(\S.*)", re.DOTALL)


@dataclass(slots=True)
class RawRow:
    """One data row: cells by field, unknown columns by their name, formulas by column."""

    sheet: Sheet
    header: Header
    row: int
    cells: dict[str, Cell]
    extras: dict[str, str]
    section: str = ""
    continues: bool = False
    formulas: dict[str, Formula] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        """Return a field as text; a missing column is the same as an empty cell."""
        return text_of(self.cells.get(name))


@dataclass(slots=True)
class Table:
    """The data rows of a sheet, and the day that is written above or below them."""

    rows: list[RawRow]
    dated: date | None
    has_header: bool


def read_table(sheet: Sheet) -> Table:
    """Return the data rows below each header of a sheet; titles and footers are left out."""
    rows = list(_data_rows(sheet))
    has_header = bool(rows) or any(_header(sheet, row) for row in range(len(sheet.rows)))
    return Table(rows, _dated(sheet, {raw.row for raw in rows}), has_header)


def _data_rows(sheet: Sheet) -> Iterator[RawRow]:
    filled, below = _merged_down(sheet)
    header: Header | None = None
    section = ""
    for row in range(len(sheet.rows)):
        if found := _header(sheet, row):
            header = found
        if header is None or row <= header.row or _is_blank(sheet, header, row):
            continue
        if _is_footer(sheet, header, row):
            continue
        if heading := _heading(sheet, header, row):
            section = heading
            continue
        yield _raw(sheet, header, row, filled, below, section)


def _header(sheet: Sheet, row: int) -> Header | None:
    header = header_at(sheet, row) if header_score(sheet.rows[row]) > 1 else None
    return header if header and "problem" in header.fields else None


def _merged_down(sheet: Sheet) -> tuple[dict[tuple[int, int], Cell], set[tuple[int, int]]]:
    """Return the value of each cell hidden under a vertical merge, and where those cells are."""
    filled: dict[tuple[int, int], Cell] = {}
    for merge in sheet.merges:
        if merge.top < len(sheet.rows) and merge.left < len(sheet.rows[merge.top]):
            value = sheet.rows[merge.top][merge.left]
            for row in range(merge.top + 1, min(merge.bottom + 1, len(sheet.rows))):
                filled[row, merge.left] = value
    return filled, set(filled)


def _raw(
    sheet: Sheet,
    header: Header,
    row: int,
    filled: dict[tuple[int, int], Cell],
    below: set[tuple[int, int]],
    section: str,
) -> RawRow:
    def cell(column: int) -> Cell:
        own = sheet.rows[row][column] if column < len(sheet.rows[row]) else None
        return own if text_of(own) else filled.get((row, column))

    names = {**{c: n for n, c in header.fields.items()}}
    extras = {name: text for c, name in header.extras.items() if (text := text_of(cell(c)))}
    formulas = {
        names.get(c, header.names[c]): formula
        for c in header.names
        if (formula := sheet.formulas.get((row, c)))
    }
    problem = header.fields["problem"]
    return RawRow(
        sheet,
        header,
        row,
        {name: cell(c) for name, c in header.fields.items()},
        extras,
        section,
        continues=(row, problem) in below,
        formulas=formulas,
        own=frozenset(n for n, c in header.fields.items() if (row, c) not in below),
    )


def _is_blank(sheet: Sheet, header: Header, row: int) -> bool:
    """A row is blank if it says nothing but, perhaps, its preprinted serial number."""
    number = header.fields.get("no")
    said = (c for c, cell in enumerate(sheet.rows[row]) if c != number and text_of(cell))
    return not any(True for _ in said) and not any(
        at == row and column != number for at, column in sheet.formulas
    )
