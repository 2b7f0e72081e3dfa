"""A request to a foreign server: pinned address, no redirect, little time, short answer."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Timer
from urllib.parse import SplitResult, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from worker.mailer import Undelivered, Verdict
from worker.senders.guard import Refused, Resolver, pinned, system_resolver

CONNECT, READ = 5.0, 10.0  # seconds
DEADLINE = 15.0  # seconds for all of it: an answer that comes a byte a second is cut off
MOST = 64 * 1024  # bytes of an answer that are read
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request; the address may hold a key, so it is never shown."""

    url: str = field(repr=False)
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the other side."""

    status: int
    body: bytes


def post(request: Request, resolve: Resolver = system_resolver) -> Answer:
    """Send the request and return the answer.

    Raises ``Undelivered`` where there is no answer.
    """
    parts = urlsplit(request.url)
    host = parts.hostname or ""
    connection = _connection(parts, host, resolve)
    try:
        with _within(DEADLINE, lambda: connection.sock):
            connection.connect()
    except (HTTPError, OSError) as error:
        raise Undelivered(Verdict.UNREACHED, f"{host}: {_said(error)}") from error
    try:
        return _exchange(connection, request, parts)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise Undelivered(Verdict.AGAIN, f"{host}: no answer: {_said(error)}") from error
    finally:
        connection.close()


def _connection(parts: SplitResult, host: str, resolve: Resolver) -> HTTPConnection:
    try:
        port = parts.port or _PORTS[parts.scheme]
        address = pinned(host, port, resolve)
    except (KeyError, ValueError) as error:
        raise Undelivered(Verdict.FINAL, "the address must begin with https://") from error
    except Refused as refused:
        raise Undelivered(Verdict.UNREACHED, str(refused)) from refused
    timeout = Timeout(connect=CONNECT, read=READ)
    if parts.scheme == "http":
        return HTTPConnection(address, port, timeout=timeout.connect_timeout)
    context = ssl.create_default_context()
    return HTTPSConnection(
        address, port, timeout=timeout.connect_timeout, server_hostname=host, ssl_context=context
    )


def _exchange(connection: HTTPConnection, request: Request, parts: SplitResult) -> Answer:
    sock = connection.sock  # the connection itself forgets it once the answer begins
    if sock:
        sock.settimeout(READ)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Host": parts.netloc,
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "Rectify",
        "Connection": "close",
        **request.headers,
    }
    with _within(DEADLINE, lambda: sock):
        connection.request("POST", target, request.body, headers, preload_content=False)
        with closing(connection.getresponse()) as response:  # it holds the socket until its end
            return Answer(response.status, response.read(MOST, decode_content=False))


@contextmanager
def _within(seconds: float, find: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Cut a connection off after a number of seconds, however busy."""
    over = Event()

    def cut() -> None:
        over.set()
        with suppress(OSError, AttributeError):
            find().shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if over.is_set():
            raise TimeoutError(errno.ETIMEDOUT, "it took too long")


def _said(error: Exception) -> str:
    """Return the reason of a failure without the address, which may hold a key."""
    for cause in (error, error.__cause__, error.__context__):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not good: {cause.verify_message}"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return type(error).__name__
