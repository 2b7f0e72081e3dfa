"""The content of a post: an event of an item, limited to facts that may leave the building."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from workflow.declaration import pack
from workflow.delivery.channels.kinds import DIGEST, TEST
from workflow.delivery.channels.summary import Summary, summary
from workflow.engine.apply_effects import topic_of
from workflow.engine.loading import CLOCK
from workflow.platform import Connection, connect
from workflow.queries.due_display import DueDisplay, due_of
from workflow.queries.inbox import move_words
from workflow.words import Words

_READ = f"""
    SELECT o.at, o.item_id, o.digest_on, c.unit_id, listens.name AS listener,
           listens.name_en AS listener_en, c.language, c.titles, listens.path AS listens,
           {CLOCK} AS now,
           i.number, i.list_key, i.title, i.scope, i.due_at, u.name AS unit, u.name_en AS unit_en,
           e.seq, e.at AS happened_at, e.trigger, e.source, e.dest, e.changes
      FROM outbox o JOIN channels c ON c.id = o.channel_id
      JOIN units listens ON listens.id = c.unit_id
      LEFT JOIN items i ON i.id = o.item_id LEFT JOIN units u ON u.id = i.unit_id
      LEFT JOIN events e ON e.item_id = o.item_id AND e.seq = o.seq
     WHERE o.id = %s AND o.person_id IS NULL
"""  # noqa: S608 -- put together from constants


@dataclass(frozen=True, slots=True)
class Happening:
    """A move of an item; ``title`` only where the channel may have the title."""

    number: str
    list_key: str
    state: str  # as the event left it
    version: int
    title: str
    move: Words
    list_words: Words
    state_words: Words
    unit: Words
    due: DueDisplay | None

    @property
    def path(self) -> str:
        """Where the page is; a link never leads to an act."""
        return f"/items/{self.number}"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A post to a channel."""

    outbox_id: int
    topic: str
    language: str
    at: datetime
    happening: Happening | None  # none: a test, or a digest
    summary: Summary | None = None


def bulletin_of(outbox_id: int) -> Bulletin | None:
    """Return a post as of now, or ``None`` where the post may not be sent any more."""
    with connect() as connection:
        row = connection.cursor(row_factory=dict_row).execute(_READ, [outbox_id]).fetchone()
        if row and row["digest_on"]:
            return _digest(connection, outbox_id, row)
    if row is None:
        return None
    if row["item_id"] is None:
        return Bulletin(outbox_id, TEST, row["language"], row["at"], None)
    # Asked anew when it is sent: the item may belong elsewhere by now.
    topic = topic_of(row) if row["scope"].startswith(row["listens"]) else None
    if topic is None:
        return None
    return Bulletin(outbox_id, topic, row["language"], row["happened_at"], _happening(row))


def _digest(connection: Connection, outbox_id: int, row: dict[str, Any]) -> Bulletin:
    unit = Words(row["listener"], row["listener_en"] or row["listener"])
    content = summary(connection, row["unit_id"], row["listens"], unit)
    return Bulletin(outbox_id, DIGEST, row["language"], row["at"], None, content)


def _happening(row: dict[str, Any]) -> Happening:
    list_type = pack().lists[row["list_key"]]
    return Happening(
        row["number"],
        list_type.key,
        row["dest"],
        row["seq"],
        row["title"] if row["titles"] else "",
        move_words(list_type.key, row["trigger"], row["source"], row["changes"]),
        list_type.words,
        list_type.state(row["dest"]).words,
        Words(row["unit"], row["unit_en"] or row["unit"]),
        due_of(row["due_at"], row["now"]),
    )
