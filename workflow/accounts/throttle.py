"""The limit of tries: buckets filled by tries and emptied by time, kept in PostgreSQL.

A full bucket means a wait, twice as long each time, a quarter of an hour at most; nothing is ever
locked for good, and a refused try fills nothing. A known device has a bucket of its own, so that
attackers of an account, or an office full of people behind one address, do not keep its owner out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from workflow import journal
from workflow.errors import TooManyTries
from workflow.platform import Connection, connect, network_of
from workflow.words import Words

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
_WAIT = Words(
    "尝试次数太多，请在{minutes}分钟后再试。",
    "There were too many tries. Try again in {minutes} min.",
)
# A row comes back for each bucket that took the try. While one of them makes one wait, none of the
# others is filled: a single hammering address must not fill what it shares with the innocent.
_TRY = """
    WITH moment AS (SELECT coalesce(%(now)s::timestamptz, now()) AS at),
    wanted AS (
        SELECT * FROM unnest(%(keys)s::text[], %(brims)s::float[], %(spans)s::interval[])
            AS w (key, brim, span)),
    full_ones AS (
        SELECT 1 FROM throttles t JOIN wanted USING (key), moment WHERE t.until > moment.at)
    INSERT INTO throttles AS t (key, level, at, until)
    SELECT key, 1, moment.at, CASE WHEN brim < 1.5 THEN moment.at + %(first)s END
      FROM wanted, moment WHERE NOT EXISTS (SELECT FROM full_ones) ORDER BY key
    ON CONFLICT (key) DO UPDATE SET (level, at, until) = (
        SELECT now_level, excluded.at,
               CASE WHEN over > 0 THEN excluded.at + least(
                   %(first)s * power(2, least(over - 1, 20)), %(longest)s) END
          FROM (SELECT brim, greatest(0, t.level - brim * extract(epoch FROM excluded.at - t.at)
                                                 / extract(epoch FROM span)) + 1 AS now_level
                  FROM wanted WHERE wanted.key = t.key) AS filled,
               LATERAL (SELECT ceil(now_level - brim + 0.5) AS over) AS spilt)
     WHERE t.until IS NULL OR t.until <= excluded.at
    RETURNING key, t.until IS NOT NULL
"""
_UNTIL = """
    SELECT coalesce(max(until) - coalesce(%(now)s::timestamptz, now()), interval '0')
      FROM throttles WHERE key = ANY (%(keys)s)
"""
_FORGIVE = """
    WITH mine AS (DELETE FROM throttles WHERE key = ANY (%(own)s))
    UPDATE throttles SET level = greatest(0, level - 1) WHERE key = ANY (%(shared)s)
"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """The count of a source's tries, up to ``brim`` of them within ``span``."""

    kind: str
    value: str
    brim: int
    span: timedelta
    own: bool = False  # emptied by a success; others only get their try back

    @property
    def key(self) -> str:
        """The name of the bucket in the table: a hash, for a typed name may be a password."""
        return f"{self.kind}:{sha256(self.value.encode('utf-8', 'replace')).hexdigest()[:32]}"


def buckets(login: str, address: str, device: str) -> list[Bucket]:
    """Return the buckets filled by a try to sign in."""
    if device:
        return [Bucket("device", f"{login} {device}", 10, timedelta(hours=1), own=True)]
    network = network_of(address)
    return [
        Bucket("pair", f"{login} {network}", 5, timedelta(hours=1), own=True),
        Bucket("login", login, 50, timedelta(hours=1)),
        Bucket("address", network, 100, timedelta(minutes=15)),
        Bucket("everybody", "", 2000, timedelta(minutes=15)),
    ]


def at_the_door(login: str, address: str, device: str, now: datetime | None = None) -> list[Bucket]:
    """Return the buckets filled by a try to sign in now.

    Where the shared bucket of an address is full, each sign-in name still gets a try at a time from
    the address: an office is not shut out because of a single machine.
    """
    usual = buckets(login, address, device)
    shared = [bucket for bucket in usual if bucket.kind == "address"]
    if not (shared and _waits(shared[0], now)):
        return usual
    narrow = Bucket("narrow", f"{login} {network_of(address)}", 1, timedelta(minutes=15), own=True)
    return [narrow, *(bucket for bucket in usual if bucket.kind != "address")]


