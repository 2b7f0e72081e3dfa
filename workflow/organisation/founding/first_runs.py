"""The first run: a one-time address, the only browser behind it, and the answers so far.

All statements look whether somebody can sign in; from then on there is no first run.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from psycopg.types.json import Jsonb

from workflow.accounts.sessions import hashed
from workflow.errors import Gone
from workflow.ops.rights import NOBODY_SIGNS_IN
from workflow.organisation.founding.answers import FoundingAnswers
from workflow.platform import Connection, connect
from workflow.words import Words

FileChange = Literal["put", "take", "leave"]
LASTS = timedelta(hours=24)  # of an address that nobody has opened
SESSION = timedelta(hours=2)  # of the browser, from its last answer
_NOW = "coalesce(%(now)s::timestamptz, now())"
# A later address takes the answers over, but nobody else's password and second factor.
_ISSUE = f"""
    INSERT INTO first_runs (id, token_hash, expires_at, answers)
    SELECT 1, %(hash)s, {_NOW} + %(lasts)s, '{{}}' WHERE {NOBODY_SIGNS_IN}
        ON CONFLICT (id) DO UPDATE
       SET token_hash = EXCLUDED.token_hash, expires_at = EXCLUDED.expires_at, browser_hash = NULL,
           answers = first_runs.answers - 'entrance'
    RETURNING id"""  # noqa: S608 -- put together from constants, here and below
_CLAIM = f"""
    UPDATE first_runs SET browser_hash = %(browser)s, expires_at = {_NOW} + %(session)s
     WHERE token_hash = %(hash)s AND browser_hash IS NULL AND expires_at > {_NOW}
       AND {NOBODY_SIGNS_IN}
    RETURNING id"""  # noqa: S608
_LOOK = f"""
    SELECT browser_hash IS NULL AND expires_at > {_NOW} FROM first_runs
     WHERE token_hash = %(hash)s AND {NOBODY_SIGNS_IN}"""  # noqa: S608
_OF = f"browser_hash = %(browser)s AND expires_at > {_NOW} AND {NOBODY_SIGNS_IN}"
_READ = f"SELECT answers, sheet FROM first_runs WHERE {_OF}"  # noqa: S608
_KEEP = f"""
    UPDATE first_runs SET answers = answers || %(answers)s, expires_at = {_NOW} + %(session)s,
           sheet = CASE %(file)s WHEN 'put' THEN %(sheet)s WHEN 'take' THEN NULL ELSE sheet END
     WHERE {_OF} RETURNING id"""  # noqa: S608
GONE = Words(
    "这个地址用过了，或已过期，或者已经有人可以登录。请在服务器上执行 rectify begin，"
    "取得新的地址。",
    "This address was used already, has run out, or somebody can sign in by now. Run 'rectify"
    " begin' at the server for a new one.",
)


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The answers so far, and the file of the organisation, if any."""

    answers: FoundingAnswers
    sheet: bytes | None


def issue(now: datetime | None = None) -> str | None:
    """Return the token of a new address, ``None`` where somebody can sign in.

    An earlier address, and the browser behind it, end with it.
    """
    token = secrets.token_urlsafe(32)
    values = {"hash": hashed(token), "lasts": LASTS, "now": now}
    with connect() as connection:
        return token if connection.execute(_ISSUE, values).fetchone() else None


def is_needed() -> bool:
    """Say whether nobody can sign in yet."""
    with connect() as connection:
        row = connection.execute(f"SELECT {NOBODY_SIGNS_IN}".encode()).fetchone()
    return bool(row and row[0])


def look(token: str, now: datetime | None = None) -> None:
    """Refuse the token of an address that opens nothing; looking uses nothing up.

    Raises ``Gone``.
    """
    with connect() as connection:
        row = connection.execute(_LOOK, {"hash": hashed(token), "now": now}).fetchone()
    if row != (True,):
        raise Gone(GONE)


def claim(token: str, now: datetime | None = None) -> str:
    """Bind the first run to a browser, and return the token for the browser's cookie.

    Raises ``Gone`` where the address opens nothing any more.
    """
    browser = secrets.token_urlsafe(32)
    values = {
        "hash": hashed(token), "browser": hashed(browser), "session": SESSION, "now": now
    }  # fmt: skip
    with connect() as connection:
        if connection.execute(_CLAIM, values).fetchone() is None:
            raise Gone(GONE)
    return browser


def of_browser(browser: str, now: datetime | None = None) -> FirstRun:
    """Return the first run of a browser.

    Raises ``Gone`` for any other browser, and once it has ended.
    """
    with connect() as connection:
        return read(connection, browser, now)


def read(
    connection: Connection, browser: str, now: datetime | None = None, *, locked: bool = False
) -> FirstRun:
    """Return the first run of a browser within an open transaction.

    Raises ``Gone`` as ``of_browser`` does.
    """
    query = _READ + (" FOR UPDATE" if locked else "")
    row = connection.execute(query.encode(), {"browser": hashed(browser), "now": now}).fetchone()
    if row is None:
        raise Gone(GONE)
    return FirstRun(*row)


def keep(
    browser: str,
    answers: Mapping[str, Any],
    now: datetime | None = None,
    *,
    file: FileChange = "leave",
    sheet: bytes | None = None,
) -> None:
    """Keep the answers of a step, and put, take away or leave the file of the organisation.

    Raises ``Gone`` once the first run has ended.
    """
    values = {
        "browser": hashed(browser), "answers": Jsonb(dict(answers)), "session": SESSION,
        "now": now, "file": file, "sheet": sheet,
    }  # fmt: skip
    with connect() as connection:
        if connection.execute(_KEEP, values).fetchone() is None:
            raise Gone(GONE)


def end(connection: Connection) -> None:
    """Delete the first run with all of its answers, in the transaction of the founding."""
    connection.execute("DELETE FROM first_runs")
