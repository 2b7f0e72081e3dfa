"""A small server that speaks the protocol of clamd, for the tests: it finds EICAR's test text."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# In two parts, so that no scanner takes the source for a virus.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 200_000  # bytes of a stream, as StreamMaxLength


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        says: bytes = getattr(self.server, "says", b"")
        if says:
            self.wfile.write(says + b"\0")
        elif command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self._scanned() + b"\0")

    def _scanned(self) -> bytes:
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
            if len(content) > LARGEST:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Signature FOUND" if EICAR in content else b"stream: OK"


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    says = b""


class _TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    address_family = socket.AF_INET6


@contextmanager
def clamd(at: Path, says: bytes = b"") -> Iterator[str]:
    """Serve at a path for a while, or answer always the same; the address is given."""
    with _Server(str(at), _Handler) as server:
        server.says = says
        yield from _serving(server, f"unix:{at}")
    at.unlink()


@contextmanager
def clamd_by_tcp() -> Iterator[str]:
    """Serve at a free port of the loopback (IPv6) for a while; the address is given."""
    with _TcpServer(("::1", 0), _Handler) as server:
        yield from _serving(server, f"tcp://[::1]:{server.server_address[1]}")


def _serving(server: socketserver.BaseServer, address: str) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
