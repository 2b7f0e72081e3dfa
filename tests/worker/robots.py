"""A stranger's HTTP server for tests: notes what came, and answers as it is told to."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

OK = '{"errcode": 0, "errmsg": "ok"}'


@dataclass
class Came:
    """One request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Robot:
    """What came, and what the next requests are answered with."""

    url: str = ""
    came: list[Came] = field(default_factory=list)
    answers: deque[tuple[int, str]] = field(default_factory=deque)
    usual: tuple[int, str] = (200, OK)
    more: dict[str, str] = field(default_factory=dict)  # headers of every answer
    drip: float = 0.0  # seconds between two bytes of an answer


@contextmanager
def robot(host: str = "127.0.0.1") -> Iterator[Robot]:
    """Run one in a thread."""
    state = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.came.append(Came(self.path, headers, body))
            status, told = state.answers.popleft() if state.answers else state.usual
            self.send_response(status)
            for name, value in state.more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.encode())))
            self.end_headers()
            self._tell(told.encode())

        def _tell(self, told: bytes) -> None:
            try:
                for byte in told if state.drip else ():
                    self.wfile.write(bytes([byte]))
                    time.sleep(state.drip)
                self.wfile.write(b"" if state.drip else told)
            except OSError:
                pass

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    state.url = f"http://{host}:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join(10)
