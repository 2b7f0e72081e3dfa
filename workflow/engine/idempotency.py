"""Idempotency keys: a request sent again gets the answer of the first, and no effect."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from workflow.engine.event_hash import instant
from workflow.engine.results import Answer
from workflow.errors import KeyReused
from workflow.platform import Connection, connect
from workflow.words import Words

REUSED = Words(
    "这个 Idempotency-Key 已用于另一个请求，请换一个。",
    "This Idempotency-Key was used for another request; send a new one.",
)

_CLAIM = """
    INSERT INTO idempotency_keys (account_id, key, request_hash, status, answer, at)
    VALUES (%(account_id)s, %(key)s, %(request_hash)s, %(status)s, %(answer)s, %(at)s)
    ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an account, with the hash of its request."""

    account_id: int
    key: str
    request_hash: str


def earlier(connection: Connection, key: Key) -> Answer | None:
    """Return the answer of an earlier request with the key, or ``None``.

    Raises ``KeyReused`` where the earlier request differed.
    """
    cursor = connection.cursor(row_factory=dict_row)
    row = cursor.execute(
        "SELECT request_hash, answer FROM idempotency_keys WHERE account_id = %s AND key = %s",
        [key.account_id, key.key],
    ).fetchone()
    if row is None:
        return None
    told: Answer = row["answer"]
    if row["request_hash"] != key.request_hash:
        raise KeyReused(REUSED, told)
    return told


def answer(connection: Connection, account_id: int, key: str) -> tuple[Answer, datetime] | None:
    """Return the answer of an account's key and its time, or ``None``."""
    row = connection.execute(
        "SELECT answer, at FROM idempotency_keys WHERE account_id = %s AND key = %s",
        [account_id, key],
    ).fetchone()
    return (row[0], row[1]) if row else None


def was_used(key: Key) -> bool:
    """Say whether a request was carried out under the key."""
    with connect() as connection:
        return answer(connection, key.account_id, key.key) is not None


def claim(connection: Connection, key: Key, answer: Answer, now: datetime) -> Answer | None:
    """Keep the answer before the effect; return the answer of an earlier request, if any.

    Of two requests at once the second waits here until the transaction of the first has ended.
    """
    if connection.execute(_CLAIM, row(key, answer, now) | {"answer": Jsonb(answer)}).rowcount:
        return None
    return earlier(connection, key)


def hold(connection: Connection, key: Key) -> None:
    """Let of two requests of one key the second wait until the transaction of the first ends."""
    held = f"{key.account_id}:{key.key}"
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [held])


def row(key: Key, answer: Answer, now: datetime) -> dict[str, Any]:
    """Return the row of the key, to be committed together with the effect."""
    return asdict(key) | {"status": 200, "answer": answer, "at": instant(now)}
