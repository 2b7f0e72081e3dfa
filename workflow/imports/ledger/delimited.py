"""Read a CSV file: its encoding and delimiter are found, its quotes must be in order."""

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
from workflow.words import Words

_DELIMITERS = (",", "\t", ";")
_LOOKED_AT = 40
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_AS_TEXT = re.compile(r'="([^"]*)"')  # Excel writes ="0012" to keep leading zeros.

HeaderScore = Callable[[list[Cell]], int]


def read_delimited(data: bytes, header_score: HeaderScore) -> Workbook:
    """Return the one sheet of a CSV; ``header_score`` tells the right delimiter."""
    text = _decode(data)
    delimiter = max(_DELIMITERS, key=lambda d: _score(text, d, header_score))
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in _records(text, delimiter)]
    return Workbook("csv", (Sheet("CSV", rows),))


def _decode(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise WrongType(
                file_faults.NOT_A_TABLE.format(what=Words("二进制内容", "binary content"))
            )
        return text
    raise WrongType(file_faults.UNKNOWN_ENCODING)


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
