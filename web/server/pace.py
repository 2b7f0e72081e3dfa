"""The slowest allowed pace of a client: a fixed time to begin, and more for each byte moved."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """The slowest allowed transfer; ``patience`` also ends silence between requests."""

    patience: float = 20.0  # seconds
    rate: int = 8 * 1024  # bytes a second, on the average since the transfer began

    def allows(self, moved: int) -> float:
        """Return how many seconds a transfer of so many bytes may have taken."""
        return self.patience + moved / self.rate


class Watch:
    """Calls ``late`` once a transfer has fallen behind its pace."""

    def __init__(self, loop: AbstractEventLoop, pace: Pace, late: Callable[[], object]) -> None:
        self._loop, self._pace, self._late = loop, pace, late
        self._began, self._moved = loop.time(), 0
        self._timer = loop.call_at(self._until(), self._look)

    def moved(self, count: int) -> None:
        """Count ``count`` more bytes received or sent."""
        self._moved += count

    def stop(self) -> None:
        """Stop watching: the transfer is complete, or the client has left."""
        self._timer.cancel()

    def _until(self) -> float:
        return self._began + self._pace.allows(self._moved)

    def _look(self) -> None:
        if self._loop.time() < self._until():
            self._timer = self._loop.call_at(self._until(), self._look)
        else:
            self._late()
