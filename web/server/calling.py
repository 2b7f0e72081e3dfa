"""Call the application: a complete request becomes a complete answer."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

from tornado.httputil import HTTPHeaders, RequestStartLine

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

IN_MEMORY = 256 * 1024  # bytes of a request or an answer; more lies in a file
_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_OURS = {"content-length", "transfer-encoding"}  # the body is complete: its length is known
_Exc = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


def spool() -> IO[bytes]:
    """Return a file for a body: in memory while small, then on disk without a name."""
    return cast("IO[bytes]", SpooledTemporaryFile(max_size=IN_MEMORY))


class Body:
    """The body of an answer: written by a thread, read by the loop, perhaps at the same time."""

    def __init__(self) -> None:
        self._file, self._lock = spool(), threading.Lock()
        self.length = self._read = 0
        self.grown: Callable[[], object] = lambda: None  # called in the writing thread
        self.unwanted = False  # the client has left

    def write(self, data: bytes) -> None:
        """Add a piece."""
        with self._lock:
            self._file.seek(self.length)
            self.length += self._file.write(data)
        self.grown()

    def read(self, size: int = -1) -> bytes:
        """Return the next piece written so far; empty where there is none yet."""
        with self._lock:
            self._file.seek(self._read)
            piece = self._file.read(size)
            self._read += len(piece)
        return piece

    def close(self) -> None:
        """Throw the body away."""
        with self._lock:
            self._file.close()


@dataclass
class Answer:
    """The answer of the application; ``whole`` unless handed out in the making."""

    status: int = 0
    reason: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: Body = field(default_factory=Body)
    whole: bool = True


Begun = Callable[[Answer], object]


def call(
    application: WSGIApplication, environ: dict[str, Any], begun: Begun | None = None
) -> Answer:
    """Let the application answer, in the calling thread.

    An answer of unknown length is told to ``begun`` as soon as its headers are there.
    """
    answer = Answer()

    def start(status: str, headers: list[tuple[str, str]], _exc: _Exc | None = None) -> Any:
        code, _, answer.reason = status.partition(" ")
        answer.status, answer.headers = int(code), headers
        return answer.body.write

    try:
        pieces = application(environ, cast("StartResponse", start))
        if begun and _is_long(answer):
            answer.whole = False
            begun(answer)
        _write_all(pieces, answer.body)
    except BaseException:
        if answer.whole:  # of one in the making, the loop still hands out what there is
            answer.body.close()
        raise
    return answer


def _is_long(answer: Answer) -> bool:
    """Say whether an answer is made piece by piece, without a declared length."""
    return answer.status == 200 and "content-length" not in {n.lower() for n, _ in answer.headers}


def _write_all(pieces: Iterable[bytes], body: Body) -> None:
    try:
        for piece in pieces:
            body.write(piece)
            if body.unwanted:
                return
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()


def environment(
    line: RequestStartLine, headers: HTTPHeaders, *, address: str, here: tuple[str, int]
) -> dict[str, Any]:
    """Return the WSGI environment of a request, without its body."""
    path, _, query = _origin_form(line.path).partition("?")
    return {
        "REQUEST_METHOD": line.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin1"),
        "QUERY_STRING": query,
        "SERVER_NAME": here[0],
        "SERVER_PORT": str(here[1]),
        "SERVER_PROTOCOL": line.version,
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_variables(headers),
    }


def _origin_form(target: str) -> str:
    """Return path and query of a target; a proxy's absolute form loses scheme and host."""
    scheme, separator, rest = target.partition("://")
    if not separator or scheme.lower() not in ("http", "https"):
        return target
    return "/" + rest.partition("/")[2]


def _variables(headers: HTTPHeaders) -> dict[str, str]:
    variables: dict[str, str] = {}
    for name, value in headers.get_all():
        lowered = name.lower()
        # With "_" for "-" one header could pass for another, such as a proxy's.
        if lowered in _OURS or "_" in name:
            continue
        key = _PLAIN.get(lowered) or "HTTP_" + name.upper().replace("-", "_")
        between = "; " if lowered == "cookie" else ","
        variables[key] = f"{variables[key]}{between}{value}" if key in variables else value
    return variables
