"""The server's parts: turns for threads, room for bodies, connections, and what WSGI is told."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

from tornado.httputil import HTTPHeaders, RequestStartLine
from tornado.iostream import IOStream

from web.server.calling import IN_MEMORY, call, environment
from web.server.connections import Connections
from web.server.exchange import _first_foreign
from web.server.pace import Pace
from web.server.room import Room
from web.server.turns import Turns


async def one(turns: Turns, client: str, work: Callable[[], Any]) -> Any:
    await turns.turn(client)
    return await turns.run(client, work)


def test_a_client_never_has_more_than_its_share_and_others_come_in_between() -> None:
    async def scene() -> list[str]:
        turns, done, gate = Turns(4, 2, "t"), [], threading.Event()

        def work(name: str) -> None:
            gate.wait(5)
            done.append(name)

        greedy = [asyncio.create_task(one(turns, "greedy", lambda: work("g"))) for _ in range(40)]
        await asyncio.sleep(0.05)
        other = asyncio.create_task(one(turns, "other", lambda: done.append("other")))
        await asyncio.wait_for(other, 2)  # while the greedy one's threads all stand still
        assert done == ["other"]
        gate.set()
        await asyncio.gather(*greedy)
        return done

    assert asyncio.run(scene()).count("g") == 40


def test_who_leaves_the_queue_takes_no_thread_and_loses_none() -> None:
    async def scene() -> None:
        turns, gate, begun = Turns(1, 1, "t"), threading.Event(), []
        first = asyncio.create_task(one(turns, "a", lambda: gate.wait(5)))
        queued = [asyncio.create_task(one(turns, "a", lambda: begun.append(1))) for _ in range(9)]
        await asyncio.sleep(0.05)
        for task in queued:
            task.cancel()
        gate.set()
        await asyncio.gather(first, *queued, return_exceptions=True)
        assert begun == []
        assert await asyncio.wait_for(one(turns, "a", lambda: "still there"), 2) == "still there"

    asyncio.run(scene())


def test_a_thread_whose_client_has_left_is_free_only_when_it_is_done() -> None:
    async def scene() -> None:
        turns, gate = Turns(1, 1, "t"), threading.Event()
        left = asyncio.create_task(one(turns, "a", lambda: gate.wait(5)))
        await asyncio.sleep(0.05)
        left.cancel()
        after = asyncio.create_task(one(turns, "b", lambda: "mine"))
        await asyncio.sleep(0.05)
        assert not after.done()
        gate.set()
        assert await asyncio.wait_for(after, 2) == "mine"

    asyncio.run(scene())


def test_room_is_given_by_client_and_comes_back() -> None:
    room = Room(most=100, share=60)
    assert room.take("a", 1, 60)
    assert not room.take("a", 2, 1)
    assert room.take("b", 3, 40)
    assert not room.take("c", 4, 1)
    room.give_back(1)
    assert room.take("c", 4, 60)


def test_when_it_is_full_the_one_that_waited_longest_for_its_client_leaves() -> None:
    async def scene() -> None:
        there = Connections(most=4, share=3)
        pairs = [socket.socketpair() for _ in range(6)]
        made = [IOStream(ours) for ours, _ in pairs]
        for stream in made[:3]:
            there.admit(stream, "crowd")
        there.waits_for_us(made[0])  # it has said all and waits for its answer
        there.admit(made[3], "crowd")  # one over its share
        assert [stream.closed() for stream in made[:4]] == [False, True, False, False]
        there.admit(made[4], "other")
        there.admit(made[5], "third")  # one over all: the crowd gives way, nobody else
        assert [stream.closed() for stream in made] == [False, True, True, False, False, False]
        assert len(there) == 4
        for stream, (_, theirs) in zip(made, pairs, strict=True):
            stream.close()
            theirs.close()

    asyncio.run(scene())


def test_behind_own_proxies_a_client_is_whom_the_outermost_has_seen() -> None:
    headers = HTTPHeaders({"X-Forwarded-For": "forged, 192.0.2.7, 10.0.0.1"})
    assert _first_foreign(headers, "127.0.0.1", 2) == "192.0.2.7"
    assert _first_foreign(headers, "127.0.0.1", 0) == "127.0.0.1"
    assert _first_foreign(headers, "127.0.0.1", 5) == "127.0.0.1"


def test_the_pace_is_a_while_and_more_for_each_byte() -> None:
    pace = Pace(patience=20, rate=1000)
    assert pace.allows(0) == 20
    assert pace.allows(5000) == 25


def told(target: str, *headers: tuple[str, str]) -> dict[str, Any]:
    made = HTTPHeaders()
    for name, value in headers:
        made.add(name, value)
    line = RequestStartLine("GET", target, "HTTP/1.1")
    return environment(line, made, address="192.0.2.7", here=("127.0.0.1", 80))


def test_the_environment_is_what_was_asked() -> None:
    environ = told("/items/%E6%95%B4?q=a%20b", ("Cookie", "a=1"), ("Cookie", "b=2"))
    assert environ["PATH_INFO"].encode("latin1").decode() == "/items/整"
    assert environ["QUERY_STRING"] == "q=a%20b"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert told("http://elsewhere/x?y")["PATH_INFO"] == "/x"


def test_no_header_passes_for_another() -> None:
    environ = told("/", ("X_Forwarded_For", "127.0.0.1"), ("Transfer-Encoding", "chunked"))
    assert not [name for name in environ if name.startswith("HTTP_")]


def test_an_answer_of_any_size_is_gathered_whole() -> None:
    closed = []

    class Pieces:
        def __iter__(self) -> Any:
            return iter([b"x" * IN_MEMORY, b"y", b""])

        def close(self) -> None:
            closed.append(True)

    def application(_environ: Any, start: Any) -> Any:
        start("200 OK", [("A", "b")])(b"first")
        return Pieces()

    answer = call(application, {})
    assert (answer.status, answer.reason, answer.body.length) == (200, "OK", IN_MEMORY + 6)
    assert answer.body.read() == b"first" + b"x" * IN_MEMORY + b"y"
    assert closed == [True]
    answer.body.close()
