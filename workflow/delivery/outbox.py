"""The outbox: mails are leased, begun once for each lease, delivered or failed. No SMTP here.

Posts to a channel are treated alike; mails and the posts of each channel are leased apart, so that
a slow channel keeps no other waiting.

PostgreSQL is the truth, the queue is only a wake-up. A lease pushes ``available_at`` ahead, so a
mail with a lost job falls due again, and a job that comes twice sends once: only the first can
begin. ``attempts`` counts the tries and is the token of the present try; a late report of a paused
worker, under an older token, changes nothing.

Mails due outside working hours wait for them: the hours are checked at the lease and again at the
begin. A link asked for by a person at the moment never waits, nor does a webhook, the test of a
channel, or a report, whose hour was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from workflow.delivery.mail_hours import is_open
from workflow.engine.loading import CLOCK, read_now
from workflow.platform import Connection, connect
from workflow.snapshots import policies

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 10
_LAST_WORDS = "given up: each of the tries was cut short"

_OPEN = "delivered_at IS NULL AND failed_at IS NULL"
# Whose account is at stake is told at once; programs need no rest, whoever tests a channel or the
# mail server waits for the answer, and a report has an hour of its own.
_MAY_LEAVE = """(%(leaving)s OR link_id IS NOT NULL OR approval_id IS NOT NULL OR kind = 'trial'
    OR report_copy_id IS NOT NULL OR (person_id IS NULL
    AND (item_id IS NULL AND digest_on IS NULL
    OR EXISTS (SELECT FROM channels c WHERE c.id = channel_id AND c.kind = 'webhook'))))"""
# The wait after a try grows with each try, to an hour at most.
_LATER = "now() + least({tries}, 12) * %(lease)s"
_MAIL = "person_id IS NOT NULL"
_POST = "person_id IS NULL AND channel_id = %(channel)s"
_LEASE = f"""
    WITH given_up AS (
        UPDATE outbox SET failed_at = {CLOCK}, error = coalesce(nullif(error, ''), %(last_words)s)
         WHERE {_OPEN} AND {{whose}} AND available_at <= now() AND attempts >= %(most)s
    ), due AS (
        SELECT id FROM outbox
         WHERE {_OPEN} AND {{whose}} AND available_at <= now() AND attempts < %(most)s
           AND {_MAY_LEAVE}
         ORDER BY available_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
    UPDATE outbox o SET queued = true, available_at = now() + %(lease)s
      FROM due WHERE o.id = due.id RETURNING o.id
"""  # noqa: S608 -- put together from constants, here and below
_BEGIN = f"""
    UPDATE outbox
       SET queued = false, attempts = attempts + 1,
           available_at = {_LATER.format(tries="attempts + 1")}
     WHERE id = %(id)s AND queued AND {_OPEN} AND {_MAY_LEAVE} RETURNING attempts
"""  # noqa: S608
_MINE = f"id = %(id)s AND attempts = %(attempts)s AND {_OPEN}"
_DELIVERED = f"""
    UPDATE outbox SET delivered_at = {CLOCK}, error = '', answer = %(reason)s WHERE {_MINE}
"""  # noqa: S608
_FAILED = f"""
    UPDATE outbox
       SET error = %(reason)s, available_at = {_LATER.format(tries="attempts")},
           unreached_since = NULL,
           failed_at = CASE WHEN %(final)s OR attempts >= %(most)s THEN {CLOCK} END
     WHERE {_MINE}
"""  # noqa: S608
_PUT_OFF = f"""
    UPDATE outbox SET error = %(reason)s, available_at = now() + %(lease)s, attempts = attempts - 1,
           unreached_since = coalesce(unreached_since, now())
     WHERE {_MINE}
"""  # noqa: S608
_RELEASE = f"""
    UPDATE outbox SET queued = false, available_at = now()
     WHERE id = ANY (%(ids)s) AND queued AND {_OPEN}
"""  # noqa: S608
_HOLD = f"""
    UPDATE outbox SET error = %(reason)s, available_at = now() + interval '1 hour'
     WHERE id IN (SELECT id FROM outbox WHERE {_OPEN} AND {_MAIL} AND available_at <= now()
                   ORDER BY available_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
"""  # noqa: S608
_RESUME = f"""
    UPDATE outbox SET error = '', available_at = now() WHERE error = %(reason)s AND {_OPEN}
"""  # noqa: S608
_RETRY = """
    UPDATE outbox SET failed_at = NULL, queued = false, attempts = 0, available_at = now(),
           unreached_since = NULL
     WHERE id = %(id)s AND failed_at IS NOT NULL
"""


def lease(
    limit: int = 100, channel_id: int | None = None, now: datetime | None = None
) -> list[int]:
    """Lease due mails, or the posts of one channel, the oldest first; return their ids.

    Nobody else gets the leased mails before LEASE is over.
    """
    values = {
        "limit": limit, "lease": LEASE, "most": MOST_ATTEMPTS, "last_words": _LAST_WORDS,
        "channel": channel_id,
    }  # fmt: skip
    statement = _LEASE.format(whose=_MAIL if channel_id is None else _POST)
    with connect() as connection:
        values["leaving"] = _leaving(connection, now)
        return sorted(row[0] for row in connection.execute(statement, values))


def release(ids: Sequence[int]) -> None:
    """Return leases whose jobs could not be queued."""
    with connect() as connection:
        connection.execute(_RELEASE, {"ids": list(ids)})


def begin(outbox_id: int, now: datetime | None = None) -> int | None:
    """Begin the delivery of a leased mail; return the number of the try.

    Returns ``None`` for a mail begun before, done, or outside of mail hours.
    """
    with connect() as connection:
        values = {"id": outbox_id, "lease": LEASE, "leaving": _leaving(connection, now)}
        row = connection.execute(_BEGIN, values).fetchone()
    return int(row[0]) if row else None


def _leaving(connection: Connection, now: datetime | None) -> bool:
    return is_open(policies.read(connection).calendar, now or read_now(connection))


def about(outbox_id: int) -> str:
    """Return what a mail is about: an item, a digest, a link, a delegation, and so on."""
    with connect() as connection:
        row = connection.execute("SELECT about FROM outbox WHERE id = %s", [outbox_id]).fetchone()
    return row[0] if row else "link"


def delivered(outbox_id: int, attempts: int, answer: str = "") -> bool:
    """Note the acceptance of a mail; say whether the try was still the present one."""
    return _note(_DELIVERED, outbox_id, attempts, answer)


def failed(outbox_id: int, attempts: int, reason: str, *, final: bool) -> bool:
    """Note a refusal: final, or to be tried again later, ``MOST_ATTEMPTS`` times in all."""
    return _note(_FAILED, outbox_id, attempts, reason, final=final)


def put_off(outbox_id: int, attempts: int, reason: str) -> bool:
    """Note that no mail server was reached: no try is counted, however long the outage."""
    return _note(_PUT_OFF, outbox_id, attempts, reason)


def _note(
    statement: str, outbox_id: int, attempts: int, reason: str = "", final: bool = False
) -> bool:
    values = {
        "id": outbox_id, "attempts": attempts, "reason": reason, "final": final,
        "lease": LEASE, "most": MOST_ATTEMPTS,
    }  # fmt: skip
    with connect() as connection:
        return connection.execute(statement, values).rowcount == 1


def hold(reason: str, limit: int = 1000) -> int:
    """Let due mails wait an hour for a reason common to all; return their number."""
    with connect() as connection:
        return connection.execute(_HOLD, {"reason": reason, "limit": limit}).rowcount


def resume(reason: str) -> int:
    """Make mails held for ``reason`` due now; return their number."""
    with connect() as connection:
        return connection.execute(_RESUME, {"reason": reason}).rowcount


def retry(connection: Connection, outbox_id: int) -> bool:
    """Enqueue a given-up mail again; say whether there was such a mail."""
    return connection.execute(_RETRY, {"id": outbox_id}).rowcount == 1
