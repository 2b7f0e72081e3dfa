"""Tables to be exported: the head, and blocks of lines about the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

SheetCell = str | int | float | date | None
SheetFormat = Literal["xlsx", "csv", "json"]
SHEET_FORMATS: tuple[SheetFormat, ...] = ("xlsx", "csv", "json")
MEDIA_TYPES: dict[SheetFormat, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: key for programs, name for people, width in Latin letters."""

    key: str
    name: str
    width: int = 12
    by_line: bool = False  # each line of a block has a value of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHead:
    """The upper part of a table, and how the table is printed."""

    title: str
    about: str  # the filter in words, the number of rows, the day
    columns: tuple[SheetColumn, ...]
    page: str  # the foot of a printed page; &P and &N are its number and the number of pages
    frozen: int = 1  # columns that stay in sight
    paper: Literal["A4", "A3"] = "A4"
    rows: int = 0  # blocks to come


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """Lines about the same thing: equal cells are written once; pictures go into the first line."""

    lines: Sequence[Sequence[SheetCell]]
    pictures: Sequence[Path] = field(default=())
