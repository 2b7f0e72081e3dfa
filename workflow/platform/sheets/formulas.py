"""Texts calculated by spreadsheets, and the same texts made harmless."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from workflow.platform.sheets.table import SheetCell

_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_BREAKS = ("\t", "\r", "\n")


def harmless(cell: SheetCell) -> SheetCell:
    """Return the cell, with an apostrophe before a text for some spreadsheet to calculate."""
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def is_formula(text: str) -> bool:
    """Say whether some spreadsheet may calculate the text: full-width and other forms count, too.

    Blanks and what cannot be seen do not keep a program from it; a line break or a tab at the
    beginning may be taken for the end of the cell before.
    """
    first = text[:1]
    if first.isalnum() and _is_plain(first):  # nearly all texts
        return False
    if first in _BREAKS:
        return True
    seen = (
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] not in "CZ"
    )
    return next(seen, "") in _SIGNS


@lru_cache(maxsize=4096)
def _is_plain(letter: str) -> bool:
    return unicodedata.normalize("NFKC", letter)[:1] not in _SIGNS
