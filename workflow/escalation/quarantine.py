"""Items with failing escalation are put aside for a while, so that they stop nobody else.

An item changes only together with an event, so the reason is kept beside the item. Each time the
wait doubles, from five minutes to six hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from workflow.platform import Connection

# A condition on items ``i``: nobody has put it aside for now.
READY = "NOT EXISTS (SELECT FROM postponed p WHERE p.item_id = i.id AND p.until > now())"
_POSTPONE = """
    INSERT INTO postponed AS p (item_id, until, times, reason)
    SELECT i.id, now() + interval '5 minutes', 1, wrong.reason
      FROM unnest(%(numbers)s::text[], %(reasons)s::text[]) AS wrong (number, reason)
      JOIN items i USING (number)
     WHERE i.rung_at <= %(now)s
        ON CONFLICT (item_id) DO UPDATE
       SET times = p.times + 1, reason = excluded.reason,
           until = now() + least(interval '5 minutes' * 2 ^ least(p.times, 8), interval '6 hours')
 RETURNING (SELECT number FROM items WHERE id = item_id)
"""
_CLEAR = """
    DELETE FROM postponed p USING items i WHERE i.id = p.item_id AND i.number = ANY (%s)
"""
_OPEN = """
    SELECT i.number, p.reason FROM postponed p JOIN items i ON i.id = p.item_id
     WHERE p.until > now() AND i.rung_at IS NOT NULL ORDER BY i.id
"""


def postpone(connection: Connection, reasons: Mapping[str, str], now: datetime) -> list[str]:
    """Put aside the items still due and return their numbers; moved items are left out."""
    if not reasons:
        return []
    values = {"numbers": list(reasons), "reasons": list(reasons.values()), "now": now}
    return [row[0] for row in connection.execute(_POSTPONE, values)]


def clear(connection: Connection, numbers: list[str]) -> None:
    """Delete the kept trouble of the items."""
    connection.execute(_CLEAR, [numbers])


def postponed(connection: Connection) -> dict[str, str]:
    """Return the items put aside now: reason by number."""
    return dict(connection.execute(_OPEN).fetchall())
