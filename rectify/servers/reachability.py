"""Checks of the configured servers: a sentence for each without an answer."""

from __future__ import annotations

import errno
import smtplib
import socket
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import psycopg
import redis

from workflow.errors import Unavailable
from workflow.platform.mail_server import MailHost, mail_server
from workflow.words import Words

PATIENCE = 5
OLDEST = 15  # of PostgreSQL


def shown(url: str) -> str:
    """Return an address fit for a terminal: no user, no password."""
    parts = urlsplit(url)
    where = parts.hostname or next(iter(parse_qs(parts.query).get("host", [])), "")
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{where}{port}{parts.path}"


def database(url: str) -> int:
    """Return PostgreSQL's major version.

    Raises ``Unavailable`` where the server is down or too old.
    """
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise _down("DATABASE_URL", url, error) from error
    if version < OLDEST:
        raise Unavailable(
            Words(
                f"DATABASE_URL 指向的 PostgreSQL 是 {version} 版，需要 {OLDEST} 或更新的版本。",
                f"DATABASE_URL names a PostgreSQL {version}; {OLDEST} or newer is needed.",
            )
        )
    return version


def queue(url: str) -> str:
    """Return the memory policy of Redis or Valkey, empty where it may not be read.

    Raises ``Unavailable`` where the server is down.
    """
    try:
        with redis.Redis.from_url(url, socket_timeout=PATIENCE) as connection:
            connection.ping()
            policy: dict[str, str] = connection.config_get("maxmemory-policy")
            return policy.get("maxmemory-policy", "")
    except redis.exceptions.NoPermissionError:
        return ""
    except (redis.RedisError, ValueError) as error:
        raise _down("REDIS_URL", url, error) from error


def mail(url: str) -> None:
    """Refuse a mail server without a greeting.

    Raises ``Unavailable``.
    """
    try:
        with closing(_smtp(mail_server(url))) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise _down("SMTP_URL", url, error) from error


def _smtp(server: MailHost) -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if server.tls else smtplib.SMTP
    return kind(server.host, server.port, timeout=PATIENCE)


def free_port(host: str, port: int) -> None:
    """Refuse an address unfit to listen on, with the reason.

    Raises ``Unavailable``.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Unavailable(_not_free(host, port, error)) from error


def misleading(url: str) -> Words:
    """Return the warning for an address in mails that others may not be able to follow."""
    return Words(
        f"邮件里的地址是 {url}，别人可能打不开。请把 RECTIFY_BASE_URL 设为大家使用的地址。",
        f"Mails name {url}, which others may not be able to follow. Set RECTIFY_BASE_URL to the "
        "address that people use.",
    )


def _not_free(host: str, port: int, error: OSError) -> Words:
    other = port + 1 if port < 65535 else 8000
    if error.errno != errno.EADDRINUSE:
        return Words(
            f"无法监听 {host}:{port}（{error.strerror}）。请修改 RECTIFY_HOST 或 RECTIFY_PORT。",
            f"Cannot listen on {host}:{port} ({error.strerror}). "
            "Change RECTIFY_HOST or RECTIFY_PORT.",
        )
    return Words(
        f"{host} 的端口 {port} 已被别的程序占用。请停止那个程序，"
        f"或换一个端口，例如 RECTIFY_PORT={other}。",
        f"Port {port} on {host} is taken by another program. Stop that program, "
        f"or choose another port, such as RECTIFY_PORT={other}.",
    )


def _down(setting: str, url: str, error: Exception) -> Unavailable:
    why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return Unavailable(
        Words(
            f"{setting} 指向的服务器 {shown(url)} 没有响应：{why}。请启动它，或改正该设置。",
            f"{setting} names {shown(url)}, which does not answer: {why}. "
            "Start it, or correct the setting.",
        )
    )
