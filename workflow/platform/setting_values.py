"""The judgement of single settings: the plain form of a good one, a sentence for a wrong one.

Each function raises ``ValueError``; what may hold a password is not repeated in the sentence.
"""

from __future__ import annotations

import re
from email.utils import getaddresses
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from workflow.calendar.public_holidays import countries
from workflow.platform import addresses
from workflow.platform.addresses import NO_ADDRESS, taken_apart
from workflow.platform.mail_address import is_mail_address
from workflow.platform.mail_server import mail_server

ALWAYS = "always"
LEAST_TOKEN = 16  # characters
USUAL_MAIL_HOURS = "09:00-17:30"
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_TOKEN = re.compile(r"[\x20-\x7e]*")  # what a header can carry
# In the database of time zones, and yet no place: the machine's own, leap seconds, a placeholder.
_NO_PLACES = ("localtime", "posixrules", "Factory", "right/", "posix/")
_SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
_REDIS = re.compile(r"rediss?://[^/?#]*(/\d*)?(\?[^#]*)?|unix://[^#]+")
_REDIS_OPTIONS = {
    "db", "username", "password", "protocol", "client_name", "health_check_interval",
    "socket_timeout", "socket_connect_timeout", "socket_keepalive", "retry_on_timeout",
    "max_connections",
}  # fmt: skip


def timezone(value: str) -> str:
    """Refuse a time zone unknown to the machine, or of no place."""
    wrong = f"{value!r} is no time zone; write one such as Asia/Shanghai"
    if value.startswith(_NO_PLACES):
        raise ValueError(wrong)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(wrong) from error
    return value


def country(value: str) -> str:
    """Refuse a country without a calendar."""
    if value.upper() not in countries():
        raise ValueError(
            f"there is no calendar for {value!r}; write a country's two letters, such as CN"
        )
    return value.upper()


def mail_hours(value: str) -> str:
    """Refuse hours with an end before the begin."""
    begin, _, end = value.partition("-")
    is_span = _TIME.fullmatch(begin) and _TIME.fullmatch(end) and begin < end
    if value not in ("", ALWAYS) and not is_span:
        raise ValueError(f"{value!r} must look like {USUAL_MAIL_HOURS}, or be {ALWAYS}")
    return value


def database(value: str) -> str:
    """Refuse every other database, for there is one SQL dialect, and what libpq would refuse."""
    scheme, colon, rest = value.partition("://")
    if not value:
        return value
    if not colon or scheme.lower() not in ("postgresql", "postgres"):
        raise ValueError("must begin with postgresql://")
    plain = f"{scheme.lower()}://{rest}"
    try:
        read = conninfo_to_dict(plain)
    except ProgrammingError:
        raise ValueError(NO_ADDRESS) from None
    _refuse_odd_host(plain, str(read.get("host") or ""))
    if not (read.get("dbname") or read.get("host")):
        raise ValueError("names no database; write postgresql://user:password@host:5432/rectify")
    if read.get("sslmode", "prefer") not in _SSL_MODES:
        raise ValueError(f"sslmode is one of {', '.join(sorted(_SSL_MODES))}")
    return plain


def _refuse_odd_host(url: str, hosts: str) -> None:
    if any(
        not (host.startswith("/") or addresses.is_machine(host))
        for host in hosts.split(",")
        if host
    ):
        raise ValueError(NO_ADDRESS)
    if "," not in hosts and taken_apart(url) is None:
        raise ValueError(NO_ADDRESS)


def queue(value: str) -> str:
    """Refuse what is no address of Redis or Valkey; nothing after '?' is passed over."""
    scheme, colon, rest = value.partition("://")
    plain = f"{scheme.lower()}://{rest}" if colon else value
    if not value:
        return value
    if not _REDIS.fullmatch(plain):
        raise ValueError("must look like redis://user:password@host:6379/0, rediss:// or unix://")
    parts = taken_apart(plain)
    near = parts and parts.scheme == "unix"
    if parts is None or not (near or addresses.is_machine(parts.hostname or "")) or parts.port == 0:
        raise ValueError(NO_ADDRESS)
    _refuse_odd_options(parts.query)
    return plain


def _refuse_odd_options(query: str) -> None:
    """Refuse what Redis' client would fall over, or pass over, after the start."""
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in _REDIS_OPTIONS and not name.startswith("ssl_"):
            raise ValueError(f"has {name!r} after '?', which is no option of Redis")
        if name == "db" and not value.isdecimal():
            raise ValueError("has a 'db' after '?' that is no number")


def smtp(value: str) -> str:
    """Refuse what is no address of a mail server."""
    if value:
        mail_server(value)
    return value


def sender(value: str) -> str:
    """Refuse a sender unacceptable to mail servers, or more than one."""
    read = getaddresses([value])
    if not (len(read) == 1 and value.isprintable() and is_mail_address(read[0][1])):
        raise ValueError(f"{value!r} must look like rectify@example.org")
    return value


def mailbox(value: str) -> str:
    """Refuse what no mail can be sent to."""
    if value and not is_mail_address(value):
        raise ValueError(f"{value!r} must look like audit@example.org")
    return value


def token(value: str) -> str:
    """Refuse a token that can be guessed, or that no header carries, without repeating it."""
    if value and len(value) < LEAST_TOKEN:
        raise ValueError(f"must have at least {LEAST_TOKEN} characters")
    if not _TOKEN.fullmatch(value):
        raise ValueError("may hold letters of ASCII, digits and signs only")
    return value


def networks(value: str) -> str:
    """Refuse a malformed network: a slip of the pen must not open anything."""
    try:
        addresses.networks(value)
    except ValueError as error:
        raise ValueError(f"{error}; write networks such as 10.1.0.0/16") from error
    return value


def issuer(value: str) -> str:
    """Refuse a provider with answers readable by others on the way."""
    if not value:
        return value
    parts = taken_apart(value)
    host = parts.hostname or "" if parts else ""
    near = host in ("localhost", "127.0.0.1", "::1")
    safe = parts and (parts.scheme == "https" or (parts.scheme == "http" and near))
    if not (parts and safe):
        raise ValueError("must begin with https://")
    if not addresses.is_machine(host) or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"{value!r} must look like https://login.example.org")
    return value
