"""The machine's own moves on many items, written a hundred at a time, or all in one decision."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from workflow.declaration import SYSTEM
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.engine.results import Done, Results
from workflow.errors import StaleItem, Unavailable, WorkflowError

TOGETHER = 100  # items that one statement writes
_log = logging.getLogger("rectify.bulk")


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


def decide(requests: Sequence[Request], now: datetime | None) -> Sequence[Done | Exception]:
    """Carry all out in one decision, or singly after a failure, which so stops no other.

    Return what became of each, in order. Raises ``Unavailable``.
    """
    try:
        return commands.decide(requests, SYSTEM, now=now)
    except Unavailable:
        raise
    except Exception as error:
        if not isinstance(error, StaleItem):
            _log.warning("%d items could not be moved at once: %s", len(requests), error)
        return [_alone(request, now) for request in requests]


def _alone(request: Request, now: datetime | None) -> Done | Exception:
    try:
        return commands.decide([request], SYSTEM, now=now)[0]
    except Unavailable:
        raise
    except WorkflowError as refusal:
        return refusal
    except Exception as error:
        _log.exception("%s on %s failed", request.trigger, request.number)
        return error
