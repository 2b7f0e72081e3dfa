"""Waiting in tests: until something is so, as long as a busy machine may need for it.

No test says how quickly something has to be done: on a busy machine it would be red for nothing.
Speed is measured by the benchmarks; a test counts statements, calls or bytes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
ENOUGH = 120.0  # seconds; only a test that fails waits for so long


def eventually(what: Callable[[], T], or_else: Callable[[], object] = lambda: "") -> T:
    """Wait until it is so, and return what is; fail with what ``or_else`` has to say."""
    until = time.monotonic() + ENOUGH
    while not (found := what()):
        assert time.monotonic() < until, f"it did not happen in {ENOUGH} s {or_else()}"
        time.sleep(0.02)
    return found
