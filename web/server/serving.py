"""A serving process: a loop to read and write, and threads to answer."""

from __future__ import annotations

import asyncio
import signal
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from tornado.http1connection import HTTP1Connection, HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPServerConnectionDelegate
from tornado.iostream import IOStream

from web.server.calling import IN_MEMORY
from web.server.connections import Connections, most_connections
from web.server.exchange import Exchange, House
from web.server.pace import Pace
from web.server.room import Room
from web.server.turns import Turns
from workflow.platform import network_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HEALTH_THREADS = 2
UPLOAD_THREADS = 4  # photos are opened one at a time: more would only wait
LAST_ANSWERS = 1.0  # seconds for those who wait when the server stops
_HEADERS = 32 * 1024  # bytes
_UNREAD = 128 * 1024  # bytes of an answer that the kernel keeps for a client; Linux doubles it


@dataclass(frozen=True)
class Plan:
    """How a process is to serve."""

    threads: int
    pace: Pace
    proxies: int
    largest: int


class _Server(HTTPServer, HTTPServerConnectionDelegate):
    """Tornado's server, with our list of connections and our delegate."""

    house: House

    def handle_stream(self, stream: IOStream, address: tuple[str, int]) -> None:
        # The kernel would take megabytes for one who never reads.
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD)
        self.house.connections.admit(stream, network_of(str(address[0])))
        super().handle_stream(stream, address)

    def start_request(self, _server_conn: object, request_conn: HTTPConnection) -> Exchange:
        connection = cast("HTTP1Connection", request_conn)
        self.house.connections.waits_for_client(connection.stream)
        return Exchange(self.house, connection)

    def on_close(self, server_conn: object) -> None:
        self.house.connections.leave(cast("HTTP1ServerConnection", server_conn).stream)
        super().on_close(server_conn)


def serve(
    application: WSGIApplication, sockets: list[socket.socket], plan: Plan, parent: int
) -> None:
    """Serve until SIGTERM, or until the other end of the pipe ``parent`` is gone."""
    asyncio.run(_serve(application, sockets, plan, parent))


async def _serve(
    application: WSGIApplication, sockets: list[socket.socket], plan: Plan, parent: int
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_reader(parent, stop.set)
    server = _server(application, sockets, plan)
    await stop.wait()
    loop.remove_reader(parent)
    server.stop()
    until = loop.time() + LAST_ANSWERS
    while server.house.connections.busy and loop.time() < until:
        await asyncio.sleep(0.02)


def _server(application: WSGIApplication, sockets: list[socket.socket], plan: Plan) -> _Server:
    server = _Server(
        application,  # not used: requests go to our own delegate
        idle_connection_timeout=plan.pace.patience,
        max_header_size=_HEADERS,
        max_buffer_size=IN_MEMORY,
    )
    server.house = _house(application, sockets[0].getsockname()[:2], plan)
    server.add_sockets(sockets)
    return server


def _house(application: WSGIApplication, here: tuple[str, int], plan: Plan) -> House:
    most = most_connections()
    return House(
        application,
        here,
        plan.proxies,
        plan.largest,
        plan.pace,
        # Behind a proxy of ours all connections come from one address.
        Connections(most, most if plan.proxies else most // 2),
        Turns(plan.threads, max(plan.threads // 2, 1), "page"),
        Turns(UPLOAD_THREADS, max(UPLOAD_THREADS // 2, 1), "upload"),
        Turns(HEALTH_THREADS, 1, "health"),
        Room(),
    )
