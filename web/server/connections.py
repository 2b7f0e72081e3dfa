"""The open connections of one process: how many, whose, and who has to leave when it is full.

A new client is never turned away for those who hold connections without using them: of the
address that has the most, the connection that has waited longest for its client is closed.
"""

from __future__ import annotations

import resource
import socket
import struct
import time
from collections import Counter
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from tornado.iostream import IOStream

_WANTED = 2000
_OTHER_FILES = 100  # the database's connections, logs and what a request opens
_FILES_EACH = 3  # the connection, the request in a file, the answer in a file


@dataclass(slots=True)
class _Guest:
    client: str
    since: float | None  # since when the client is waited for; None while it waits for us


class Connections:
    """Who is connected; at most ``most`` in all and ``share`` from one address."""

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
        """Take in a new connection; close another where that would be one too many."""
        self._guests[stream] = _Guest(client, time.monotonic())
        self._count[client] += 1
        if self._count[client] > self._share:
            self._close_one(client)
        elif len(self._guests) > self._most:
            self._close_one(self._count.most_common(1)[0][0])

    def waits_for_client(self, stream: IOStream) -> None:
        """Note that from now on it is the client who has to do something."""
        if stream in self._guests:
            self._guests[stream].since = time.monotonic()

    def waits_for_us(self, stream: IOStream) -> None:
        """Note that the client has said all and waits for its answer."""
        if stream in self._guests:
            self._guests[stream].since = None

    def leave(self, stream: IOStream) -> None:
        """Forget a connection that is closed."""
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
    """Close a connection at once: the kernel would keep what a client does not read."""
    if not stream.closed():
        linger = struct.pack("ii", 1, 0)
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        stream.close()


def most_connections() -> int:
    """Return how many connections the files that this process may open are enough for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED * _FILES_EACH + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    files = wanted if soft == resource.RLIM_INFINITY else min(soft, wanted)
    return max((files - _OTHER_FILES) // _FILES_EACH, 64)


def client_of(address: str) -> str:
    """Return whom an address belongs to: of IPv6 a whole /64 is one client's."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped:
        return str(read.ipv4_mapped)
    return str(IPv6Address(int(read) >> 64 << 64))
