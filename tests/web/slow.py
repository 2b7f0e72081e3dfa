"""Clients that never come to an end, each of a kind, on one loopback address."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection

from tests.patience import ENOUGH

MANY = 64
_GET = b"GET /static/style.css HTTP/1.1\r\nHost: 127.0.0.1\r\n"
_POST = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
_FORM = _POST + b"Content-Type: application/x-www-form-urlencoded\r\n"

Say = Callable[[], bytes]


@dataclass(frozen=True)
class Kind:
    """What such a client says at once, what it goes on saying, and whether it listens."""

    first: bytes
    then: bytes = b""
    listens: bool = True


KINDS = {
    "silent": Kind(b""),
    "header": Kind(_GET + b"X-Slow: ", b"x"),
    "body": Kind(_FORM + b"Content-Length: 100000\r\n\r\n", b"x"),
    "upload": Kind(_POST + b"Content-Length: 100000000\r\n\r\n", b"x" * 100),
    "chunked": Kind(_FORM + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "chunk size": Kind(_FORM + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
    "deaf": Kind((_GET + b"\r\n") * 400, listens=False),
    "idle": Kind(_GET + b"\r\n"),
}


@dataclass
class Crowd:
    """Connections of one kind that go on as long as the server lets them."""

    kind: Kind
    sockets: list[socket.socket]
    left: set[socket.socket] = field(default_factory=set)  # whom the server has shown the door
    stopping: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        """Say the next byte on each connection every quarter of a second."""
        for each in self.sockets:
            self._send(each, self.kind.first)
        while not self.stopping.wait(0.25):
            for each in self.sockets:
                self._send(each, self.kind.then)
                self._listen(each)

    def _send(self, each: socket.socket, what: bytes) -> None:
        try:
            if what and each not in self.left:
                each.send(what)
        except BlockingIOError:
            pass
        except OSError:
            self.left.add(each)

    def _listen(self, each: socket.socket) -> None:
        try:
            if each not in self.left and self._is_over(each):
                self.left.add(each)
        except BlockingIOError:
            pass
        except OSError:
            self.left.add(each)

    def _is_over(self, each: socket.socket) -> bool:
        return each.recv(65536) == b"" if self.kind.listens else _is_cut(each)


def _is_cut(each: socket.socket) -> bool:
    """Say whether the other end is gone, without reading what it has sent."""
    state = each.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return state != 1  # established


@contextmanager
def crowd(port: int, kind: str, source: str = "127.0.0.1", many: int = MANY) -> Iterator[Crowd]:
    """Open so many connections of the kind from an address, and let them go on."""
    made = Crowd(KINDS[kind], [_connected(port, source) for _ in range(many)])
    going = threading.Thread(target=made.go_on, daemon=True)
    going.start()
    time.sleep(1)  # each has said what it says at first
    try:
        yield made
    finally:
        made.stopping.set()
        going.join()
        for each in made.sockets:
            each.close()


def _connected(port: int, source: str) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.bind((source, 0))
    made.settimeout(ENOUGH)
    made.connect(("127.0.0.1", port))
    made.setblocking(False)
    return made


def answered(port: int, path: str, source: str) -> int:
    """Return the status of a page, as long as a busy machine may need for it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=ENOUGH, source_address=(source, 0))
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer.status
