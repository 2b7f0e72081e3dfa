"""A predicted move of the machine, with opened documents and notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workflow.declaration import JOIN, Facts, Item, Rung, pack
from workflow.engine.batch import Batch
from workflow.engine.told import rows
from workflow.escalation.raised_queries import Raised
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class PredictedNotice:
    """An inbox entry; ``mail`` is the kind of mail that it asks for, empty: in the digest."""

    person_id: int
    behind_id: int | None
    item_id: int
    number: str
    seq: int
    mail: str


@dataclass(frozen=True, slots=True)
class Foretold:
    """A move to be made if nobody acts.

    A document has no number yet: P2026-0007/S stands for the document opened by P2026-0007.
    """

    at: datetime
    number: str
    seq: int  # of the event that will tell of it
    list_key: str
    title: str
    scope: str
    unit: Words
    holder_id: int | None
    words: Words  # the rung, or the move where it is none
    rung: Rung | None
    document_list: str
    document: str
    joins: bool  # the document runs already, or will by then
    messages: tuple[PredictedNotice, ...]

    @property
    def document_words(self) -> Words:
        """The kind of document to be drawn up; empty for a mere message."""
        return pack().lists[self.document_list].words if self.document_list else Words("", "")

    def raised(self, names: Mapping[int, str]) -> Raised | None:
        """Return the move as a ``Raised``, or ``None`` for a move other than a rung."""
        if self.rung is None:
            return None
        at = ((self.number, self.seq), (self.document, 1))
        recipients = {m.person_id for m in self.messages if (m.number, m.seq) in at}
        called = tuple(names[person] for person in sorted(recipients))
        key, words, opened = self.rung.key, self.words, self.document_list
        return Raised(self.at, self.number, self.title, key, words, opened, "", called)


def _joined(batch: Batch) -> Item | None:
    """Return the running document that the item joins, if any."""
    joined = (event["item_id"] for event in batch.events if event["trigger"] == JOIN)
    return next((batch.items[item_id] for item_id in joined), None)


def foretold(batch: Batch, facts: Facts, rung: Rung | None, move: Words) -> Foretold:
    """Describe a batch of changes that will not be written."""
    item = facts.item
    opened = batch.drafts[0].item if batch.drafts else _joined(batch)
    return Foretold(
        batch.now,
        item.number,
        batch.events[0]["seq"],
        item.list_key,
        item.title,
        item.scope,
        facts.unit,
        item.holder_id,
        rung.words if rung else move,
        rung,
        opened.list_key if opened else "",
        opened.number if opened else "",
        bool(opened and not batch.drafts),
        tuple(
            PredictedNotice(
                row["person_id"],
                row["behind_id"],
                row["item_id"],
                batch.items[row["item_id"]].number,
                row["seq"],
                row["mail"],
            )
            for row in rows(batch.told, batch.items)
        ),
    )
