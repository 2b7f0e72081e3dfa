"""Texts calculated by spreadsheets, and the same texts made harmless."""

from __future__ import annotations

import re
import unicodedata

from workflow.platform.sheets.table import SheetCell

_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_BREAKS = ("\t", "\r", "\n")
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]").match  # how nearly all texts begin


def harmless(cell: SheetCell) -> SheetCell:
    """Return the cell, with an apostrophe before a text for some spreadsheet to calculate."""
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def is_formula(text: str) -> bool:
    """Say whether some spreadsheet may calculate the text: full-width and other forms count, too.

    Blanks and what cannot be seen do not keep a program from it; a line break or a tab at the
    beginning may be taken for the end of the cell before.
    """
    if _PLAIN(text):
        return False
    if text[:1] in _BREAKS:
        return True
    seen = (
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] not in "CZ"
    )
    return next(seen, "") in _SIGNS
