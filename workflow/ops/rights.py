"""The rights of the serving role in the database, and whether anybody can sign in.

Rights are looked at, not names: a role may be called anything, and what it lacks is told before
people meet it on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

_NAMED = "rectify_app"  # the role for which the grants are written down
_GRANTED = re.compile(rf"GRANT ([A-Z, ]+) ON ([a-z_,\s]+) TO {_NAMED};")
_HAS = "SELECT has_table_privilege(current_user, %s, %s)"
_SIGNING_IN = """
      FROM accounts a JOIN people p ON p.id = a.person_id
     WHERE a.active AND coalesce(p.left_on, 'infinity') > current_date"""
CAN_SIGN_IN = f"SELECT count(*) {_SIGNING_IN}"
NOBODY_SIGNS_IN = f"NOT EXISTS (SELECT {_SIGNING_IN})"


def grants() -> str:
    """Return the grants as SQL for the role of the compose file."""
    return (Path(__file__).parent / "migrations" / "grants.sql").read_text(encoding="utf-8")


def grants_to(role: str) -> str:
    """Return the grants as SQL for a role of any name."""
    quoted = '"' + role.replace('"', '""') + '"'
    return grants().replace(_NAMED, quoted)


def role_of(url: str) -> str:
    """Return the role named by an address of the database, or ""."""
    return str(conninfo_to_dict(url).get("user") or "")


def lacking(url: str) -> list[str]:
    """Return what the role of an address may not do in the database, as "INSERT on items"."""
    with psycopg.connect(url) as connection:
        return [
            f"{right} on {table}"
            for right, table in _wanted()
            if connection.execute(_HAS, [table, right]).fetchone() != (True,)
        ]


def who_can_sign_in(url: str) -> int:
    """Return the number of open accounts of people who have not left."""
    with psycopg.connect(url) as connection:
        row = connection.execute(CAN_SIGN_IN).fetchone()
    return int(row[0]) if row else 0


def _wanted() -> Iterator[tuple[str, str]]:
    yield "SELECT", "items"
    for rights, tables in _GRANTED.findall(grants()):
        for table in re.findall(r"\w+", tables):
            for right in re.findall(r"\w+", rights):
                yield right, table
