"""The faults in the files of a pack: each with file, row and column, and all of them at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from workflow.declaration.pack_choice import PackFiles
from workflow.errors import BadInput
from workflow.words import Words

_REFUSED = Words("{folder} 不能用作工作包：", "{folder} cannot be used as a pack:")
_CELL = Words("{file} 第{row}行“{column}”：{fault}", '{file}, row {row}, "{column}": {fault}')
_ROW = Words("{file} 第{row}行：{fault}", "{file}, row {row}: {fault}")
_FILE = Words("{file}：{fault}", "{file}: {fault}")
_MISSING = Words("没有这个文件", "there is no such file")
_NO_COLUMN = Words("没有“{column}”这一列", 'there is no column "{column}"')
_CELLS = Words(
    "单元格数与表头不符（应为{most}个）；有逗号的内容要加引号",
    "the row has not {most:cell|cells}, as the header has; a text with a comma needs quotes",
)
_BROKEN = Words("引号不成对，或不是CSV表格", "its quotes do not match, or it is no CSV table")


class PackRow(NamedTuple):
    """A row of a file: its number as a sheet shows it, and the cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class PackFaults:
    """The faults found so far; ``folder`` is the place of the pack for people."""

    folder: str
    found: dict[str, Words] = field(default_factory=dict)

    def file(self, name: str, fault: Words) -> None:
        """Note the fault of a whole file; the first of a file counts."""
        self.found.setdefault(name, _FILE.format(file=self._path(name), fault=fault))

    def line(self, name: str, place: str, fault: Words) -> None:
        """Note a fault that tells its row itself."""
        self.found.setdefault(f"{name}:{place}", _FILE.format(file=self._path(name), fault=fault))

    def row(self, name: str, number: int, fault: Words) -> None:
        """Note the fault of a row."""
        told = _ROW.format(file=self._path(name), row=number, fault=fault)
        self.found.setdefault(f"{name}:{number}", told)

    def cell(self, name: str, number: int, column: str, fault: Words) -> None:
        """Note the fault of a cell; the first of a cell counts."""
        told = _CELL.format(file=self._path(name), row=number, column=column, fault=fault)
        self.found.setdefault(f"{name}:{number}:{column}", told)

    def refuse(self) -> None:
        """Refuse the pack for the faults found so far, if any.

        Raises ``BadInput`` with all of them.
        """
        if self.found:
            raise BadInput(_REFUSED.format(folder=self.folder), self.found)

    def _path(self, name: str) -> str:
        return str(PurePath(self.folder) / name)


def rows(
    files: PackFiles, name: str, columns: tuple[str, ...], faults: PackFaults
) -> Iterator[PackRow]:
    """Yield the good rows of a file, the first after the header as 2, and note the others."""
    if name not in files:
        faults.file(name, _MISSING)
        return
    try:
        yield from _rows(csv.reader(io.StringIO(files[name]), strict=True), name, columns, faults)
    except csv.Error:
        faults.file(name, _BROKEN)


def _rows(
    table: Iterator[list[str]], name: str, columns: tuple[str, ...], faults: PackFaults
) -> Iterator[PackRow]:
    header = [cell.strip() for cell in next(table, [])]
    if missing := [column for column in columns if column not in header]:
        faults.file(name, _NO_COLUMN.format(column=missing[0]))
        return
    for number, cells in enumerate(table, 2):
        if len(cells) == len(header):
            if any(texts := [cell.strip() for cell in cells]):
                yield PackRow(number, dict(zip(header, texts, strict=True)))
        elif cells:
            faults.row(name, number, _CELLS.format(most=len(header)))
