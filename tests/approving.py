"""Acts that take two administrators, done by both: one asks, the other one agrees."""

from __future__ import annotations

from datetime import date

import psycopg

from tests.cast import actor
from tests.servers import Database
from workflow import organisation
from workflow.organisation.staff import approving
from workflow.platform import connect

SYSTEM, SECURITY = actor("system-admin"), actor("security-admin")
FIRST = 2  # the number of the first request: the cast was founded by the one before
_POST = "SELECT id FROM appointments WHERE approval_id = %s"


def agreed(request: int | None) -> int:
    """Agree to a request as the administrator who did not ask; return its number."""
    assert request is not None
    with connect() as connection:
        row = connection.execute("SELECT asked_as FROM approvals WHERE id = %s", [request])
        [(asked_as,)] = row.fetchall()
    approving.agree(SECURITY if asked_as == "system_admin" else SYSTEM, request)
    return request


def appointed(
    unit: int, person: int, role: str, begin: date | None = None, until: date | None = None
) -> int:
    """Put a person into a post, and return the post's id."""
    request = agreed(organisation.appoint(SECURITY, unit, person, role, begin, until))
    with connect() as connection:
        [(post,)] = connection.execute(_POST, [request]).fetchall()
    return int(post)


def begin_anew(database: Database) -> int:
    """Leave nobody who could agree, so that the machine founds; return somebody without account."""
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE accounts SET active = false WHERE login = 'system-admin'")
        [(person,)] = owner.execute("INSERT INTO people (name) VALUES ('新人') RETURNING id")
    return int(person)
