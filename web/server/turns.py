"""Threads for complete requests, and a queue for each client in front of them.

The clients take turns, and none has more than its share of the threads: a hundred sign-ins sent
from the same address at once keep nobody else waiting.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Turns:
    """A pool of threads, given to client after client."""

    def __init__(self, threads: int, share: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._free, self._share = threads, share
        self._running: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def turn(self, client: str) -> None:
        """Wait for the client's turn; ``run`` has to follow, unless cancelled."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._give()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was given in the very moment in which the client left
                self._over(client)
            raise

    async def run(self, client: str, work: Callable[[], T]) -> T:
        """Run ``work`` in the thread given by the client's turn."""
        running = asyncio.get_running_loop().run_in_executor(self._pool, work)
        running.add_done_callback(lambda _: self._over(client))
        return await asyncio.shield(running)  # a thread cannot be stopped: its place is not free

    def _give(self) -> None:
        """Give free threads to waiting clients, one turn to each client in a round."""
        while self._free and (client := self._next()):
            turn = self._waiting[client].popleft()
            self._waiting.move_to_end(client)
            if turn.cancelled():
                continue
            self._free -= 1
            self._running[client] += 1
            turn.set_result(None)

    def _next(self) -> str | None:
        for client in [client for client, turns in self._waiting.items() if not turns]:
            del self._waiting[client]
        able = (client for client in self._waiting if self._running[client] < self._share)
        return next(able, None)

    def _over(self, client: str) -> None:
        self._free += 1
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        self._give()
