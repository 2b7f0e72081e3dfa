"""The worker's view of channels: channels with due posts, their address, success and failure.

A failing channel is left alone for a while, longer each time, with all its waiting posts; after
days of failure the channel is switched off, and its administrator is told by mail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from psycopg.rows import dict_row

from workflow import journal
from workflow.accounts.keys import opened
from workflow.declaration import SYSTEM
from workflow.platform import TODAY, Connection, connect

SEALED = "channel"  # the purpose that secrets are sealed for
PATIENCE = timedelta(days=5)  # of failing, after which a channel is switched off
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
GIVEN_UP = "the channel is switched off"
_DUE = """
    SELECT c.id, c.kind, c.base_url, c.active, c.key, c.secret,
           CASE WHEN c.old_until > now() THEN c.old_secret END AS old_secret
      FROM channels c
     WHERE (c.wait_until IS NULL OR NOT c.active OR c.wait_until <= now())
       AND EXISTS (SELECT FROM outbox o
                    WHERE o.channel_id = c.id AND o.person_id IS NULL AND o.delivered_at IS NULL
                      AND o.failed_at IS NULL AND o.available_at <= now())
     ORDER BY c.id"""
_WORKED = """
    UPDATE channels SET failing_since = NULL, failures = 0, wait_until = NULL
     WHERE id = %s AND failing_since IS NOT NULL"""
_FAILED = """
    UPDATE channels
       SET failing_since = coalesce(failing_since, now()), failures = failures + 1,
           wait_until = now() + least(%(first)s * power(2, least(failures, 12)), %(longest)s)
     WHERE id = %(id)s RETURNING active AND failing_since < now() - %(patience)s"""
_OFF = "UPDATE channels SET active = false, off_reason = %s WHERE id = %s AND active"
_DROP = """
    UPDATE outbox SET failed_at = now(), error = %s
     WHERE person_id IS NULL AND delivered_at IS NULL AND failed_at IS NULL AND channel_id = %s"""
_TELL = f"""
    INSERT INTO outbox (person_id, channel_id, at, available_at)
    SELECT DISTINCT a.person_id, c.id, now(), now()
      FROM channels c JOIN units u ON u.id = c.unit_id
      JOIN units above ON starts_with(u.path, above.path)
      JOIN appointments a ON a.unit_id = above.id AND a.role = 'system_admin'
       AND {TODAY}
           BETWEEN a.valid_from AND coalesce(a.valid_to, 'infinity')
     WHERE c.id = %(id)s"""  # noqa: S608 -- constants


@dataclass(frozen=True, slots=True)
class Target:
    """The address and the secrets of a channel; the secrets never appear in ``repr``."""

    id: int
    kind: str
    base_url: str
    active: bool
    key: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)  # the newest first

    def hide(self, text: str) -> str:
        """Replace the secrets of the channel by ``***`` in a text."""
        for secret in (self.key, *self.secrets):
            text = text.replace(secret, "***") if secret else text
        return text


def due() -> list[Target]:
    """Return the channels with due posts, channels switched off included."""
    with connect() as connection:
        rows = connection.cursor(row_factory=dict_row).execute(_DUE).fetchall()
    return [_target(row) for row in rows]


def _target(row: dict[str, Any]) -> Target:
    sealed = [row[name] for name in ("secret", "old_secret") if row[name]]
    secrets = tuple(secret for ciphertext in sealed if (secret := opened(SEALED, ciphertext)))
    key = (opened(SEALED, row["key"]) or "") if row["key"] else ""
    return Target(row["id"], row["kind"], row["base_url"], row["active"], key, secrets)


def drop(channel_id: int) -> None:
    """Give up the waiting posts of a switched-off channel."""
    with connect() as connection:
        connection.execute(_DROP, [GIVEN_UP, channel_id])


def worked(channel_id: int) -> None:
    """Note the acceptance of a post by the channel."""
    with connect() as connection:
        connection.execute(_WORKED, [channel_id])


def failed(channel_id: int, reason: str) -> None:
    """Note a failure of the channel; after days of failure switch the channel off."""
    values = {
        "id": channel_id, "first": FIRST_WAIT, "longest": LONGEST_WAIT, "patience": PATIENCE,
    }  # fmt: skip
    with connect() as connection, connection.transaction():
        row = connection.execute(_FAILED, values).fetchone()
        if row and row[0]:
            _switch_off(connection, channel_id, reason)


def _switch_off(connection: Connection, channel_id: int, reason: str) -> None:
    connection.execute(_OFF, [reason, channel_id])
    connection.execute(_TELL, {"id": channel_id})
    subject = ("channel", channel_id)
    journal.note(connection, "channel", SYSTEM, subject=subject, what="switched_off", why=reason)
