"""Make the digests of a day: one for each person with waiting items or news.

A group with the topic "digest" gets a digest of its unit, in numbers, where any item is open there.

All digests of a working day are made in one transaction, once. Killed in the middle, nothing was
written; run in two places, the second run finds the digests made; a missed day has no digest, and
the next digest tells its news.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

from workflow.declaration import Item, pack
from workflow.delivery.mail_hours import is_time_for_digest
from workflow.delivery.messages.mail_choices import DIGEST
from workflow.engine.loading import read_now
from workflow.platform import Connection, connect, settings
from workflow.snapshots import policies

_LOCK = 0x4449_4745  # one process makes them, the other finds them made
_MADE = "SELECT 1 FROM digests WHERE day = %s"
# A path goes on with a digit or not at all, so everything below it lies before the path and ":".
_BELOW = "i.scope ~>=~ p.path AND i.scope ~<~ (p.path || ':')"
_MAY_READ = (
    "(i.list_key <> ALL (%(confidential)s) OR i.list_key || ' ' || p.role = ANY (%(readers)s))"
)
_POSTS = """
    posts AS MATERIALIZED (
        SELECT a.person_id, a.role, u.path FROM appointments a JOIN units u ON u.id = a.unit_id
         WHERE a.role <> ALL (%(administrators)s) AND a.valid_from <= %(day)s::date
           AND coalesce(a.valid_to, 'infinity') >= %(day)s::date
    )"""
# Whom something waits for, and whom ``told`` has something new for that no mail of its own tells.
_CONCERNED = f"""
    waited_for AS (
        SELECT holder_id AS person_id FROM items WHERE awaits = 'holder'
         UNION SELECT p.person_id FROM posts p
                WHERE EXISTS (SELECT FROM items i WHERE i.awaits = p.role AND {_BELOW}
                                 AND {_MAY_READ})
         UNION SELECT jsonb_array_elements_text(duties -> awaits)::int FROM items
                WHERE awaits = ANY (%(duties)s) AND duties ? awaits
    ), concerned AS (
        SELECT person_id FROM waited_for
         UNION SELECT d.delegate_id FROM delegations d
                 JOIN waited_for w ON w.person_id = d.principal_id
                WHERE d.ended_at IS NULL AND %(day)s::date BETWEEN d.valid_from AND d.valid_to
         UNION SELECT t.person_id FROM told t JOIN items i ON i.id = t.item_id
                WHERE t.decision IS NULL
                  AND (i.holder_id = coalesce(t.behind_id, t.person_id)
                       OR EXISTS (SELECT FROM posts p WHERE {_BELOW} AND {_MAY_READ}
                                     AND p.person_id = coalesce(t.behind_id, t.person_id)))
    )"""  # noqa: S608 -- put together from constants
_WANTED = """
    FROM people q
   WHERE q.id IN (SELECT person_id FROM concerned) AND q.email <> ''
     AND coalesce(q.left_on, 'infinity') > %(day)s::date
     AND NOT EXISTS (SELECT FROM mail_choices c
                      WHERE c.person_id = q.id AND c.kind = %(kind)s::text)"""
_MAKE = f"""
    WITH {_POSTS}, told AS (
        UPDATE inbox SET digest_on = %(day)s::date WHERE digest_on IS NULL AND read_at IS NULL
        RETURNING person_id, item_id, seq, behind_id, decision
    ), {_CONCERNED}, promised AS (
        INSERT INTO outbox (person_id, digest_on, kind, at, available_at)
        SELECT q.id, %(day)s::date, %(kind)s::text, %(now)s::timestamptz, now() {_WANTED}
        RETURNING id
    ), posted AS (
        INSERT INTO outbox (channel_id, digest_on, at, available_at)
        SELECT c.id, %(day)s::date, %(now)s::timestamptz, now()
          FROM channels c JOIN units p ON p.id = c.unit_id
         WHERE c.active AND %(kind)s::text = ANY (c.topics)
           AND EXISTS (SELECT FROM items i WHERE i.awaits <> '' AND {_BELOW}
                          AND i.list_key <> ALL (%(confidential)s))
    )
    INSERT INTO digests SELECT %(day)s::date, %(now)s::timestamptz, count(*) FROM promised
    RETURNING people
"""  # noqa: S608 -- put together from constants
# The same of a day to come: some items will have moved by then, and more will have been told.
_EXPECT = f"""
    WITH moved AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%(items)s::jsonb) AS m (
            id bigint, list_key varchar, scope varchar, holder_id int, awaits varchar, duties jsonb)
    ), items AS NOT MATERIALIZED (
        SELECT id, list_key, scope, holder_id, awaits, duties FROM public.items k
         WHERE NOT EXISTS (SELECT FROM moved m WHERE m.id = k.id)
         UNION ALL SELECT * FROM moved
    ), {_POSTS}, told AS (
        SELECT person_id, item_id, seq, behind_id, decision FROM inbox
         WHERE %(unread)s AND digest_on IS NULL AND read_at IS NULL
         UNION ALL SELECT * FROM jsonb_to_recordset(%(news)s::jsonb) AS n (
            person_id int, item_id bigint, seq int, behind_id int, decision uuid)
    ), {_CONCERNED}
    SELECT q.id {_WANTED} ORDER BY q.id
"""  # noqa: S608 -- put together from constants


class News(NamedTuple):
    """A notice to a person in the inbox, without a mail of its own."""

    person_id: int
    item_id: int
    seq: int
    behind_id: int | None


def make(now: datetime | None = None) -> int:
    """Make the digests of today where due and not made yet; return their number."""
    with connect() as connection:
        at = now or read_now(connection)
        day = at.astimezone(settings().zone).date()
        if not is_time_for_digest(policies.read(connection).calendar, at):
            return 0
        if connection.execute(_MADE, [day]).fetchone():
            return 0
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return 0 if connection.execute(_MADE, [day]).fetchone() else _make(connection, at)


def expected(
    connection: Connection, day: date, items: Iterable[Item], news: Iterable[News], *, unread: bool
) -> list[int]:
    """Return the ids of the recipients of a day's digest, given moved items and news.

    ``unread`` says that the present inbox will not have been told by then.
    """
    columns = ("id", "list_key", "scope", "holder_id", "awaits", "duties")
    moved = [{column: getattr(item, column) for column in columns} for item in items]
    notices = [one._asdict() for one in news]
    values = _values(day) | {"items": Jsonb(moved), "news": Jsonb(notices), "unread": unread}
    return [row[0] for row in connection.execute(_EXPECT, values)]


def _make(connection: Connection, at: datetime) -> int:
    values = _values(at.astimezone(settings().zone).date()) | {"now": at}
    row = connection.execute(_MAKE, values).fetchone()
    return int(row[0]) if row else 0


def _values(day: date) -> dict[str, Any]:
    readers = [f"{key} {role}" for key in pack().confidential for role in pack().lists[key].readers]
    return {
        "day": day, "kind": DIGEST, "administrators": list(pack().administrators),
        "duties": list(pack().duties), "confidential": list(pack().confidential),
        "readers": readers,
    }  # fmt: skip
