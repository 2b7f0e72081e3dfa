"""What a table file holds, whatever its format: sheets of cells, counted from zero."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.words import Words

Cell = str | int | float | bool | date | datetime | None
Rows = list[list[Cell]]

_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_SPACES = " \t\r\n\xa0\u3000"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula found in a cell, and whether the file carries the value it had."""

    text: str
    has_value: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area; all four bounds lie inside it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``rows`` begins at row 1 of the file, whatever is empty above."""

    name: str
    rows: Rows
    merges: tuple[Merge, ...] = ()
    formulas: dict[tuple[int, int], Formula] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A table file that was read, with what there is to say about the reading."""

    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Words, ...] = ()


def text_of(cell: Cell) -> str:
    """Write a cell as a person would read it, without invisible characters at its ends."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    text = cell if isinstance(cell, str) else str(cell)
    if text.isprintable() and "_x000D_" not in text:
        return text.strip()
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_INVISIBLE).replace("\x00", "").strip(_SPACES)


def column_letters(column: int) -> str:
    """Return the letters that a spreadsheet shows above a column: 0 is A, 26 is AA."""
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(ord("A") + rest) + letters
        column -= 1
    return letters
