"""Answers of unknown length: handed out while they are made, cut off where they fail."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.patience import ENOUGH, eventually
from web.server.pace import Pace
from web.server.serving import Plan, _server

GET = "GET / HTTP/{}\r\nHost: x\r\n\r\n"
POST = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n"


@contextmanager
def serving(pieces: Callable[[], Iterator[bytes]]) -> Iterator[socket.socket]:
    """Serve an application that answers everything with ``pieces``; give a client's socket."""

    def application(_environ: Any, start: Any) -> Any:
        start("200 OK", [("Content-Type", "text/plain")])
        return pieces()

    listening = socket.create_server(("127.0.0.1", 0))
    listening.setblocking(False)
    loop = asyncio.new_event_loop()

    async def begin() -> Any:
        return _server(application, [listening], Plan(2, Pace(), 0, 1024))

    server = loop.run_until_complete(begin())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    client = socket.create_connection(listening.getsockname(), timeout=ENOUGH)
    try:
        yield client
    finally:
        client.close()

        async def end() -> None:
            server.stop()
            await server.close_all_connections()
            while server.house.connections.busy:
                await asyncio.sleep(0.01)

        asyncio.run_coroutine_threadsafe(end(), loop).result(ENOUGH)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        gc.collect()


def until(client: socket.socket, end: bytes) -> bytes:
    said = b""
    while end not in said and (more := client.recv(4096)):
        said += more
    return said


def test_the_first_piece_is_there_before_the_second_is_made() -> None:
    gate = threading.Event()

    def pieces() -> Iterator[bytes]:
        yield b""
        yield b"first"
        assert gate.wait(ENOUGH)
        yield b"second"

    with serving(pieces) as client:
        client.sendall(GET.format("1.1").encode())
        said = until(client, b"first")
        assert b"Transfer-Encoding: chunked" in said
        assert b"second" not in said
        gate.set()
        assert until(client, b"0\r\n\r\n").endswith(b"6\r\nsecond\r\n0\r\n\r\n")
        client.sendall(GET.format("1.1").encode())  # over the same connection
        assert b"second" in until(client, b"0\r\n\r\n")


def test_what_fails_in_the_middle_is_cut_off_and_never_ended() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"first"
        raise OSError("the disk is full")

    with serving(pieces) as client:
        client.sendall(GET.format("1.1").encode())
        said = b""
        try:
            while more := client.recv(4096):
                said += more
        except ConnectionResetError:
            pass
        assert not said.endswith(b"0\r\n\r\n")


def test_nobody_goes_on_for_a_client_who_has_left() -> None:
    ended, gone = threading.Event(), threading.Event()

    def pieces() -> Iterator[bytes]:
        try:
            yield b"first"
            assert gone.wait(ENOUGH)
            while True:
                yield b""
        finally:
            ended.set()

    with serving(pieces) as client:
        client.sendall(GET.format("1.1").encode())
        until(client, b"first")
        client.close()
        gone.set()
        eventually(ended.is_set)


def test_an_old_client_gets_the_answer_whole_with_its_length() -> None:
    with serving(lambda: iter([b"first", b"second"])) as client:
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        said = until(client, b"second")
        assert b"Content-Length: 11" in said
        assert said.endswith(b"firstsecond")


@pytest.mark.parametrize("length", [0, 100, 2000])
@pytest.mark.parametrize("fails", [False, True])
def test_no_body_is_left_open_be_it_none_small_too_large_or_of_a_failing_application(
    length: int, fails: bool
) -> None:
    # `serving` collects at its end, and a file that nobody closed is an error of the suite.
    def pieces() -> Iterator[bytes]:
        yield b"first"
        if fails:
            raise OSError("the disk is full")

    with serving(pieces) as client:
        client.sendall(POST.format(length).encode() + b"x" * length)
        assert b"HTTP/1.1" in until(client, b"first" if not fails else b"\r\n\r\n")
