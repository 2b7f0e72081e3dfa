"""The backing servers of the service: for each, the user's own or the embedded one."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rectify.data_folder import DataFolder
from rectify.servers import database_roles, postgres_upgrade, reachability, valkey
from rectify.servers.os_account import open_the_way, server_account
from rectify.servers.postgres import Postgres, wheel_binaries
from rectify.servers.valkey import Valkey
from rectify.service import processes
from rectify.service.supervisor import Supervisor
from workflow.platform import Settings, settings
from workflow.words import Words

Tell = Callable[[Words], None]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where each server is reached; empty where there is none."""

    database: str
    owner: str
    redis: str = ""
    smtp: str = ""

    def environment(self, folder: DataFolder, given: Settings) -> dict[str, str]:
        """Return the environment of the service's processes: all but the owner's address."""
        variables = {
            **os.environ,
            "DATABASE_URL": self.database,
            "REDIS_URL": self.redis,
            "SMTP_URL": self.smtp,
            "RECTIFY_SECRET_KEY": given.secret_key or folder.secret_key(),
            "RECTIFY_DATA": str(folder.root),
        }
        variables.pop("RECTIFY_OWNER_DATABASE_URL", None)
        return variables


def adopt(environment: Mapping[str, str]) -> None:
    """Set the environment of the service's processes in the present process."""
    os.environ.update(environment)
    settings.cache_clear()


def postgres_of(folder: DataFolder, tell: Tell) -> Postgres:
    """Return the embedded PostgreSQL of a folder; under root, open the way to the folder."""
    account = server_account()
    sockets = folder.sockets() / "postgres"
    sockets.mkdir(exist_ok=True, mode=0o700)
    server = Postgres(folder.postgres, sockets, account)
    if account:
        account.owns(sockets)
        ours = (folder.root, sockets.parent)
        targets = (wheel_binaries(), folder.postgres, sockets)
        if opened := [p for target in targets for p in open_the_way(target, account, ours)]:
            tell(_opened(opened))
    return server


def valkey_of(folder: DataFolder) -> Valkey:
    """Return the embedded Valkey of a folder."""
    folder.valkey.mkdir(exist_ok=True, mode=0o700)
    return Valkey(folder.valkey, folder.sockets() / "valkey.sock", valkey.wheel_binary())


def start_database(supervisor: Supervisor, given: Settings) -> Addresses:
    """Start the embedded PostgreSQL with its roles, or check the user's own server.

    Raises ``Unavailable`` where the server does not answer.
    """
    if given.database_url:
        reachability.database(given.database_url)
        return Addresses(given.database_url, given.owner_database_url or given.database_url)
    server = postgres_of(supervisor.folder, supervisor.tell)
    postgres_upgrade.bring_up(server, supervisor.tell)
    server.create()
    supervisor.start(processes.postgres_program(server))
    database_roles.prepare(server)
    return embedded(server)


def embedded(server: Postgres) -> Addresses:
    """Return the addresses of the embedded database."""
    return Addresses(
        server.url(database_roles.APP, database_roles.DATABASE),
        server.url(database_roles.OWNER, database_roles.DATABASE),
    )


def start_others(supervisor: Supervisor, given: Settings, database: Addresses) -> Addresses:
    """Start the embedded Valkey and mail catcher, or check the user's own servers.

    Raises ``Unavailable`` where a server does not answer.
    """
    redis = _queue(supervisor, given)
    smtp = given.smtp_url
    if smtp:
        reachability.mail(smtp)
    elif given.demo:
        smtp = _catcher(supervisor)
    return replace(database, redis=redis, smtp=smtp)


def _queue(supervisor: Supervisor, given: Settings) -> str:
    if given.redis_url:
        reachability.queue(given.redis_url)
        return given.redis_url
    server = valkey_of(supervisor.folder)
    supervisor.start(processes.valkey_program(server, os.environ))
    return server.url()


def _catcher(supervisor: Supervisor) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    mailbox = supervisor.folder.mailbox
    supervisor.start(processes.catcher_program(port, mailbox, os.environ))
    return f"smtp://127.0.0.1:{port}"


def _opened(folders: list[Path]) -> Words:
    named = " ".join(str(folder) for folder in folders)
    return Words(
        f"PostgreSQL 以普通用户运行，因此允许其他用户经过（但不能列出）以下目录：{named}",
        "PostgreSQL runs as an ordinary user; others may now pass through (not list) "
        f"these folders: {named}",
    )
