"""A list with a counted walk: for progress, and to stop before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

Listed = TypeVar("Listed")
_WALKS = 2


class CountedWalk(Sequence[Listed]):
    """A sequence with a report on each step of a walk; the reported function may raise.

    Raising walks twice over new items: for their parents, then item by item.
    """

    def __init__(self, things: Sequence[Listed], told: Callable[[int, int], None]) -> None:
        self._things, self._told, self._steps = things, told, 0

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, index: int) -> Listed: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Listed]: ...
    def __getitem__(self, index: int | slice) -> Listed | Sequence[Listed]:
        return self._things[index]

    def __iter__(self) -> Iterator[Listed]:
        most = _WALKS * len(self._things)
        for thing in self._things:
            yield thing
            self._steps = min(self._steps + 1, most)
            self._told(self._steps, most)
