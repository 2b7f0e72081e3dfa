"""The content of a table file of any format: sheets of cells, counted from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.platform import cleaned
from workflow.words import Words

Cell = str | int | float | bool | date | datetime | None
Rows = Sequence[list[Cell]]
CellPlace = tuple[int, int]  # row and column, from zero

# What a form refuses with its place is left out of a cell, whose place nobody sees while typing.
_UNFIT = dict.fromkeys(
    (*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0),
     0x202D, 0x202E)
) | dict.fromkeys(range(0xF000, 0xF100), "•")  # the bullets of a symbol font  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a cell, and whether the file carries its value."""

    text: str
    has_value: bool


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged area; all four bounds lie inside the area."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a sheet besides its values."""

    errors: Mapping[CellPlace, str] = field(default_factory=dict)  # such as #REF!
    pictures: Mapping[int, int] = field(default_factory=dict)  # row -> how many lie on it
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: int = 0
    struck: frozenset[CellPlace] = frozenset()  # cells whose text is struck through


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; ``rows`` begins at row 1 of the file, however many rows are empty."""

    name: str
    rows: Rows
    merges: tuple[MergedRange, ...] = ()
    formulas: dict[CellPlace, Formula] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    is_turned: bool = False  # rows are the columns of the file


@dataclass(frozen=True, slots=True)
class Workbook:
    """A table file as read, with notes on the reading."""

    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Words, ...] = ()


def text_of(cell: Cell) -> str:
    """Return a cell as text for people, without invisible characters at its ends."""
    if cell is None:
        return ""
    if type(cell) is str and cell.isprintable() and "_x000D_" not in cell:
        return cleaned(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    text = cell if isinstance(cell, str) else str(cell)
    if text.isprintable() and "_x000D_" not in text:
        return cleaned(text)
    return cleaned(text.replace("_x000D_", "").translate(_UNFIT))


def column_letters(column: int) -> str:
    """Return the letters of a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(ord("A") + rest) + letters
        column -= 1
    return letters
