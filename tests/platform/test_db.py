"""The engine of a process: one, however many threads ask for it first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.cast import Persona
from workflow.platform import db


def test_threads_that_come_first_at_once_share_one_engine(cast: dict[str, Persona]) -> None:
    for _ in range(20):
        db.close()
        start = Barrier(8)

        def ask(start: Barrier = start) -> int:
            start.wait()
            return id(db.engine())

        with ThreadPoolExecutor(8) as threads:
            asked = [threads.submit(ask) for _ in range(8)]
            assert len({one.result() for one in asked}) == 1
