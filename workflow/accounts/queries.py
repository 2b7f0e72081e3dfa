"""Every account with the posts held today, for the command line."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.platform.db import TODAY, connect

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
