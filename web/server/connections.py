"""The open connections of a process: number, owners, and the one to close when full.

A new client is never turned away for clients with idle connections: of the address with the most
connections, the connection idle for the longest time is closed.
"""

from __future__ import annotations

import resource
import socket
import struct
import time
from collections import Counter
from dataclasses import dataclass

from tornado.iostream import IOStream

_WANTED = 2000
_OTHER_FILES = 100  # the database's connections, logs and what a request opens
_FILES_EACH = 3  # the connection, the request in a file, the answer in a file


@dataclass(slots=True)
class _Guest:
    client: str
    since: float | None  # since when the client is waited for; None while it waits for us


class Connections:
    """The open connections; at most ``most`` in all and ``share`` from an address."""

    def __init__(self, most: int, share: int) -> None:
        self._most, self._share = most, share
        self._guests: dict[IOStream, _Guest] = {}
        self._count: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._guests)

    @property
    def busy(self) -> bool:
        """Say whether any client waits for an answer."""
        return any(guest.since is None for guest in self._guests.values())

    def admit(self, stream: IOStream, client: str) -> None:
        """Add a connection; close another where there would be too many."""
        self._guests[stream] = _Guest(client, time.monotonic())
        self._count[client] += 1
        if self._count[client] > self._share:
            self._close_one(client)
        elif len(self._guests) > self._most:
            self._close_one(self._count.most_common(1)[0][0])

    def waits_for_client(self, stream: IOStream) -> None:
        """Note that the server now waits for the client."""
        if stream in self._guests:
            self._guests[stream].since = time.monotonic()

    def waits_for_us(self, stream: IOStream) -> None:
        """Note that the request is complete and the client waits for the answer."""
        if stream in self._guests:
            self._guests[stream].since = None

    def leave(self, stream: IOStream) -> None:
        """Remove a closed connection."""
        guest = self._guests.pop(stream, None)
        if guest:
            self._count[guest.client] -= 1
            self._count += Counter()  # drops those that are at nought

    def _close_one(self, client: str) -> None:
        idle = [
            (guest.since, stream)
            for stream, guest in self._guests.items()
            if guest.client == client and guest.since is not None
        ]
        _, stream = min(idle, key=lambda found: found[0])  # the new one at least is among them
        self.leave(stream)
        cut(stream)


def cut(stream: IOStream) -> None:
    """Close a connection at once: the kernel would keep data unread by the client."""
    if not stream.closed():
        linger = struct.pack("ii", 1, 0)
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        stream.close()


def most_connections() -> int:
    """Return the number of connections possible with the process's limit of open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = _WANTED * _FILES_EACH + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    files = needed if soft == resource.RLIM_INFINITY else min(soft, needed)
    return max((files - _OTHER_FILES) // _FILES_EACH, 64)
