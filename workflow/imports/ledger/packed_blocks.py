"""Many records in little memory: kept in packed blocks, one of which is unpacked at a time."""

from __future__ import annotations

import dataclasses
import io
import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Generic, TypeVar, overload

Kept = TypeVar("Kept")
_TOGETHER = 128  # records in a block: what they have in common is kept once
_QUICKLY = 1  # of zlib's levels


class _Packer(pickle.Pickler):
    """Writes frozen records by their values: by themselves they look for their fields each time."""

    def reducer_override(self, record: Any) -> Any:
        kind = type(record)
        if not dataclasses.is_dataclass(kind):
            return NotImplemented
        return _made, (kind, *(getattr(record, name) for name in _names(kind)))


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _made(kind: type, *values: object) -> object:
    record: object = object.__new__(kind)
    for name, value in zip(_names(kind), values, strict=True):
        object.__setattr__(record, name, value)
    return record


def _packed(records: Sequence[object]) -> bytes:
    written = io.BytesIO()
    _Packer(written, -1).dump(records)
    return zlib.compress(written.getbuffer(), _QUICKLY)


class PackedBlocks(Sequence[Kept], Generic[Kept]):
    """A sequence growing at the end; once packed, a record is a copy of the appended record."""

    def __init__(self, records: Iterable[Kept] = ()) -> None:
        self._blocks: list[bytes] = []
        self._last: list[Kept] = []  # not packed yet
        self._open: tuple[int, list[Kept]] = (-1, [])  # the block that was looked at last
        for record in records:
            self.append(record)

    def append(self, record: Kept) -> None:
        """Add a record; it must not be changed any more."""
        self._last.append(record)
        if len(self._last) == _TOGETHER:
            self._blocks.append(_packed(self._last))
            self._last = []

    def __len__(self) -> int:
        return len(self._blocks) * _TOGETHER + len(self._last)

    @overload
    def __getitem__(self, index: int) -> Kept: ...
    @overload
    def __getitem__(self, index: slice) -> list[Kept]: ...
    def __getitem__(self, index: int | slice) -> Kept | list[Kept]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        return self._block(place // _TOGETHER)[place % _TOGETHER]

    def __iter__(self) -> Iterator[Kept]:
        for n in range(len(self._blocks)):
            yield from self._block(n)
        yield from self._last

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def _block(self, n: int) -> list[Kept]:
        if n == len(self._blocks):
            return self._last
        if self._open[0] != n:
            packed = zlib.decompress(self._blocks[n])
            self._open = n, pickle.loads(packed)  # noqa: S301 -- packed above
        return self._open[1]
