"""Read a CSV file: encoding and delimiter are detected, quotes must be in order."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections.abc import Callable

from workflow.errors import WrongType
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.cells import Cell, Sheet, Workbook
from workflow.imports.ledger.encodings import decode

_DELIMITERS = (",", "\t", ";", "|")
_LOOKED_AT = 40
_AS_TEXT = re.compile(r'="([^"]*)"')  # Excel writes ="0012" to keep leading zeros.

HeaderScore = Callable[[list[Cell]], int]


def read_delimited(data: bytes, header_score: HeaderScore) -> Workbook:
    """Return the single sheet of a CSV; ``header_score`` decides on the delimiter."""
    text, notes = decode(data, lambda sample: sense_of(sample, header_score))
    delimiter = max(_DELIMITERS, key=lambda d: _score(text, d, header_score))
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in _records(text, delimiter)]
    return Workbook("csv", (Sheet("CSV", rows),), notes)


def sense_of(text: str, header_score: HeaderScore) -> int:
    """Return the largest number of column names in a row of the text, with any delimiter."""
    return max(_score(text, delimiter, header_score) for delimiter in _DELIMITERS)


def _score(text: str, delimiter: str, header_score: HeaderScore) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    best = 0
    with contextlib.suppress(csv.Error):
        for row in itertools.islice(reader, _LOOKED_AT):
            best = max(best, header_score(list(row)))
    return best


def _records(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    begins = 1
    try:
        for record in reader:
            records.append(record)
            begins = reader.line_num + 1
    except csv.Error:
        raise WrongType(file_faults.BAD_QUOTES.format(line=begins)) from None
    return records


def _cell(text: str) -> Cell:
    if match := _AS_TEXT.fullmatch(text):
        return match[1]
    return text or None
