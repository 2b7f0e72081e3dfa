"""The database for commands that run beside the service or alone.

Where ``up`` runs, its database is used. Otherwise PostgreSQL is started for the length of the
command and stopped afterwards. With DATABASE_URL set, the command uses the user's own database.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from rectify.data_folder import DataFolder
from rectify.language import language
from rectify.platforms import refuse_elsewhere
from rectify.servers import backing_servers, folder_lock, reachability
from rectify.servers.migration import migrate
from rectify.service import orphans
from rectify.service.supervisor import Supervisor
from workflow.errors import NotPossible, Unavailable
from workflow.ops import installed_pack
from workflow.platform import Settings, settings
from workflow.words import Words

COMMANDS_WAIT = 60.0  # for another command that has the database
UP_WAIT = 30.0  # for an ``up`` that is just starting
_NONE = Words(
    "{folder} 里没有数据库。请用 RECTIFY_DATA 指定数据目录，或设置 DATABASE_URL。",
    "There is no database in {folder}. Name the data folder with RECTIFY_DATA, or set "
    "DATABASE_URL.",
)


def has_database(given: Settings) -> bool:
    """Say whether there is a database already: the configured one, or one in the data folder."""
    return bool(given.database_url) or (DataFolder.at(given.data).postgres / "PG_VERSION").exists()


Fill = Callable[[str], None]  # with the owner's address, before the tables are made


def demand_database() -> None:
    """Refuse a place without a database.

    Raises ``NotPossible``.
    """
    if not has_database(settings()):
        raise NotPossible(_NONE.format(folder=settings().data))


@contextmanager
def running_environment(*, migrating: bool = False, fill: Fill | None = None) -> Iterator[bool]:
    """Set DATABASE_URL (and a running REDIS_URL); yield whether the server is ours.

    With ``migrating`` a server of the user's own is migrated first; a server started here always
    is. ``fill`` comes before that; a running ``up`` is not filled.
    """
    before = dict(os.environ)
    try:
        with _database(settings(), migrating, fill or _leave) as ours:
            installed_pack.adopt(settings().database_url)
            yield ours
    finally:
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()


@contextmanager
def _database(given: Settings, migrating: bool, fill: Fill) -> Iterator[bool]:
    if given.database_url:
        reachability.database(given.database_url)
        owner = given.owner_database_url or given.database_url
        fill(owner)
        if migrating:
            migrate(owner, given.database_url)
        try:
            yield True
        finally:
            _close()
        return
    refuse_elsewhere()
    folder = DataFolder.at(given.data)
    if fill is _leave:
        folder.refuse_half_restored()
    with (
        folder_lock.held(folder.lock, "command", wait=COMMANDS_WAIT) as mine,
        _started(folder, given, fill) if mine else _joined(folder, given),
    ):
        try:
            yield mine
        finally:
            _close()


@contextmanager
def _started(folder: DataFolder, given: Settings, fill: Fill) -> Iterator[None]:
    """Run PostgreSQL for the length of the command, also where the command is ended early."""
    orphans.stop_all(folder)
    supervisor = Supervisor(folder, _tell)
    earlier = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        addresses = backing_servers.start_database(supervisor, given)
        fill(addresses.owner)
        migrate(addresses.owner, addresses.database)
        _adopt(folder, addresses)
        yield
    finally:
        supervisor.stop()
        folder.forget_sockets()
        signal.signal(signal.SIGTERM, earlier)


@contextmanager
def _joined(folder: DataFolder, given: Settings) -> Iterator[None]:
    """Use the servers of the running ``up``."""
    if folder_lock.holder(folder.lock)[0] != "up":
        raise folder_lock.taken(folder.root, folder.lock)
    server = backing_servers.postgres_of(folder, _tell)
    until = time.monotonic() + UP_WAIT
    while not server.answers():
        if time.monotonic() > until:
            raise Unavailable(_silent(folder))
        time.sleep(0.1)
    redis = given.redis_url or backing_servers.valkey_of(folder).url()
    _adopt(folder, replace(backing_servers.embedded(server), redis=redis))
    yield


def _leave(_owner_url: str) -> None:
    """Fill nothing in."""


def _adopt(folder: DataFolder, addresses: backing_servers.Addresses) -> None:
    backing_servers.adopt(
        {
            "DATABASE_URL": addresses.database,
            "RECTIFY_OWNER_DATABASE_URL": addresses.owner,
            "RECTIFY_DATA": str(folder.root),
            **({"REDIS_URL": addresses.redis} if addresses.redis else {}),
        }
    )


def _close() -> None:
    from workflow.platform import db

    db.close()


def _tell(words: Words) -> None:
    click.echo(words.of(language()), err=True)


def _silent(folder: DataFolder) -> Words:
    return Words(
        f"rectify up 正在运行，但它的数据库没有响应；请看 {folder.log} 里的日志。",
        f"'rectify up' is running, but its database does not answer; see the logs in {folder.log}.",
    )
