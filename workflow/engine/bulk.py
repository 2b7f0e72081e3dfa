"""The machine's own moves on many items, written a hundred at a time."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.declaration import SYSTEM
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.engine.results import Results
from workflow.errors import StaleItem

TOGETHER = 100  # items that one statement writes


def carry_out(requests: Sequence[Request]) -> Results:
    """Carry out or refuse each request by itself; return the results in order."""
    return [
        result
        for n in range(0, len(requests), TOGETHER)
        for result in _together(requests[n : n + TOGETHER])
    ]


def _together(requests: Sequence[Request]) -> Results:
    """Write the requests together; after a concurrent change one by one."""
    try:
        return commands.decide(requests, SYSTEM)
    except StaleItem:
        if len(requests) == 1:
            raise
        return [result for request in requests for result in _together([request])]
