"""Read a workbook: checked here, parsed in a child process with limits."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from workflow.errors import TooLarge, WrongType
from workflow.imports.ledger import file_faults, sheet_child
from workflow.imports.ledger.cells import MergedRange, Sheet, Workbook
from workflow.imports.ledger.packed_rows import PackedRows
from workflow.imports.ledger.sheet_marks import NO_DETAILS, SheetDetails, read_details
from workflow.platform import zip_guard
from workflow.words import Words

_CHILD = Path(sheet_child.__file__)
_PATIENCE = 2 * sheet_child.SECONDS
_MAX_UNPACKED = 640 * 2**20  # a hundred thousand rows of thirty columns
_KINDS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
_OTHERS = {"word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint"}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(slots=True)
class _Parsed:
    """A sheet from the parser, line by line."""

    name: str
    merges: list[Any]
    lines: list[bytes] = field(default_factory=list)


def read_zipped(data: bytes) -> Workbook:
    """Return the visible sheets of an .xlsx, .xlsm, .xlsb or .ods with all their marks."""
    archive = zip_guard.look_over(data, _MAX_UNPACKED)
    kind = _kind(archive)
    details = read_details(archive) if kind == "xlsx" else {}
    return _workbook(kind, data, details)


def read_old(data: bytes) -> Workbook:
    """Return the visible sheets of an .xls."""
    return _workbook("xls", data, {})


def _kind(archive: zip_guard.Archive) -> str:
    for entry, what in _OTHERS.items():
        if entry in archive.entries:
            raise WrongType(file_faults.OTHER_ARCHIVE.format(what=what))
    kind = next((kind for entry, kind in _KINDS.items() if entry in archive.entries), None)
    if kind == "ods" and b"".join(archive.unpack("mimetype")).strip() != _OPEN_DOCUMENT:
        raise WrongType(file_faults.OTHER_ARCHIVE.format(what="OpenDocument"))
    if kind is None:
        raise WrongType(file_faults.OTHER_ARCHIVE.format(what=Words("压缩包", "an archive")))
    return kind


def _workbook(kind: str, data: bytes, details: dict[str, SheetDetails]) -> Workbook:
    sheets: list[_Parsed] = []
    notes: list[Words] = []
    with contextlib.closing(_parse(data)) as lines:
        for line in lines:
            if line.startswith(b"["):
                sheets[-1].lines.append(line)
                continue
            said = orjson.loads(line)
            _raise_fault(said)
            if "hidden" in said:
                notes.append(file_faults.HIDDEN_SHEET.format(sheet=said["hidden"]))
            else:
                sheets.append(_Parsed(said["sheet"], said["merges"]))
    return Workbook(kind, tuple(_sheet(one, details) for one in sheets), tuple(notes))


def _sheet(parsed: _Parsed, details: dict[str, SheetDetails]) -> Sheet:
    own = details.get(parsed.name, NO_DETAILS)
    width, height = sheet_child.MAX_COLUMNS, len(parsed.lines)
    merges = (
        MergedRange(top, left, min(bottom, height - 1), min(right, width - 1))
        for (top, left), (bottom, right) in parsed.merges
    )
    rows = PackedRows(parsed.lines, own.shown)
    return Sheet(parsed.name, rows, tuple(merges), own.formulas, own.marks)


def _parse(data: bytes) -> Generator[bytes, None, None]:
    """Yield the lines of the child.

    Raises ``BadInput`` or ``WrongType`` where the child gave up or took too long.
    """
    command = [sys.executable, "-I", str(_CHILD)]
    environment = {**os.environ, "RUST_BACKTRACE": "0"}
    child = subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    timer = threading.Timer(_PATIENCE, child.kill)
    timer.start()
    try:
        yield from _lines(child, data)
    finally:
        timer.cancel()
        child.kill()
        if child.stdout:
            child.stdout.close()
        child.wait()
    if child.returncode:
        raise TooLarge(file_faults.UNREADABLE)


def _lines(child: subprocess.Popen[bytes], data: bytes) -> Iterator[bytes]:
    assert child.stdin  # noqa: S101 -- both are pipes
    assert child.stdout  # noqa: S101
    try:
        with child.stdin:
            child.stdin.write(data)
    except BrokenPipeError:
        raise TooLarge(file_faults.UNREADABLE) from None
    yield from (line.rstrip(b"\n") for line in child.stdout)
    child.wait()


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