def codes(account_id: int, login: str, address: str, device: str) -> list[Bucket]:
    """Return the buckets filled by a code of the second factor.

    An attacker who only knows the password uses up the tries of their own address, not those of the
    owner's device.
    """
    if device:
        return [Bucket("code at", f"{login} {device}", 5, timedelta(hours=1), own=True)]
    return [
        Bucket("code from", f"{account_id} {network_of(address)}", 5, timedelta(hours=1), own=True),
        Bucket("code", str(account_id), 30, timedelta(hours=1)),
    ]


def proofs(account_id: int, session: str) -> list[Bucket]:
    """Return the buckets filled by a proof in a session, apart from other sessions' buckets."""
    return [Bucket("proof", f"{account_id} {session}", 5, timedelta(hours=1), own=True)]


def asking(address: str) -> list[Bucket]:
    """Return the buckets filled by asking for a mail."""
    return [
        Bucket("asked", network_of(address), 20, timedelta(hours=1)),
        Bucket("asked by everybody", "", 500, timedelta(hours=1)),
    ]


def complaining(address: str) -> list[Bucket]:
    """Return the buckets filled by handing in a complaint or an objection from outside."""
    return [
        Bucket("complaint", network_of(address), 5, timedelta(hours=1)),
        Bucket("complaint by everybody", "", 300, timedelta(hours=1)),
    ]


def asking_receipt(address: str, number: str) -> list[Bucket]:
    """Return the buckets filled by asking how a receipt stands."""
    return [
        Bucket("receipt", network_of(address), 20, timedelta(hours=1)),
        Bucket("receipt number", number[:40], 20, timedelta(hours=1)),
        Bucket("receipt by everybody", "", 2000, timedelta(hours=1)),
    ]


def count(
    wanted: Sequence[Bucket], now: datetime | None = None, *, kind: str = "sign_in_locked"
) -> None:
    """Count a try before it is made; ``kind`` names the journal's entry on a full bucket.

    Raises ``TooManyTries`` with the seconds to wait where a bucket is full.
    """
    keys = sorted(bucket.key for bucket in wanted)
    ordered = sorted(wanted, key=lambda bucket: bucket.key)
    values = {
        "now": now, "keys": keys, "brims": [b.brim for b in ordered],
        "spans": [b.span for b in ordered], "first": FIRST_WAIT, "longest": LONGEST_WAIT,
    }  # fmt: skip
    with connect() as connection:
        counted = dict(connection.execute(_TRY, values).fetchall())
        if len(counted) < len(keys):
            raise _refusal(connection, keys, now)
        if full := [bucket.kind for bucket in ordered if counted[bucket.key]]:
            journal.note(connection, kind, buckets=full)


def forgive(wanted: Sequence[Bucket]) -> None:
    """Take a successful try back."""
    own = [bucket.key for bucket in wanted if bucket.own]
    shared = [bucket.key for bucket in wanted if not bucket.own]
    with connect() as connection:
        connection.execute(_FORGIVE, {"own": own, "shared": shared})


def _waits(bucket: Bucket, now: datetime | None) -> bool:
    values = {"keys": [bucket.key], "now": now}
    with connect() as connection:
        row = connection.execute(_UNTIL, values).fetchone()
    return bool(row and row[0] > timedelta())


def _refusal(connection: Connection, keys: list[str], now: datetime | None) -> TooManyTries:
    row = connection.execute(_UNTIL, {"keys": keys, "now": now}).fetchone()
    wait = max(row[0] if row else timedelta(), timedelta(seconds=1))
    minutes = -(-int(wait.total_seconds()) // 60) or 1
    return TooManyTries(_WAIT.format(minutes=minutes), int(wait.total_seconds()))
