"""Answers handed out in the making; the thread never waits for the client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from web.server.calling import Answer


class Growing:
    """News of an answer from the thread to the loop: begun, grown, ended."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._news = loop, asyncio.Event()
        self._answer: Answer | None = None
        self._work: asyncio.Future[Answer] | None = None

    def begin(self, answer: Answer) -> None:
        """Tell the loop, from the thread, of the headers; the body is to come."""
        answer.body.grown = self._tell
        self._answer = answer
        self._tell()

    def end(self, work: asyncio.Future[Answer]) -> None:
        """Take note, in the loop, of the end of the thread, well or not."""
        self._work = work
        self._news.set()

    def give_up(self) -> None:
        """Let the thread stop at the next piece: the client has left."""
        if self._answer:
            self._answer.body.unwanted = True

    async def began(self) -> Answer | None:
        """Wait; return the growing answer, or ``None`` where the answer is whole or has failed."""
        await self._news.wait()
        return self._answer

    async def pieces(self, answer: Answer, size: int) -> AsyncIterator[bytes]:
        """Yield the body piece by piece.

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
