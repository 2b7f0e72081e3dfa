"""Read the organisation's own days from a CSV or a workbook; each fault names cell and row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflow.calendar import OwnDay
from workflow.errors import BadInput, TooLarge
from workflow.imports.ledger.cells import Cell, Sheet, text_of
from workflow.imports.ledger.workbook import read_workbook
from workflow.words import Words

HEADINGS = {
    "day": ("日期", "date", "day"),
    "working": ("上班", "是否上班", "working"),
    "name": ("名称", "name"),
    "name_en": ("英文名称", "name in english", "name_en"),
    "note": ("备注", "说明", "note"),
}
_REQUIRED = ("day", "working", "name")
_YES = ("是", "上班", "班", "yes", "y", "true", "1", "working")
_NO = ("否", "休息", "休", "no", "n", "false", "0", "free")
_LONGEST = 200
_MOST = 2_000  # days in one file
LARGEST = 2**20  # bytes of such a file
_LACKS = Words(
    "表中没有“{column}”一列；第一行应为：日期、上班、名称、英文名称、备注。",
    'There is no column "{column}"; the first row is: date, working, name, name_en, note.',
)
_ROW = Words("第{row}行：{fault}。", "Row {row}: {fault}.")
_NO_DATE = Words("“{value}”不是 2027-01-02 这样的日期", '"{value}" is no date such as 2027-01-02')
_NEITHER = Words("“上班”一列要填“是”或“否”", '"working" has to be yes or no')
_NAMELESS = Words("名称要填1到200个字", "the name has to be of 1 to 200 characters")
_TWICE = Words("{value}出现了两次", "{value} is there twice")
_WRONG = Words(
    "文件有{count}处要改，没有导入任何内容。",
    "{count:thing in the file needs|things in the file need} correcting; nothing was brought in.",
)
_TOO_LARGE = Words(
    "文件超过 {limit} KiB；一个文件最多{most}天，远没有这么大。请只留日历这一张表。",
    "The file has more than {limit} KiB; {most:day|days}, the most that a file may hold, need far "
    "less. Keep nothing in it but the sheet of the calendar.",
)
_TOO_MANY = Words("一个文件最多{most}天。", "A file holds at most {most:day|days}.")


class _Wrong(Exception):
    """A cell is wrong; ``words`` hold the reason."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class _Table:
    columns: dict[str, int]
    rows: list[tuple[int, list[Cell]]]  # each with its number as people see it


def read_days(data: bytes, name: str) -> list[OwnDay]:
    """Return the days of a file.

    Raises ``BadInput`` with every fault of the file.
    """
    if len(data) > LARGEST:
        raise TooLarge(_TOO_LARGE.format(limit=LARGEST >> 10, most=_MOST))
    table = _table(read_workbook(data, name).sheets[0])
    days: dict[date, OwnDay] = {}
    faults: dict[str, Words] = {}
    for number, row in table.rows:
        try:
            own = _day(
                {key: row[at] if at < len(row) else None for key, at in table.columns.items()}
            )
            if own.day in days:
                raise _Wrong(_TWICE.format(value=own.day))
            days[own.day] = own
        except _Wrong as wrong:
            faults[f"row {number}"] = _ROW.format(row=number, fault=wrong.words)
    if faults:
        raise BadInput(_WRONG.format(count=len(faults)), faults)
    return list(days.values())


def _table(sheet: Sheet) -> _Table:
    filled = [(n, row) for n, row in enumerate(sheet.rows, 1) if any(map(text_of, row))]
    heads = [text_of(cell).lower() for cell in filled[0][1]] if filled else []
    columns = {
        key: heads.index(head) for key, names in HEADINGS.items() for head in names if head in heads
    }
    for key in _REQUIRED:
        if key not in columns:
            raise BadInput(_LACKS.format(column=Words(HEADINGS[key][0], HEADINGS[key][-1])))
    if len(filled) - 1 > _MOST:
        raise BadInput(_TOO_MANY.format(most=_MOST))
    return _Table(columns, filled[1:])


def _cell(row: list[Cell], at: int) -> Cell:
    return row[at] if at < len(row) else None


def _day(row: dict[str, Cell]) -> OwnDay:
    answer = text_of(row["working"]).lower()
    if answer not in _YES + _NO:
        raise _Wrong(_NEITHER)
    name = text_of(row["name"])
    if not 0 < len(name) <= _LONGEST:
        raise _Wrong(_NAMELESS)
    english = text_of(row.get("name_en"))[:_LONGEST] or name
    note = text_of(row.get("note"))[:_LONGEST]
    return OwnDay(_date(row["day"]), answer in _YES, Words(name, english), note)


def _date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(text_of(cell).replace("/", "-"))
    except ValueError:
        raise _Wrong(_NO_DATE.format(value=text_of(cell)[:40])) from None
