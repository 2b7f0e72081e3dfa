"""An answer that is handed out while a thread still makes it; the thread waits for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from web.server.calling import Answer


class Growing:
    """The way of an answer from its thread to the loop: that it began, grew, and ended."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._news = loop, asyncio.Event()
        self._answer: Answer | None = None
        self._work: asyncio.Future[Answer] | None = None

    def begin(self, answer: Answer) -> None:
        """Say, in the thread, that headers are there and the body is to come."""
        answer.body.grown = self._tell
        self._answer = answer
        self._tell()

    def end(self, work: asyncio.Future[Answer]) -> None:
        """Say, in the loop, that the thread is done, well or not."""
        self._work = work
        self._news.set()

    def give_up(self) -> None:
        """Let the thread stop at its next piece: nobody waits for the answer any more."""
        if self._answer:
            self._answer.body.unwanted = True

    async def began(self) -> Answer | None:
        """Wait; return the answer that has begun to grow, or ``None`` for a whole or failed one."""
        await self._news.wait()
        return self._answer

    async def pieces(self, answer: Answer, size: int) -> AsyncIterator[bytes]:
        """Yield the body as it comes.

        Raises whatever the thread failed with.
        """
        while True:
            self._news.clear()
            is_over = self._work is not None  # asked before reading: nothing is written after
            while piece := answer.body.read(size):
                yield piece
            if is_over and self._work:
                self._work.result()
                return
            await self._news.wait()

    async def over(self) -> None:
        """Wait until the thread is done."""
        while self._work is None:
            self._news.clear()
            await self._news.wait()

    def _tell(self) -> None:
        self._loop.call_soon_threadsafe(self._news.set)
