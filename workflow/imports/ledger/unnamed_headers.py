"""A header by place alone: short names, in no list, above rows of longer cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from workflow.imports.ledger.cells import Cell, Sheet, text_of
from workflow.imports.ledger.header_lines import HeaderLines, texts_of

_LOOKED_AT = 12  # lines from above
_FEWEST = 3  # columns
_LONGEST = 12  # letters of a name; of one in ASCII twice as many
_BELOW = 5  # rows


def find_unnamed(sheet: Sheet) -> HeaderLines | None:
    """Return the first likely header line with names in no list, or ``None``.

    What stands below decides then on the meanings, and whether it is a ledger at all.
    """
    for row, cells in enumerate(islice(sheet.rows, _LOOKED_AT)):
        names = texts_of(cells)
        if _are_names(cells, names) and _has_rows(sheet, row, names):
            return HeaderLines(row, row, names)
    return None


def _are_names(cells: Sequence[Cell], names: dict[int, str]) -> bool:
    texts = list(names.values())
    short = all(len(text) <= (2 * _LONGEST if text.isascii() else _LONGEST) for text in texts)
    plain = all(isinstance(cell, str) or not text_of(cell) for cell in cells)
    digits = any(letter.isdigit() for text in texts for letter in text)
    distinct = len(set(texts)) == len(texts) >= _FEWEST
    return short and plain and distinct and not digits


def _has_rows(sheet: Sheet, row: int, names: dict[int, str]) -> bool:
    """Say whether the next lines fill the columns, and no others."""
    below = [texts_of(cells) for cells in islice(sheet.rows, row + 1, row + 1 + _BELOW)]
    filled = [said for said in below if said]
    return bool(filled) and all(
        set(said) <= set(names) and len(said) >= len(names) / 2 for said in filled
    )
