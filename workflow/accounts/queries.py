"""Every account with the posts held today, for the command line."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.accounts import identity
from workflow.declaration import Actor
from workflow.errors import NotFound
from workflow.platform import TODAY, connect
from workflow.words import Words

_KNOWN = f"""
    SELECT a.login, p.name, a.active AND (p.left_on IS NULL OR p.left_on > {TODAY}),
           coalesce(array_agg(t.role || ' @ ' || u.name ORDER BY t.id)
                    FILTER (WHERE t.id IS NOT NULL), '{{}}')
      FROM accounts a JOIN people p ON p.id = a.person_id
      LEFT JOIN appointments t ON t.person_id = p.id AND t.valid_from <= {TODAY}
                              AND (t.valid_to IS NULL OR t.valid_to >= {TODAY})
      LEFT JOIN units u ON u.id = t.unit_id
     GROUP BY a.id, p.id ORDER BY a.login
"""  # noqa: S608 -- constants
_OF_LOGIN = f"""
    WITH {identity.MOMENT}
    SELECT {identity.COLUMNS}
      FROM moment, accounts a JOIN people p ON p.id = a.person_id
     WHERE a.login = %(login)s AND {identity.IN_FORCE}
"""  # noqa: S608 -- constants
_NO_LOGIN = Words("没有可用的登录名“{login}”。", 'Nobody signs in as "{login}".')


@dataclass(frozen=True, slots=True)
class Known:
    """An account as shown in the list of accounts."""

    login: str
    name: str
    active: bool
    posts: list[str]


def known() -> list[Known]:
    """Return every account with the posts held today."""
    with connect() as connection:
        return [Known(*row) for row in connection.execute(_KNOWN)]


def actor_of(login: str) -> Actor:
    """Return the person of a sign-in name, with the posts of today, for the command line.

    Raises ``NotFound`` where there is no such account in force.
    """
    with connect() as connection:
        asked = identity.clock(None) | {"login": login}
        row = connection.execute(_OF_LOGIN.encode(), asked).fetchone()
    if row is None:
        raise NotFound(_NO_LOGIN.format(login=login[:40]))
    return identity.identity(row).actor
