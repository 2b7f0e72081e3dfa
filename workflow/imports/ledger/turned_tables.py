"""Tables with their names at the left and a problem in each column, turned to be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workflow.imports.ledger.cells import Cell, Formula, Marks, Sheet
from workflow.imports.ledger.columns import KEPT
from workflow.imports.ledger.header_lines import texts_of
from workflow.imports.ledger.labels import is_label, meaning_of

_FEWEST = 3  # lines with different meanings
_SEVERAL = 2  # values beside a name
_LONGEST = 60  # lines
_PROBLEM = frozenset(("problem", "title"))


def turned(sheet: Sheet) -> Sheet | None:
    """Return a sheet with rows for columns, or ``None`` where the names are not at its left.

    The number of a row is that of the column in the file: row 2 is column B.
    """
    if len(sheet.rows) > _LONGEST:
        return None
    said = [texts_of(cells) for cells in sheet.rows]
    named = [row for row, texts in enumerate(said) if _names_a_line(texts)]
    meanings = {meaning_of(said[row][0]) for row in named} - {KEPT}
    others = [row for row, texts in enumerate(said) if len(texts) > 1 and row not in named]
    if len(meanings) < _FEWEST or not meanings & _PROBLEM or len(others) > 1:
        return None
    lines = [row for row, texts in enumerate(said) if row >= named[0] and 0 in texts]
    width = max(len(sheet.rows[row]) for row in lines)
    rows = [[_at(sheet.rows[row], column) for row in lines] for column in range(width)]
    return replace(
        sheet, rows=rows, merges=(), formulas=_formulas(sheet, lines), marks=_marks(sheet, lines),
        is_turned=True,
    )  # fmt: skip


def _names_a_line(texts: dict[int, str]) -> bool:
    """Say whether a name stands at the left, with several values and no other name."""
    values = [text for column, text in texts.items() if column]
    return len(values) >= _SEVERAL and is_label(texts.get(0, "")) and not any(map(is_label, values))


def _at(cells: list[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def _formulas(sheet: Sheet, lines: list[int]) -> dict[tuple[int, int], Formula]:
    found = sheet.formulas.items()
    return {(c, lines.index(row)): formula for (row, c), formula in found if row in lines}


def _marks(sheet: Sheet, lines: list[int]) -> Marks:
    def turn(places: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        return [((row, c), (c, lines.index(row))) for row, c in places if row in lines]

    errors = {new: sheet.marks.errors[old] for old, new in turn(sheet.marks.errors)}
    struck = frozenset(new for _, new in turn(sheet.marks.struck))
    return replace(sheet.marks, errors=errors, struck=struck, pictures={})
