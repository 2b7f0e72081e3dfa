"""Climbed rungs, each with its opened document and the people told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from workflow.declaration import pack
from workflow.engine.results import Done
from workflow.platform import Connection
from workflow.queries.inbox import move_words
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Raised:
    """A rung climbed, or to be climbed.

    A predicted document has no number yet: P2026-0007/S stands for the document opened by
    P2026-0007.
    """

    at: datetime
    number: str
    title: str
    rung: str
    words: Words
    document_list: str
    document: str
    told: tuple[str, ...]

    @property
    def document_words(self) -> Words:
        """The document's number, or the kind of a document to come; empty for a message."""
        if self.document or not self.document_list:
            return Words(self.document, self.document)
        return pack().lists[self.document_list].words


# The event after an escalation's own, on the same item, notes the document opened or joined.
_READ = """
    SELECT x.at, i.number, i.title, i.list_key, x.rung, e.trigger, e.source, e.changes,
           d.number AS document, d.list_key AS document_list,
           ARRAY (SELECT p.name FROM inbox n JOIN people p ON p.id = n.person_id
                   WHERE (n.item_id = i.id AND n.seq = x.seq) OR (n.item_id = d.id AND n.seq = 1
                         AND c.changes #>> '{note,trigger}' = 'raise')
                   GROUP BY p.id ORDER BY p.id) AS told
      FROM escalations x JOIN items i ON i.id = x.item_id
      JOIN events e ON e.item_id = x.item_id AND e.seq = x.seq
      LEFT JOIN events c ON c.item_id = x.item_id AND c.seq = x.seq + 1 AND c.at = x.at
       AND c.trigger = 'child' AND c.changes #>> '{note,trigger}' IN ('raise', 'join')
      LEFT JOIN items d ON d.number = c.changes #>> '{note,child}'
      JOIN unnest(%(numbers)s::text[], %(versions)s::int[]) AS own (number, version)
        ON own.number = i.number
     WHERE x.at >= %(since)s AND x.seq <= own.version
       AND NOT EXISTS (SELECT FROM events y WHERE y.item_id = x.item_id AND y.trigger = 'escalate'
                        AND y.seq > x.seq AND y.seq <= own.version)
     ORDER BY x.at, i.id, x.seq
"""


def raised_by(connection: Connection, fired: Sequence[Done], since: datetime) -> list[Raised]:
    """Return the rungs of the sweeps of one caller, in order; others may sweep at the same time.

    Each result of a sweep names an item and its version after the rung: the newest escalation up
    to the version is the rung climbed.
    """
    own = {
        "numbers": [done.number for done in fired],
        "versions": [done.version for done in fired],
        "since": since,
    }
    cursor = connection.cursor(row_factory=dict_row)
    return [_raised(row) for row in cursor.execute(_READ, own)]


def _raised(row: dict[str, Any]) -> Raised:
    return Raised(
        row["at"],
        row["number"],
        row["title"],
        row["rung"],
        move_words(row["list_key"], row["trigger"], row["source"], row["changes"]),
        row["document_list"] or "",
        row["document"] or "",
        tuple(row["told"]),
    )
