"""The rows of a large sheet in little memory: each row is kept as its line of JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, overload

import orjson

from workflow.imports.ledger.cells import Cell, CellPlace

_KEPT = 64  # rows that are kept unpacked, for those who look at one row more than once


class PackedRows(Sequence[list[Cell]]):
    """A sequence of rows, each unpacked on access.

    ``shown`` replaces the values of cells by the text shown in the sheet: 85 %, 007, June 2026,
    nothing.
    """

    def __init__(self, lines: Sequence[bytes], shown: Mapping[CellPlace, Callable[[Cell], Cell]]):
        self._lines = lines
        self._shown: dict[int, dict[int, Callable[[Cell], Cell]]] = {}
        for (row, column), show in shown.items():
            self._shown.setdefault(row, {})[column] = show
        self._unpacked = lru_cache(maxsize=_KEPT)(self._unpack)

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[Cell]]: ...
    def __getitem__(self, index: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(index, slice):
            return [self._unpacked(n) for n in range(*index.indices(len(self)))]
        return self._unpacked(index if index >= 0 else index + len(self))

    def __iter__(self) -> Iterator[list[Cell]]:
        return (self._unpack(index) for index in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return list(self) == other

    __hash__ = None  # type: ignore[assignment]

    def _unpack(self, index: int) -> list[Cell]:
        cells = [_cell(value) for value in orjson.loads(self._lines[index])]
        for column, show in self._shown.get(index, {}).items():
            if column < len(cells):
                cells[column] = show(cells[column])
        return cells


def _cell(value: Any) -> Cell:
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    moment = datetime.fromisoformat(value[0])
    return moment.date() if moment.time() == time() else moment


def as_month(cell: Cell) -> Cell:
    """Return the month of a day as shown for a cell typed as 2026年6月."""
    return f"{cell.year}年{cell.month}月" if isinstance(cell, date) else cell


def as_nothing(_cell: Cell) -> Cell:
    """Show nothing: a picture stands in the cell, or an error."""
    return None
