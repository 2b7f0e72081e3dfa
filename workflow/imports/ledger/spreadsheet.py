"""Read an .xlsx workbook: looked over here, parsed in a child process that has limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any

from workflow.errors import TooLarge, WrongType
from workflow.imports.ledger import file_faults, sheet_child
from workflow.imports.ledger.cells import Cell, Merge, Sheet, Workbook
from workflow.imports.ledger.formulas import find_formulas
from workflow.platform import zip_guard
from workflow.words import Words

_CHILD = Path(sheet_child.__file__)
_PATIENCE = 2 * sheet_child.SECONDS
_OTHERS = {
    "xl/workbook.bin": file_faults.BINARY_FORMAT,
    "word/document.xml": file_faults.OTHER_ARCHIVE.format(what="Word"),
    "ppt/presentation.xml": file_faults.OTHER_ARCHIVE.format(what="PowerPoint"),
    "content.xml": file_faults.OTHER_ARCHIVE.format(what="OpenDocument"),
}


def read_spreadsheet(data: bytes) -> Workbook:
    """Return the visible sheets of a workbook with their merged areas and formulas."""
    looked_over = zip_guard.look_over(data)
    _refuse_others(looked_over)
    answer = _parse(data)
    formulas = find_formulas(looked_over)
    sheets = tuple(
        Sheet(
            entry["name"],
            [[_cell(cell) for cell in row] for row in entry["rows"]],
            tuple(Merge(*start, *end) for start, end in entry["merges"]),
            formulas.get(entry["name"], {}),
        )
        for entry in answer["sheets"]
    )
    return Workbook("xlsx", sheets, tuple(_hidden(name) for name in answer["hidden"]))


def _refuse_others(looked_over: zip_guard.Archive) -> None:
    if "xl/workbook.xml" in looked_over.entries:
        return
    for entry, words in _OTHERS.items():
        if entry in looked_over.entries:
            raise WrongType(words)
    raise WrongType(file_faults.OTHER_ARCHIVE.format(what=Words("压缩包", "an archive")))


def _parse(data: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", str(_CHILD)]
    environment = {**os.environ, "RUST_BACKTRACE": "0"}
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, no shell
            command, input=data, capture_output=True, timeout=_PATIENCE, env=environment
        )
    except subprocess.TimeoutExpired:
        raise TooLarge(file_faults.UNREADABLE) from None
    if ended.returncode:
        raise TooLarge(file_faults.UNREADABLE)
    answer: dict[str, Any] = json.loads(ended.stdout)
    _raise_fault(answer)
    return answer


def _raise_fault(answer: dict[str, Any]) -> None:
    match answer.get("fault"):
        case "encrypted":
            raise WrongType(file_faults.ENCRYPTED)
        case "damaged":
            raise WrongType(file_faults.TRUNCATED)
        case "unreadable":
            raise TooLarge(file_faults.UNREADABLE)
        case "too_many_cells":
            raise TooLarge(_too_many(answer["sheet"], *answer["end"]))


def _too_many(sheet: str, row: int, column: int) -> Words:
    return file_faults.TOO_MANY_CELLS.format(
        sheet=sheet,
        rows=row + 1,
        columns=column + 1,
        max_rows=sheet_child.MAX_ROWS,
        max_columns=sheet_child.MAX_COLUMNS,
    )


def _hidden(name: str) -> Words:
    return file_faults.HIDDEN_SHEET.format(sheet=name)


def _cell(value: Any) -> Cell:
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    moment = datetime.fromisoformat(value[0])
    return moment.date() if moment.time() == time() else moment
