"""The network before the application: it is cut, or loses an answer on its way back."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication


class Line:
    """The network before the application: it is cut, or loses an answer on its way back."""

    def __init__(self, application: WSGIApplication, draw: Random, losing: str) -> None:
        self.application, self.draw, self.path = application, draw, losing
        self.is_up, self.losing, self.lost = True, 0.3, 0

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        answer = self.application(environ, start) if self.is_up else []
        is_sent = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith(self.path)
        if self.is_up and not (is_sent and self.draw.random() < self.losing):
            return answer
        self.lost += self.is_up
        list(answer)
        getattr(answer, "close", list)()
        if not self.is_up:
            start("503 Service Unavailable", [])
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return [b""]
