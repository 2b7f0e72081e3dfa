"""Find the header row of a ledger by its names, wherever it stands and whatever the order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from workflow.imports.ledger.cells import Cell, Sheet, column_letters, text_of
from workflow.imports.ledger.column_names import NAMES, WEAK_NAMES

DAYS = re.compile(r"[(（](天|日|工作日|个工作日|days)[)）]")
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]")
_NOISE = re.compile(r"[\s_*:：、，,.。·/-]+")
_ENOUGH = 2
_LONGEST_NAME = 60


def plain(name: str) -> str:
    """Strip a header name of what varies: spaces, width, case, stars and colons."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()


def _index(names: dict[str, str]) -> dict[str, str]:
    return {plain(name): field for field, group in names.items() for name in group.split()}


_KNOWN, _WEAK = _index(NAMES), _index(WEAK_NAMES)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the fields of a table are; ``row`` is the last row of the header, from zero."""

    row: int
    fields: dict[str, int]
    names: dict[int, str]

    @property
    def extras(self) -> dict[int, str]:
        """The columns whose names we do not know; what they hold is kept as text."""
        taken = set(self.fields.values())
        return {column: name for column, name in self.names.items() if column not in taken}

    def fields_named(self) -> dict[str, tuple[str, str]]:
        """Return each field's name in the file and the letters of its column."""
        return {f: (self.names[c], column_letters(c)) for f, c in self.fields.items()}

    def column(self, field: str) -> int:
        """Return the column of a field, or of an unknown column by its name."""
        if field in self.fields:
            return self.fields[field]
        return next((column for column, name in self.names.items() if name == field), 0)

    def name(self, field: str) -> str:
        """Return the name that the file gives to a field's column."""
        return self.names.get(self.fields.get(field, -1), "")


@lru_cache(maxsize=4096)
def field_of(name: str) -> str | None:
    """Return the field that a header name stands for."""
    if len(name) > _LONGEST_NAME:
        return None
    return _KNOWN.get(plain(name)) or _KNOWN.get(plain(_ASIDE.sub("", name)))


def header_score(row: Sequence[Cell]) -> int:
    """Count the different fields that a row's cells name."""
    names = (cell for cell in row if isinstance(cell, str) and len(cell) <= _LONGEST_NAME)
    return len({field_of(text) for cell in names if (text := text_of(cell))} - {None})


def header_at(sheet: Sheet, row: int) -> Header | None:
    """Read the header that begins at ``row``, of one line or two; None if there is none."""
    score = header_score(sheet.rows[row])
    if score < _ENOUGH:
        return None
    upper = _spread(sheet, row)
    if _has_second_line(sheet, row):
        lower = {c: text for c, cell in enumerate(sheet.rows[row + 1]) if (text := text_of(cell))}
        return _header(row + 1, {**upper, **_joined(upper, lower)})
    return _header(
        row, {c: text for c, cell in enumerate(sheet.rows[row]) if (text := text_of(cell))}
    )


def _spread(sheet: Sheet, row: int) -> dict[int, str]:
    """Give each column under a merged header cell that cell's name."""
    names = {c: text for c, cell in enumerate(sheet.rows[row]) if (text := text_of(cell))}
    for merge in sheet.merges:
        if merge.top == row and merge.left in names:
            names.update(dict.fromkeys(range(merge.left, merge.right + 1), names[merge.left]))
    return names


def _has_second_line(sheet: Sheet, row: int) -> bool:
    """A second line names parts of merged columns, or fills gaps of the first with known names."""
    if row + 1 >= len(sheet.rows):
        return False
    below = {c for c, cell in enumerate(sheet.rows[row + 1]) if text_of(cell)}
    if not below:
        return False
    wide = {c for m in sheet.merges if m.top == m.bottom == row for c in range(m.left, m.right + 1)}
    gaps = {c for c in below if c >= len(sheet.rows[row]) or not text_of(sheet.rows[row][c])}
    named = {c for c in below if field_of(text_of(sheet.rows[row + 1][c]))}
    return below <= wide | gaps and bool(named)


def _joined(upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    """Let a known name stand alone; qualify an unknown one with the name above it."""
    return {
        column: name if field_of(name) or not upper.get(column) else f"{upper[column]} {name}"
        for column, name in lower.items()
    }


def _header(row: int, names: dict[int, str]) -> Header:
    fields: dict[str, int] = {}
    for column, name in names.items():
        if field := field_of(name):
            fields.setdefault(field, column)
    for column, name in names.items():
        if len(name) > _LONGEST_NAME:
            continue
        if field := _WEAK.get(plain(_ASIDE.sub("", name))):
            fields.setdefault(field, column)
    return Header(row, fields, names)
