"""Channels as seen by their administrator: condition and posts.

An administrator sees no items, so a post is named by its own number, not by the item's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from workflow.declaration import CHECK, KEEP_CHANNELS, RUN_CHANNELS, Actor
from workflow.errors import NO_PAGE, BadInput, CodedWords, NotFound
from workflow.platform import Connection, connect
from workflow.words import Words

POSTS = 50
_NO_UNIT = CodedWords("请选择由您管理的单位", "choose a unit that you administer", "not_yours")
_CHANNELS = """
    SELECT c.id, c.kind, c.name, c.unit_id, u.path, u.name AS unit_zh, u.name_en AS unit_en,
           c.topics, c.language, c.titles, c.base_url, c.active, c.made_at, c.failing_since,
           c.wait_until, c.off_reason, c.old_until, c.key IS NOT NULL AS has_key,
           c.secret IS NOT NULL AS has_secret,
           (SELECT max(o.delivered_at) FROM outbox o
             WHERE o.channel_id = c.id AND o.person_id IS NULL) AS last_at
      FROM channels c JOIN units u ON u.id = c.unit_id"""
_POSTS = """
    SELECT id, at, digest_on IS NOT NULL AS is_digest,
           item_id IS NULL AND digest_on IS NULL AS is_test, attempts, available_at,
           delivered_at, failed_at, error, answer
      FROM outbox WHERE channel_id = %s AND person_id IS NULL ORDER BY id DESC LIMIT %s"""


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel without secrets."""

    id: int
    kind: str
    name: str
    unit_id: int
    path: str
    unit_zh: str
    unit_en: str
    topics: list[str]
    language: str
    titles: bool
    base_url: str
    active: bool
    made_at: datetime
    failing_since: datetime | None
    wait_until: datetime | None
    off_reason: str
    old_until: datetime | None
    has_key: bool
    has_secret: bool
    last_at: datetime | None

    @property
    def unit(self) -> Words:
        """The name of the channel's unit."""
        return Words(self.unit_zh, self.unit_en or self.unit_zh)


@dataclass(frozen=True, slots=True)
class Posted:
    """A post through a channel, and its result."""

    id: int
    at: datetime
    is_digest: bool
    is_test: bool
    attempts: int
    available_at: datetime
    delivered_at: datetime | None
    failed_at: datetime | None
    error: str
    answer: str

    @property
    def is_open(self) -> bool:
        """Whether the post is still to be sent."""
        return self.delivered_at is None and self.failed_at is None


def channels(actor: Actor) -> list[ChannelRow]:
    """Return the channels administered by the actor.

    Raises ``NotFound`` for everybody without the right.
    """
    RUN_CHANNELS.demand(actor)
    with connect() as connection, connection.cursor(row_factory=class_row(ChannelRow)) as cursor:
        rows = cursor.execute(f"{_CHANNELS} ORDER BY c.active DESC, c.id").fetchall()
    return [row for row in rows if RUN_CHANNELS.held_by(actor, row.path)]


def channel(actor: Actor, channel_id: int) -> tuple[ChannelRow, list[Posted]]:
    """Return a channel and its posts, the newest first.

    Raises ``NotFound`` for a channel of somebody else.
    """
    with connect() as connection:
        row = find(connection, actor, channel_id)
        with connection.cursor(row_factory=class_row(Posted)) as cursor:
            return row, cursor.execute(_POSTS, [channel_id, POSTS]).fetchall()


def find(connection: Connection, actor: Actor, channel_id: int) -> ChannelRow:
    """Return a channel administered by the actor.

    Raises ``NotFound`` for a channel of somebody else.
    """
    with connection.cursor(row_factory=class_row(ChannelRow)) as cursor:
        row = cursor.execute(f"{_CHANNELS} WHERE c.id = %s", [channel_id]).fetchone()
    if row is None or not RUN_CHANNELS.held_by(actor, row.path):
        raise NotFound(NO_PAGE)
    return row


def demand_unit(connection: Connection, actor: Actor, unit_id: int) -> None:
    """Refuse a unit outside the actor's administration.

    Raises ``NotFound`` for everybody without the right, ``BadInput`` for another unit.
    """
    row = connection.execute("SELECT path FROM units WHERE id = %s", [unit_id]).fetchone()
    KEEP_CHANNELS.demand(actor)
    if row is None or not KEEP_CHANNELS.held_by(actor, row[0]):
        raise BadInput(CHECK, {"unit": _NO_UNIT})
