"""Builds small workbooks for the tests, good ones and hostile ones."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

REAL = Path(__file__).parent / "data"
HEADER = ["序号", "问题来源", "具体问题", "整改措施", "责任单位", "整改时限"]
ROW = [1, "季度检查", "会议记录不全", "补全记录", "第一党支部", "2026年6月底前"]


def workbook(rows: Sequence[Sequence[object]], *merges: str, title: str = "台账") -> bytes:
    """Return an .xlsx with these rows; a text that begins with = becomes a formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    return "\n".join(delimiter.join(str(cell) for cell in row) for row in rows) + "\n"


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """Return the workbook with one entry added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def with_lying_directory(data: bytes, name: str, claimed: int) -> bytes:
    """Return the archive with a false unpacked size for one entry in its directory."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == name.encode():
            struct.pack_into("<I", changed, at + 24, claimed)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def layout_file(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    merges: Mapping[str, Sequence[str]],
    encoding: str = "utf-8",
) -> Path:
    """Write a layout as a workbook with its merged cells, or its only sheet as a CSV file."""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding=encoding) as file:
            csv.writer(file).writerows(next(iter(sheets.values())))
        return path
    book = openpyxl.Workbook()
    assert book.active
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        for merge in merges.get(name, ()):
            sheet.merge_cells(merge)
    book.save(path)
    return path
