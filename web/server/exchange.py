"""A request and the answer, between a possibly slow client and threads without time to wait."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, cast

from tornado.http1connection import HTTP1Connection
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.iostream import StreamClosedError

from web.server import refusals
from web.server.calling import Answer, call, environment, spool
from web.server.connections import Connections, cut
from web.server.growing import Growing
from web.server.pace import Pace, Watch
from web.server.room import Room
from web.server.turns import Turns
from workflow.platform import network_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PIECE = 64 * 1024
_BORNE = 4  # so many times the largest body is read, to tell a browser that it is too large
LARGE = 32 * 1024  # bytes: a body beyond is no form that somebody typed
HEALTH = frozenset({"/healthz", "/readyz", "/metrics"})  # they have threads of their own
_log = logging.getLogger("rectify.web")


@dataclass(frozen=True)
class House:
    """The common parts of all exchanges of a process."""

    application: WSGIApplication
    here: tuple[str, int]
    proxies: int
    largest: int  # bytes of a body that the application reads
    pace: Pace
    connections: Connections
    pages: Turns
    uploads: Turns
    health: Turns

    def turns(self, path: str, length: int) -> Turns:
        """Return the threads for a request: large bodies, and health, have some of their own."""
        if path in HEALTH:
            return self.health
        return self.uploads if length > LARGE else self.pages

    room: Room


class Exchange(HTTPMessageDelegate):
    """Gathers a request, lets the application answer, and sends the answer."""

    def __init__(self, house: House, connection: HTTP1Connection) -> None:
        self._house, self._connection = house, connection
        self._stream = connection.stream
        self._body: IO[bytes] | None = None  # made by the first byte, closed by whoever drops it
        self._length = 0  # bytes that have come
        self._task: asyncio.Task[None] | None = None
        self._in_thread = False  # then the body is being read, and the answer is still to come

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> None:
        """Begin a request; from here on its body has to come at a pace."""
        if self._stream.closed():  # who has left may have left more requests behind
            self._connection.detach()
            return
        self._line, self._headers = cast("RequestStartLine", start_line), headers
        self._address = str(cast("Any", self._connection.context).remote_ip)
        self._client = network_of(_first_foreign(headers, self._address, self._house.proxies))
        self._watch = Watch(asyncio.get_running_loop(), self._house.pace, self._too_slow)
        # What is too large is read to its end and thrown away, so that the browser hears why.
        self._connection.set_max_body_size(self._house.largest * _BORNE)
        if self._is_hopeless():
            self._refuse(refusals.LARGE)

    def _is_hopeless(self) -> bool:
        """Say whether the body is far too large, or too large and has not been sent yet."""
        declared = self._headers.get("Content-Length", "")
        length = int(declared) if declared.isdecimal() and len(declared) < 20 else 0
        asks = self._headers.get("Expect", "").lower() == "100-continue"
        return length > self._house.largest * (1 if asks else _BORNE)

    def data_received(self, chunk: bytes) -> None:
        """Store a piece of the body, unless too large or without room."""
        self._watch.moved(len(chunk))
        self._length += len(chunk)
        if self._length > self._house.largest:
            self._drop()
        elif not self._house.room.take(self._client, self, len(chunk)):
            self._refuse(refusals.FULL)
        else:
            self._body = self._body or spool()
            self._body.write(chunk)

    def finish(self) -> None:
        """Hand the complete request to a thread."""
        self._watch.stop()
        if self._stream.closed():
            self._drop()
            return
        self._house.connections.waits_for_us(self._stream)
        self._task = asyncio.get_running_loop().create_task(self._answer())
        self._connection.set_close_callback(self._left)

    def on_connection_close(self) -> None:
        """The client has left, or was shown the door, in the middle of the request."""
        self._watch.stop()
        self._left()

    def _left(self) -> None:
        if self._in_thread:
            self._growing.give_up()
            return
        if self._task:
            self._task.cancel()
        self._drop()

    def _drop(self) -> None:
        self._house.room.give_back(self)
        if self._body:
            self._body.close()
            self._body = None

    def _too_slow(self) -> None:
        self._refuse(refusals.SLOW)

    def _refuse(self, refusal: bytes) -> None:
        """Say why, as far as the client listens, and close."""
        if not self._stream.closed():
            self._stream.write(refusal)
        self._stream.close()

    async def _answer(self) -> None:
        try:
            await self._called()
        except StreamClosedError:
            pass
        except Exception:
            _log.exception("%s %s was not answered", self._line.method, self._line.path)
            self._refuse(refusals.BROKEN)
        finally:
            self._drop()

    async def _called(self) -> None:
        """Let a thread answer, and hand the answer out: whole, or while it is being made."""
        house = self._house
        body = self._body or BytesIO()
        body.seek(0)
        environ = environment(self._line, self._headers, address=self._address, here=house.here)
        environ.update({"CONTENT_LENGTH": str(self._length), "wsgi.input": body})
        path = environ["PATH_INFO"]
        turns = house.turns(path, self._length)
        client = f"{self._client} {path}" if path in HEALTH else self._client
        await turns.turn(client)
        growing = self._growing = Growing(asyncio.get_running_loop())
        grows = self._line.version == "HTTP/1.1" and self._line.method == "GET"
        begin = growing.begin if grows else None
        self._in_thread = True
        work = asyncio.ensure_future(
            turns.run(client, partial(call, house.application, environ, begin))
        )
        work.add_done_callback(growing.end)
        try:
            if begun := await growing.began():
                await self._follow(growing, begun)
            answer = await work
        finally:
            self._in_thread = False
        if answer.whole:
            self._house.connections.waits_for_client(self._stream)
            await self._hand_out(answer)

    async def _follow(self, growing: Growing, answer: Answer) -> None:
        """Hand out an answer while a thread still writes; what fails in the middle is cut off."""
        try:
            line = ResponseStartLine("HTTP/1.1", answer.status, answer.reason)
            await self._connection.write_headers(line, _headers(answer, bodiless=True))
            async for piece in growing.pieces(answer, PIECE):
                await self._at_a_pace(piece)
            self._connection.finish()
        except BaseException:
            growing.give_up()
            cut(self._stream)
            raise
        finally:
            await growing.over()
            answer.body.close()

    async def _at_a_pace(self, piece: bytes) -> None:
        watch = Watch(asyncio.get_running_loop(), self._house.pace, partial(cut, self._stream))
        try:
            await self._connection.write(piece)
        finally:
            watch.stop()

    async def _hand_out(self, answer: Answer) -> None:
        watch = Watch(asyncio.get_running_loop(), self._house.pace, partial(cut, self._stream))
        try:
            await self._write(answer, watch)
        finally:
            watch.stop()
            answer.body.close()

    async def _write(self, answer: Answer, watch: Watch) -> None:
        line = ResponseStartLine("HTTP/1.1", answer.status, answer.reason)
        bodiless = self._line.method == "HEAD" or answer.status in (204, 304)
        piece = b"" if bodiless else answer.body.read(PIECE)
        await self._connection.write_headers(line, _headers(answer, bodiless), piece)
        watch.moved(len(piece))
        while not bodiless and (piece := answer.body.read(PIECE)):
            await self._connection.write(piece)
            watch.moved(len(piece))
        self._connection.finish()


def _headers(answer: Answer, bodiless: bool) -> HTTPHeaders:
    made = HTTPHeaders()
    for name, value in answer.headers:
        made.add(name, value)
    if not bodiless:
        made["Content-Length"] = str(answer.body.length)
    if "Date" not in made:  # caches reckon from it (RFC 9110, 6.6.1)
        made["Date"] = formatdate(usegmt=True)
    return made


def _first_foreign(headers: HTTPHeaders, peer: str, proxies: int) -> str:
    """Return the address seen by our outermost proxy."""
    seen = [part.strip() for part in headers.get("X-Forwarded-For", "").split(",")]
    return seen[-proxies] if 0 < proxies <= len(seen) and seen[-proxies] else peer
