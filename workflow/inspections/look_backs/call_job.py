"""Call the drawn items on their day, each through the same commands as any other decision.

The job may be stopped at any moment and run twice: an item called by the plan is not called again,
and the plan counts as called once no item failed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from workflow.calendar import work_begins
from workflow.declaration import CALL_LOOK_BACK, DRAW
from workflow.engine import bulk
from workflow.engine.commands import Done, Request
from workflow.engine.loading import read_now
from workflow.errors import WorkflowError
from workflow.platform import Connection, connect, settings

_log = logging.getLogger("rectify.look_backs")
_DUE = """
    SELECT b.id, b.day, array_agg(n.number ORDER BY n.number)
      FROM look_backs b JOIN look_back_strata s ON s.look_back_id = b.id,
           unnest(s.drawn) AS n (number)
     WHERE b.called_at IS NULL AND b.taken_back_at IS NULL AND b.day <= %s
     GROUP BY b.id, b.day ORDER BY b.day, b.id"""
_CALLED = """
    UPDATE look_backs SET called_at = %s
     WHERE id = %s AND called_at IS NULL AND taken_back_at IS NULL"""


def call(now: datetime | None = None) -> tuple[int, str]:
    """Call the due samples; return the number of called items, and the failures in words."""
    called = 0
    wrong: dict[str, str] = {}
    with connect() as connection:
        at = now or read_now(connection)
        for plan_id, numbers in _due(connection, at):
            done, failed = _call(str(plan_id), numbers, now)
            if not failed:
                connection.execute(_CALLED, [at, plan_id])
            called, wrong = called + done, wrong | failed
    return called, "; ".join(f"{number}: {why}" for number, why in wrong.items())


def _due(connection: Connection, at: datetime) -> list[tuple[Any, list[str]]]:
    zone = settings().zone
    rows = connection.execute(_DUE, [at.astimezone(zone).date()]).fetchall()
    return [(plan_id, numbers) for plan_id, day, numbers in rows if work_begins(day, zone) <= at]


def _call(plan_id: str, numbers: Sequence[str], now: datetime | None) -> tuple[int, dict[str, str]]:
    """Call a sample, with one mail for each person; refused items are left out."""
    called, failed = 0, {}
    requests = [Request(number, CALL_LOOK_BACK, {DRAW: plan_id}) for number in numbers]
    for number, result in zip(numbers, bulk.decide(requests, now), strict=True):
        if isinstance(result, Done):
            called += 1
        elif isinstance(result, WorkflowError):
            _log.info("%s is not looked back at: %s", number, result)
        else:
            failed[number] = type(result).__name__
    return called, failed
