"""Slow, silent and deaf clients hold nothing that others need."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from rectify.service import processes
from tests.cast import Persona
from tests.patience import ENOUGH, eventually
from tests.rectify.service import ROOT, free_port
from tests.web.slow import KINDS, MANY, answered, crowd

pytestmark = pytest.mark.real_time

PATIENCE = 2.0
FOR_EVER = 10 * ENOUGH  # whoever waits for a slow client waits longer than any test
ATTACKER, SOMEBODY_ELSE = "127.0.0.1", "127.0.0.2"


@contextmanager
def serving(log: Path, *more: str) -> Iterator[int]:
    """Run the web server as the service starts it; give its port."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *processes.web("127.0.0.1", port), *more],
            env=os.environ, cwd=ROOT, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        eventually(processes.answering("127.0.0.1", port))
        yield port
    finally:
        process.terminate()
        assert process.wait(10) == 0
    assert "Traceback" not in log.read_text("utf-8")


@pytest.fixture
def served(cast: dict[str, Persona], tmp_path: Path) -> Iterator[int]:
    with serving(tmp_path / "web.log", "--patience", str(FOR_EVER)) as port:
        yield port


@pytest.fixture
def impatient(cast: dict[str, Persona], tmp_path: Path) -> Iterator[int]:
    """The same, which bears with a slow client for two seconds only."""
    with serving(tmp_path / "web.log", "--patience", str(PATIENCE)) as port:
        yield port


def everybody_is_answered(port: int) -> None:
    for source in (SOMEBODY_ELSE, ATTACKER):
        for path in ("/healthz", "/readyz", "/sign-in", "/metrics"):
            assert answered(port, path, source) in (200, 404), (path, source)


def test_many_slow_clients_of_any_kind_keep_nobody_waiting(served: int) -> None:
    for kind in KINDS:
        with crowd(served, kind):
            everybody_is_answered(served)
    with ExitStack() as all_of_them:
        for kind in KINDS:
            all_of_them.enter_context(crowd(served, kind))
        everybody_is_answered(served)


def test_every_slow_client_is_shown_the_door(impatient: int) -> None:
    with ExitStack() as all_of_them:
        crowds = [all_of_them.enter_context(crowd(impatient, kind)) for kind in KINDS]
        eventually(
            lambda: all(len(each.left) == MANY for each in crowds),
            lambda: [MANY - len(each.left) for each in crowds],
        )


def test_who_is_too_slow_is_told_so_and_who_is_quick_enough_is_answered(impatient: int) -> None:
    said = said_to(impatient, KINDS["body"].first)
    assert said.startswith(b"HTTP/1.1 408 ")
    assert "上传太慢" in said.decode()
    assert "nothing was kept" in said.decode()
    with socket.create_connection(("127.0.0.1", impatient), timeout=ENOUGH) as client:
        client.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n")
        client.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(8):  # longer than its patience, and quicker than its pace
            client.sendall(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
            time.sleep(0.4)
        client.sendall(b"0\r\n\r\n")
        assert everything(client).startswith(b"HTTP/1.1 403 ")


FAR_TOO_LARGE = (
    f"Content-Length: {2**40}",
    f"Content-Length: {121 * 2**20}\r\nExpect: 100-continue",
)
NO_REQUESTS = (
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 100_000,
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
    b"\0\0\0\0\r\n\r\n",
)


def test_what_is_too_large_or_no_request_is_refused_at_once(served: int) -> None:
    for head in FAR_TOO_LARGE:
        request = f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n\r\n"
        said = said_to(served, request.encode())
        assert said.startswith(b"HTTP/1.1 413 "), head
        assert "内容太大" in said.decode()
    for nonsense in NO_REQUESTS:
        assert not said_to(served, nonsense).startswith(b"HTTP/1.1 2"), nonsense


def test_a_body_that_is_too_large_is_heard_out_and_refused_with_the_page(served: int) -> None:
    size = 121 * 2**20
    with socket.create_connection(("127.0.0.1", served), timeout=ENOUGH) as client:
        client.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n")
        client.sendall(f"Content-Length: {size}\r\n\r\n".encode())
        for _ in range(121):
            client.sendall(b"x" * 2**20)
        said = everything(client)
    assert said.startswith(b"HTTP/1.1 413 ")
    assert "内容太大" in said.decode()


def test_an_answer_comes_whole_dated_and_over_one_connection(served: int, tmp_path: Path) -> None:
    connection = HTTPConnection("127.0.0.1", served, timeout=ENOUGH)

    def asked(method: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        connection.request(method, "/static/style.css", headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()

    whole, body = asked("GET")
    assert body == (ROOT / "web/static/style.css").read_bytes()
    assert parsedate_to_datetime(whole.headers["Date"]).tzinfo is not None
    head, nothing = asked("HEAD")
    assert (head.headers["Content-Length"], nothing) == (str(len(body)), b"")
    same, nothing = asked("GET", **{"If-None-Match": whole.headers["ETag"]})
    assert (same.status, nothing) == (304, b"")
    connection.request("GET", "/sign-in", headers={"Connection": "close"})
    last = connection.getresponse()
    assert (last.status, last.headers["Connection"]) == (200, "close")
    connection.close()
    assert (tmp_path / "spool").is_dir()


def said_to(port: int, request_: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=ENOUGH) as client:
        client.sendall(request_)
        return everything(client)


def everything(client: socket.socket) -> bytes:
    found = b""
    try:
        while piece := client.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found
