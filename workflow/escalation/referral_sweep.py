"""Check again who can act on open items, after changes of people, accounts or holders.

A move checks its own item at once. The effects of a changed organisation, or of a move of a parent
or a child, on other items are found here: once for each version of the organisation all items that
wait for a judgement, are assigned to somebody who has gone, wait for nobody, or went up before; and
between two versions only those with a move around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workflow.declaration import RECOVER, REFER, SYSTEM, pack
from workflow.engine import commands, machine
from workflow.engine.commands import Done, Request
from workflow.engine.loading import CLOCK, read
from workflow.engine.waiting_sql import ABLE, HOLDER_GONE, UNATTENDED, parameters
from workflow.platform import Connection, connect, settings

_TOGETHER = 500
_KEY = "judges_looked_at"  # in the table of the instance: the version looked at, and when
_NOW = f"""
    SELECT {CLOCK}, (SELECT version FROM organisation_version)::text || ' ' ||
           (({CLOCK}) AT TIME ZONE %(zone)s)::date,
           (SELECT value FROM instance WHERE key = %(key)s)"""  # noqa: S608 -- fixed texts only
_WAITING = f"""
    WITH {ABLE}, judged AS MATERIALIZED (
        SELECT * FROM unnest(%(judged_lists)s::text[], %(judged_states)s::text[]))
    SELECT id, number FROM items i
     WHERE id > %(after)s AND awaits <> ''
       AND ((list_key, state) IN (SELECT * FROM judged) OR process ? 'referred'
            OR {HOLDER_GONE}
            OR {UNATTENDED})
       AND (%(since)s::timestamptz IS NULL OR EXISTS (
           SELECT FROM events e WHERE e.at >= %(since)s AND e.item_id IN (i.id, i.parent_id)))
     ORDER BY id LIMIT %(some)s"""  # noqa: S608 -- fixed texts only
_GONE = f"""
    WITH {ABLE} SELECT number FROM items i
     WHERE number = ANY (%(numbers)s) AND {HOLDER_GONE}"""  # noqa: S608 -- fixed texts only
_NOTE = """
    INSERT INTO instance (key, value) VALUES (%(key)s, %(value)s)
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"""


def look_again() -> int:
    """Refer items without any person able to act, or take the referral back; return the number."""
    moved = 0
    with connect() as connection:
        values = {"key": _KEY, "zone": settings().timezone}
        row = connection.execute(_NOW, values).fetchone()
        assert row  # noqa: S101 -- a SELECT without FROM has one row
        now, version, mark = row
        before, _, at = (mark or "").partition("|")
        since = datetime.fromisoformat(at) if before == version else None
        for numbers in _waiting(connection, since):
            requests = [*_wanted(connection, numbers)]
            moved += sum(isinstance(r, Done) for r in commands.decide(requests, SYSTEM))
        connection.execute(_NOTE, {"key": _KEY, "value": f"{version}|{now.isoformat()}"})
    return moved


def gone(connection: Connection, numbers: list[str]) -> list[str]:
    """Return the items assigned to a person without any power to act on them now."""
    values = {"numbers": numbers, **parameters()}
    return [number for (number,) in connection.execute(_GONE, values)]


def _waiting(connection: Connection, since: datetime | None) -> Iterator[list[str]]:
    """Yield the numbers of items possibly waiting in vain, some at a time."""
    pairs = [
        (key, state)
        for key, list_type in pack().lists.items()
        for t in list_type.transitions
        if t.judgement
        for state in t.source
    ]
    values = {
        "judged_lists": [key for key, _ in pairs], "judged_states": [state for _, state in pairs],
        "since": since, "some": _TOGETHER, "after": 0, **parameters(),
    }  # fmt: skip
    while rows := connection.execute(_WAITING, values).fetchall():
        yield [number for _, number in rows]
        values["after"] = rows[-1][0]


def _wanted(connection: Connection, numbers: list[str]) -> Iterator[Request]:
    for number, facts in read(connection, numbers).items():
        for trigger in (REFER, RECOVER):
            move = pack().lists[facts.item.list_key].find(trigger, facts.item.state)
            if move and machine.refusal(move, SYSTEM, facts) is None:
                yield Request(number, trigger)
