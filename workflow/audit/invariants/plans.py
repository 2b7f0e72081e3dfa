"""The time of an item's next rung, reckoned from its ladder and compared with the row.

The sweep believes the row; the check does not. Items with equal inputs of the plan share an answer,
so that a million items need a few thousand questions.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.deadlines.clocks import Clocks
from workflow.declaration import pack
from workflow.engine.loading import read
from workflow.platform import Connection

_TOGETHER = 500
# What people asked for meanwhile stands in the process: a pause, a request that holds the ladder.
_ALIKE = """
    SELECT min(number)
      FROM items WHERE awaits <> '' AND (rung_at IS NOT NULL OR due_at IS NOT NULL)
     GROUP BY list_key, state, severity, due_at, rung, rung_at,
              process ? 'held', process ? 'suspended', process -> 'step'
     ORDER BY 1"""


def misplanned(connection: Connection) -> list[str]:
    """Return an item of each kind whose next rung differs in time from the plan of its ladder."""
    numbers = [row[0] for row in connection.execute(_ALIKE)]
    return list(_wrong(connection, numbers))


def _wrong(connection: Connection, numbers: list[str]) -> Iterator[str]:
    for first in range(0, len(numbers), _TOGETHER):
        for number, facts in read(connection, numbers[first : first + _TOGETHER]).items():
            state = pack().lists[facts.item.list_key].state(facts.item.state)
            if not Clocks.of(facts.item, state, facts).is_as_planned():
                yield number
