"""Open items without a person able to act, by posts and accounts."""

from __future__ import annotations

from workflow.engine.waiting_sql import ABLE, UNATTENDED, parameters
from workflow.platform import Connection

# The sweep that tells somebody above comes every minute.
_UNATTENDED = f"""
    WITH {ABLE} SELECT i.number FROM items i WHERE {UNATTENDED} ORDER BY i.id LIMIT 1000"""  # noqa: S608 -- fixed texts only


def unattended(connection: Connection) -> list[str]:
    """Return the numbers of open items without anybody in post, with an account, to act."""
    return [row[0] for row in connection.execute(_UNATTENDED, parameters())]
