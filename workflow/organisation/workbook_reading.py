"""Read a workbook of the organisation: every wrong cell is named, with its sheet and its row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workflow.declaration import pack
from workflow.errors import BadInput
from workflow.imports.ledger.cells import Sheet, text_of
from workflow.imports.ledger.workbook import read_file, read_workbook
from workflow.organisation.kinds import CLASSES, KINDS
from workflow.organisation.workbook import BY_KEY, SHEETS, Book, SheetOf, WorkbookRow
from workflow.platform import cleaned
from workflow.words import LANGUAGES, Words

_NO_SHEET = Words("工作簿里没有“{sheet}”表。", 'The workbook has no sheet "{sheet}".')
_NO_COLUMN = Words("“{sheet}”表没有“{column}”一列。", 'Sheet "{sheet}" has no column "{column}".')
_MISSING = Words("不能为空", "it may not be empty")
_NO_DATE = Words("要写成 2026-12-31 这样的日期", "it has to be a date such as 2026-12-31")
_NO_NUMBER = Words("要填整数", "it has to be a whole number")
_NO_CHOICE = Words("没有这个选项：{value}", "there is no such choice: {value}")
_TWICE = Words("与第{row}行重复", "it is there already, in row {row}")
_UNKNOWN = Words("“{sheet}”表里没有这个代码：{value}", 'no row of sheet "{sheet}" has it: {value}')
_BACKWARDS = Words("结束日期早于开始日期", "it ends before it begins")
_NOT_LATER = Words("延期至要晚于任期结束日期", "an extension has to end after the term does")
_DATES = ("from", "to", "elected", "extended", "left")
_NUMBERS = ("full", "probationary", "joined")
_REQUIRED = {
    "units": ("code", "kind", "name", "from"), "names": ("unit", "name", "from", "to"),
    "terms": ("unit", "from", "to"), "people": ("code", "name"),
    "posts": ("person", "unit", "role", "from"),
}  # fmt: skip
_BLANK = {"language": "zh"}  # what an empty cell stands for, where it is not nothing
_CHOICES: dict[str, Callable[[], Mapping[str, Words]]] = {
    "kind": lambda: {key: kind.words for key, kind in KINDS.items()},
    "class": lambda: CLASSES,
    "role": lambda: pack().roles,
    "language": lambda: {key: Words(key, key) for key in LANGUAGES},
}


@dataclass(frozen=True, slots=True)
class WorkbookFault:
    """A wrong cell, or a lack of the whole file."""

    sheet: Words
    row: int
    column: Words
    words: Words

    @property
    def sentence(self) -> Words:
        """The sentence with the place and the fault."""
        return Words(
            f"“{self.sheet.zh}”第{self.row}行“{self.column.zh}”：{self.words.zh}。",
            f'Sheet "{self.sheet.en}", row {self.row}, "{self.column.en}": {self.words.en}.',
        )


def read_organisation(path: Path) -> tuple[Book, list[WorkbookFault]]:
    """Return the sheets of a file, and the faults of their cells.

    Raises ``BadInput`` where a sheet or a column is missing.
    """
    workbook = read_workbook(read_file(path), path.name)
    book: Book = {}
    faults: list[WorkbookFault] = []
    lines: dict[
        str, dict[int, WorkbookRow]
    ] = {}  # sheet -> the number of a row in the file -> the row
    for sheet in SHEETS:
        match = next((s for s in workbook.sheets if cleaned(s.name) in sheet.words), None)
        if match is None:
            raise BadInput(_NO_SHEET.format(sheet=sheet.words))
        lines[sheet.key] = dict(_rows(sheet, match, faults))
        book[sheet.key] = list(lines[sheet.key].values())
    for key, column, target in (
        ("units", 1, "units"), ("names", 0, "units"), ("terms", 0, "units"),
        ("posts", 0, "people"), ("posts", 1, "units"),
    ):  # fmt: skip
        faults += _dangling(lines, key, column, target)
    return book, faults


def _rows(
    sheet: SheetOf, found: Sheet, faults: list[WorkbookFault]
) -> Iterator[tuple[int, WorkbookRow]]:
    places = _places(sheet, found)
    seen: dict[WorkbookRow, int] = {}
    for number, cells in enumerate(found.rows[1:], 2):
        texts = [text_of(cells[place]) if place < len(cells) else "" for place in places]
        if not any(texts):
            continue
        row = tuple(_cell(sheet, number, column, text, faults) for column, text in enumerate(texts))
        key = tuple(row[n] for n in sheet.naming)
        if key in seen:
            faults.append(_fault(sheet, number, sheet.naming[0], _TWICE.format(row=seen[key])))
        seen.setdefault(key, number)
        faults += _backwards(sheet, number, row)
        yield number, row


def _places(sheet: SheetOf, found: Sheet) -> list[int]:
    """Find the columns by their headings, in whichever language and order."""
    heads = [text_of(cell) for cell in found.rows[0]] if found.rows else []
    places = []
    for _, words in sheet.columns:
        place = next((n for n, head in enumerate(heads) if head in words), None)
        if place is None:
            raise BadInput(_NO_COLUMN.format(sheet=sheet.words, column=words))
        places.append(place)
    return places


def _cell(sheet: SheetOf, number: int, column: int, text: str, faults: list[WorkbookFault]) -> str:
    key = sheet.columns[column][0]
    if not text:
        if key in _REQUIRED[sheet.key]:
            faults.append(_fault(sheet, number, column, _MISSING))
        return _BLANK.get(key, "")
    try:
        return _reader(key)(text)
    except ValueError as wrong:
        words = {"date": _NO_DATE, "number": _NO_NUMBER}.get(str(wrong), _NO_CHOICE)
        faults.append(_fault(sheet, number, column, words.format(value=text[:40])))
        return ""


def _reader(key: str) -> Callable[[str], str]:
    if key in _DATES:
        return _date
    if key in _NUMBERS:
        return _number
    return (lambda text: _choice(key, text)) if key in _CHOICES else str


def _date(text: str) -> str:
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        raise ValueError("date") from None


def _number(text: str) -> str:
    plain = text.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 8):
        raise ValueError("number")
    return str(int(plain))


def _choice(key: str, text: str) -> str:
    for choice, words in _CHOICES[key]().items():
        if text == choice or text in words:
            return choice
    raise ValueError("choice")


def _fault(sheet: SheetOf, number: int, column: int, words: Words) -> WorkbookFault:
    return WorkbookFault(sheet.words, number, sheet.columns[column][1], words)


def _backwards(sheet: SheetOf, number: int, row: WorkbookRow) -> Iterator[WorkbookFault]:
    keys = [key for key, _ in sheet.columns]
    cells = dict(zip(keys, row, strict=True))
    begin, end, extended = (cells.get(key, "") for key in ("from", "to", "extended"))
    if begin and end and end < begin:
        yield _fault(sheet, number, keys.index("to"), _BACKWARDS)
    if end and extended and extended <= end:
        yield _fault(sheet, number, keys.index("extended"), _NOT_LATER)


def _dangling(
    lines: dict[str, dict[int, WorkbookRow]], key: str, column: int, target: str
) -> Iterator[WorkbookFault]:
    known = {row[0] for row in lines[target].values()} | {""}
    for number, row in lines[key].items():
        if row[column] not in known:
            words = _UNKNOWN.format(sheet=BY_KEY[target].words, value=row[column])
            yield _fault(BY_KEY[key], number, column, words)
