"""Staff numbers that a spreadsheet program has damaged: zeros in front lost, digits rounded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from workflow.imports.ledger.cells import Cell, text_of
from workflow.organisation.rosters import fault_words as told
from workflow.words import Words

_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")


def widths_of(cells: Iterable[Cell]) -> int:
    """Return the common number of digits of a column in which zeros stand in front, or 0."""
    texts = [
        text for cell in cells if isinstance(cell, str) and (text := text_of(cell)).isdecimal()
    ]
    if not any(text.startswith("0") for text in texts):
        return 0
    width, count = Counter(map(len, texts)).most_common(1)[0]
    return width if count > len(texts) / 2 else 0


def wrong_code(text: str, width: int) -> Words | None:
    """Return why a staff number cannot be as written, or ``None``."""
    if _ROUNDED.fullmatch(text):
        return told.ROUNDED.format(value=text)
    if width and text.isdecimal() and len(text) < width:
        return told.LOST_ZEROS.format(value=text, width=width)
    return None
