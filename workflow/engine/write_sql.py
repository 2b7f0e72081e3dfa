"""The statement that writes a batch, composed of the parts needed by the batch.

A decision on one item is by far the most frequent: it locks nothing ahead and opens no table that
it does not write. There are a few dozen forms in all, each prepared once a connection.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from workflow.declaration import AT_ONCE, Facts
from workflow.engine.loading import COLUMNS
from workflow.platform import Connection, Statement

_CHANGING = [c for c in COLUMNS if c not in ("id", "list_key", "number")]
_SET = ", ".join(f"{c} = (l.r).{c}" for c in _CHANGING)
# Items are found by their ids: joined to a set of unknown size alone, the planner would read the
# whole table wherever that is small.
_ONE = f"""moved AS (
    UPDATE items i SET ({", ".join(_CHANGING)}) = (
        SELECT {", ".join(f"r.{c}" for c in _CHANGING)}
          FROM jsonb_populate_record(i, %(columns)s::jsonb) AS r)
     WHERE i.id = %(id)s::bigint AND i.version = %(was)s::int RETURNING i.id
)"""  # noqa: S608 -- fixed texts only
# What changed is laid over the row as it is. The version is asked of the row to be updated
# itself: PostgreSQL asks again when somebody else was quicker.
_READ = """w AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(moved)s::jsonb) AS w (id bigint, was int, columns jsonb)
), l AS MATERIALIZED (
    SELECT i.id, w.was, jsonb_populate_record(i, w.columns) AS r
      FROM w JOIN items i ON i.id = w.id AND i.version = w.was
     WHERE i.id = ANY (%(ids)s::bigint[])"""
# Of many items each is locked first, always in the same order: no two bulk decisions deadlock.
_LOCK = " ORDER BY i.id FOR UPDATE OF i"
_MOVE = f"""), moved AS (
    UPDATE items i SET {_SET} FROM l WHERE i.id = l.id AND i.version = l.was RETURNING i.id
)"""  # noqa: S608 -- fixed texts only
_TELLING = """t AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(told)s::jsonb)
        AS t (person_id int, item_id bigint, seq int, mail text, behind_id int, decision uuid,
              place int)
)"""
_TOLD = f"""{_TELLING}, noticed AS (
    INSERT INTO inbox (person_id, item_id, seq, at, behind_id)
    SELECT person_id, item_id, seq, %(at)s::timestamptz, behind_id FROM t ORDER BY place
)"""  # noqa: S608 -- fixed texts only


def _mailing(decision: str) -> str:
    """Write the parts that tell people with one mail for a decision and a person.

    The mail is about the first of what is told in the weightiest kind; the notices name the
    decision, and so the mail. Who does not want mail of a kind gets none, but the notice.
    """
    return f"""{_TELLING}, chosen AS (
    SELECT DISTINCT ON (decision, person_id, behind_id) * FROM t
     WHERE mail <> '' AND NOT EXISTS (
        SELECT FROM mail_choices c WHERE c.person_id = t.person_id AND c.kind = t.mail)
     ORDER BY decision, person_id, behind_id,
              array_position('{{{",".join(AT_ONCE)}}}'::text[], mail) DESC, place
), mailed AS (
    INSERT INTO outbox (person_id, item_id, seq, at, available_at, kind, behind_id, decision)
    SELECT person_id, item_id, seq, %(at)s::timestamptz, now(), mail, behind_id, decision
      FROM chosen ORDER BY place ON CONFLICT DO NOTHING
), noticed AS (
    INSERT INTO inbox (person_id, item_id, seq, at, behind_id, decision)
    SELECT t.person_id, t.item_id, t.seq, %(at)s::timestamptz, t.behind_id, {decision}
      FROM t LEFT JOIN chosen c ON c.decision = t.decision AND c.person_id = t.person_id
                               AND c.behind_id IS NOT DISTINCT FROM t.behind_id
     ORDER BY t.place
)"""  # noqa: S608 -- fixed texts only


# A long decision is written in pieces: the first piece that mails somebody promises the mail, and
# only later pieces look for it. Planned while the outbox is small, such a look reads all of it.
_PROMISED = """coalesce(c.decision, (
             SELECT o.decision FROM outbox o WHERE o.decision = t.decision
                AND o.person_id = t.person_id
                AND coalesce(o.behind_id, 0) = coalesce(t.behind_id, 0)))"""
_PARTS = {
    "one": _ONE,
    "locked": _READ + _MOVE,  # many that were locked ahead
    "many": _READ + _LOCK + _MOVE,
    "told": _TOLD,
    "mailed": _mailing("c.decision"),
    "mailed_later": _mailing(_PROMISED),
    "posted": """posted AS (
    INSERT INTO outbox (channel_id, item_id, seq, at, available_at)
    SELECT channel_id, item_id, seq, %(at)s::timestamptz, now()
      FROM jsonb_to_recordset(%(posted)s::jsonb) AS p (channel_id int, item_id bigint, seq int)
)""",
    "made": """made AS (
    INSERT INTO items OVERRIDING SYSTEM VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::items, %(made)s::jsonb)
)""",
    "events": """happened AS (
    INSERT INTO events SELECT * FROM jsonb_populate_recordset(NULL::events, %(events)s::jsonb)
)""",
    "escalations": """climbed AS (
    INSERT INTO escalations
    SELECT * FROM jsonb_populate_recordset(NULL::escalations, %(escalations)s::jsonb)
)""",
    "keys": """keyed AS (
    INSERT INTO idempotency_keys
    SELECT * FROM jsonb_populate_recordset(NULL::idempotency_keys, %(keys)s::jsonb)
)""",
}
_MOVING = frozenset(("one", "locked", "many"))  # the parts that move items
# Before the first piece of a long batch, all that it may move is locked, in the same order, too.
_LOCK_ALL = Statement("SELECT FROM items WHERE id = ANY (%(ids)s::bigint[]) ORDER BY id FOR UPDATE")
_LAST = "SELECT all_moved(%(expected)s::bigint, (SELECT count(*) FROM moved))"


@cache
def statement(parts: tuple[str, ...]) -> Statement:
    """Return the statement of the parts; the statement fails where not all items moved."""
    last = _LAST if _MOVING.intersection(parts) else "SELECT 1"
    return Statement(f"WITH {', '.join(_PARTS[part] for part in parts)}\n{last}")


def needed(moves: str, mails: str, filled: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the parts needed by a batch, always in the same order."""
    parts = {*filled, moves}
    if mails:  # who is mailed is told as well
        parts = parts - {"told"} | {mails}
    return tuple(part for part in _PARTS if part in parts)


def lock(connection: Connection, facts: Iterable[Facts]) -> None:
    """Let the server lock the items and their parents, before they are written in pieces."""
    ids = {item.id for each in facts for item in (each.item, each.parent) if item}
    _LOCK_ALL.send(connection, {"ids": f"{{{','.join(map(str, ids))}}}".encode()})
