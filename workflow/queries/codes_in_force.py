"""The code tables of the process, read again now and then: pages show the clerk's tables.

Decisions look by themselves; a change made in another process is on every page within seconds.
"""

from __future__ import annotations

import time

from workflow.platform import connect, settings
from workflow.snapshots import policies

EVERY = 10.0  # seconds; a decision of this process looks in any case


class _Looked:
    at = float("-inf")
    database = ""


def look_again(at_once: bool = False) -> None:
    """Read the tables where that was long ago, or in another database."""
    database = settings().database_url or ""
    late = time.monotonic() - _Looked.at >= EVERY or database != _Looked.database
    if late or at_once:
        with connect() as connection:
            policies.read(connection)
        _Looked.at, _Looked.database = time.monotonic(), database
