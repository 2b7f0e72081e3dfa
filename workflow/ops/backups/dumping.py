"""The database of a backup: pg_dump and pg_restore, told where, and heard out."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from workflow.errors import NotPossible, Unavailable
from workflow.platform import Connection, postgres_programs
from workflow.words import Words

_NOBODYS = ("--no-owner", "--no-privileges")
_KNOWS_TIMEOUT = 17  # the first version of PostgreSQL that knows transaction_timeout
_HEAD = 50  # lines of a script before its first row
_PIECE = 2**16
_NO_PROGRAM = Words(
    "没有找到 {version} 版或更新的 {name}。请安装 PostgreSQL 客户端程序（Debian："
    "apt-get install postgresql-client-{version}），并让它在 PATH 里。",
    "There is no {name} of version {version} or newer. Install PostgreSQL's client programs "
    "(on Debian: apt-get install postgresql-client-{version}) and put them on the PATH.",
)
_FAILED = Words("{name} 没有完成：{why}", "{name} did not succeed: {why}")


def server_version(connection: Connection) -> int:
    """Return the major version of the server."""
    return connection.info.server_version // 10000


def major_version(program: Path) -> int:
    """Return the major version of a program."""
    return postgres_programs.major_version(program)


def program(name: str, connection: Connection, oldest: int) -> Path:
    """Return the program fit for the server.

    Raises ``NotPossible`` where none is installed.
    """
    encrypted = bool(connection.pgconn.ssl_in_use)
    found = postgres_programs.program(name, oldest=oldest, encrypted=encrypted)
    if found is None:
        raise NotPossible(_NO_PROGRAM.format(name=name, version=oldest))
    return found


@contextmanager
def dumped(program: Path, url: str, snapshot: str) -> Iterator[IO[bytes]]:
    """Lend the archive of the database as of the snapshot.

    Raises ``Unavailable`` with the last words of pg_dump where the archive is not whole.
    """
    options = ("--format=custom", "--compress=1", *_NOBODYS)
    with _running(program, url, *options, f"--snapshot={snapshot}") as process:
        assert process.stdout  # noqa: S101 -- a pipe
        yield process.stdout


@contextmanager
def restoring(program: Path, url: str, server: int) -> Iterator[IO[bytes]]:
    """Lend a stream for the archive, restored as a whole or not at all.

    Raises ``Unavailable`` with the last words of pg_restore.
    """
    if server < _KNOWS_TIMEOUT <= major_version(program):
        with _as_script(program, url) as stdin:
            yield stdin
        return
    options = (*_NOBODYS, "--single-transaction", "--exit-on-error")
    with _running(program, url, *options) as process:
        assert process.stdin  # noqa: S101 -- a pipe
        with suppress(BrokenPipeError):  # it has ended early, and says why
            yield process.stdin


@contextmanager
def _as_script(program: Path, url: str) -> Iterator[IO[bytes]]:
    """Restore through psql, without a setting unknown to servers before 17."""
    psql = program.with_name("psql")
    options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
    with (
        _running(psql, url, *options) as server,
        _running(program, "", "--file=-", *_NOBODYS) as script,
    ):
        assert script.stdin  # noqa: S101 -- pipes
        assert server.stdin  # noqa: S101
        pump = Thread(target=_pump, args=(script, server.stdin), daemon=True)
        pump.start()
        with suppress(BrokenPipeError):
            yield script.stdin
            script.stdin.close()
        pump.join()


def _pump(script: subprocess.Popen[bytes], server: IO[bytes]) -> None:
    """Pass the script on, and commit after the end."""
    assert script.stdout  # noqa: S101 -- a pipe
    try:
        server.write(b"BEGIN;\n")
        for number, line in enumerate(script.stdout):
            if number > _HEAD or not line.startswith(b"SET transaction_timeout"):
                server.write(line)
        if script.wait() == 0:
            server.write(b"COMMIT;\n")
    except BrokenPipeError:  # psql has ended early, and says why
        script.kill()


@contextmanager
def _running(program: Path, url: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    where, password = _address(url)
    with tempfile.TemporaryFile("w+b") as said:
        process = subprocess.Popen(  # noqa: S603
            [str(program), *where, *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
            env={**os.environ, "LC_ALL": "C", **password},
        )  # fmt: skip
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            _end(process)
        if process.returncode:
            raise Unavailable(_FAILED.format(name=program.name, why=_last_words(said)))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the input, throw the rest of the output away, and wait for the end."""
    assert process.stdin  # noqa: S101 -- pipes
    assert process.stdout  # noqa: S101
    with suppress(BrokenPipeError):
        process.stdin.close()
    while process.stdout.read(_PIECE):
        pass
    process.stdout.close()
    process.wait()


def _address(url: str) -> tuple[list[str], dict[str, str]]:
    """Return the address without password, and the password as an environment."""
    if not url:
        return [], {}
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    password = parts.pop("password", "")
    where = f"--dbname={make_conninfo(**parts)}"
    return [where], {"PGPASSWORD": password} if password else {}


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").splitlines()
    wrong = [line for line in lines if "error" in line.lower()] or lines[-1:]
    return " ".join(line.split(": ", 1)[-1] for line in wrong[:2])
