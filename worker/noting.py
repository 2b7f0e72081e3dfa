"""Note the result of a try, also over a short absence of the database."""

from __future__ import annotations

import time
from collections.abc import Callable

from workflow.errors import Unavailable

NOTING = 20.0  # seconds for which an outcome is noted again while the database is away


def note(outcome: Callable[[], bool]) -> None:
    """Note a result, again if need be: a mail sent once must not be sent twice.

    Raises ``Unavailable`` after ``NOTING`` seconds without the database.
    """
    until = time.monotonic() + NOTING
    while True:
        try:
            outcome()
            return
        except Unavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
