"""A circuit breaker for each mail server: one that kept a worker waiting is left alone as long.

So a server that hangs takes at most half of the worker's time, and the other mails are put off at
once instead of hanging one after the other.
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
    """The server kept somebody waiting a moment ago and is not asked now."""


@dataclass(slots=True)
class Circuit:
    """What is known of one server: how long to wait for it, and until when to leave it alone."""

    patience: float = FIRST
    open_until: float = float("-inf")

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Do something with the server; raise ``StillOpen`` where it is to be left alone."""
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
    """Return the circuit of a server, the same one in all threads of the process."""
    with _lock:
        return _circuits.setdefault(server, Circuit())
