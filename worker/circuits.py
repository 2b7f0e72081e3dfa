"""A circuit breaker for each mail server: a hanging server is left alone for the time it took.

So a hanging server takes at most half of the worker's time, and the other mails are put off at once
instead of hanging one after the other.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

FIRST, LONGEST = 8.0, 30.0  # seconds to wait for a server's first word
SHORT = 5.0  # seconds; who fails sooner has kept nobody waiting


class StillOpen(Exception):
    """The server kept a worker waiting a moment ago and is not asked now."""


@dataclass(slots=True)
class Circuit:
    """The state of a server: the time to wait for answers, and the end of leaving it alone."""

    patience: float = FIRST
    open_until: float = float("-inf")

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Enclose the use of a server, and measure a failure.

        Raises ``StillOpen`` where the server is to be left alone.
        """
        began = time.monotonic()
        if began < self.open_until:
            raise StillOpen
        try:
            yield
        except Exception:
            self._failed(time.monotonic() - began)
            raise
        self.open_until = float("-inf")

    def _failed(self, held: float) -> None:
        if held < min(SHORT, self.patience):
            return
        self.open_until = time.monotonic() + held
        # A server may make strangers wait for its greeting: from one time to the next it gets more.
        self.patience = min(self.patience * 2, LONGEST)


_circuits: dict[Hashable, Circuit] = {}
_lock = Lock()


def circuit_of(server: Hashable) -> Circuit:
    """Return the circuit of a server, the same in all threads of the process."""
    with _lock:
        return _circuits.setdefault(server, Circuit())
