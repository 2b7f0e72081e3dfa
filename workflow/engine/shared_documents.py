"""Documents shared by late items: running documents, and documents opened in the same batch.

Documents are read once for a batch, with the matter of each: the topmost item above. The opening
of a document holds the counter of the list until the end of the transaction; a second look then
finds documents opened by others meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workflow.calendar import last_day
from workflow.declaration import (
    ESCALATE,
    ContentLine,
    Facts,
    Item,
    Open,
    RungNote,
    Transition,
    pack,
)
from workflow.engine.drafts import Draft
from workflow.engine.loading import item_of
from workflow.platform import Connection, Statement, decoded

_RUNNING = """i.list_key = ANY (%(lists)s::text[]) AND i.holder_id = ANY (%(holders)s::int[])
       AND i.awaits <> ''"""
_READ = Statement(f"""
WITH RECURSIVE documents AS MATERIALIZED (SELECT i.* FROM items i WHERE {_RUNNING}),
up (id, top, parent_id) AS (
    SELECT id, id, parent_id FROM documents
     UNION SELECT id, id, parent_id FROM items WHERE id = ANY (%(items)s::bigint[])
     UNION SELECT up.id, p.id, p.parent_id FROM up JOIN items p ON p.id = up.parent_id)
SELECT (SELECT json_agg(row_to_json(d) ORDER BY d.id) FROM documents d),
       (SELECT json_agg(json_build_array(id, top)) FROM up WHERE parent_id IS NULL)
""")  # noqa: S608 -- fixed texts only
_IDS = Statement(f"SELECT json_agg(i.id) FROM items i WHERE {_RUNNING}")  # noqa: S608 -- fixed


@dataclass(slots=True)
class SharedDocuments:
    """The running documents by list and person, and the matter of each item by id."""

    running: dict[tuple[str, int], dict[int, Item]] = field(default_factory=dict)
    matters: dict[int, int] = field(default_factory=dict)

    def read(self, connection: Connection, all_facts: Iterable[Facts]) -> None:
        """Read the documents of the holders of the items, except known documents."""
        items = [facts.item for facts in all_facts if facts.item.holder_id is not None]
        if not items:
            return
        holders = {item.holder_id for item in items}
        values = _people(holders) | {"items": _array(item.id for item in items)}
        [(found, matters)] = _READ.run(connection, values)
        for row in decoded(found) if found else ():
            self._of(row["list_key"], row["holder_id"]).setdefault(row["id"], item_of(row))
        self.matters |= dict(decoded(matters)) if matters else {}

    def look_again(self, connection: Connection, drafts: Sequence[Draft]) -> bool:
        """Say whether another document than the drafts was opened since the reading."""
        holders = {draft.item.holder_id for draft in drafts if draft.item.process.get("contents")}
        if not holders:
            return False
        [(found,)] = _IDS.run(connection, _people(holders))
        known = {id_ for documents in self.running.values() for id_ in documents}
        return not known.issuperset(decoded(found) if found else ())

    def add(self, document: Item) -> None:
        """Let later items join a document of a forecast."""
        if pack().lists[document.list_key].shared and document.holder_id:
            self._of(document.list_key, document.holder_id)[document.id] = document

    def to_join(self, list_key: str, late: Item, drafts: Iterable[Draft]) -> Item | Draft | None:
        """Return the document of the list for a late item to join, or ``None``."""
        for document in self._of(list_key, late.holder_id or 0).values():
            if self._fits(list_key, late, document, self.matter(document)):
                return document
        for draft in drafts:
            above = draft.parent
            if above and self._fits(list_key, late, draft.item, self.matter(above)):
                return draft
        return None

    def matter(self, item: Item) -> int:
        """Return the id of the topmost item above an item, the item included."""
        known = self.matters.get(item.id)
        if known is not None or item.parent_id is None:
            return known or item.id
        return self.matters.get(item.parent_id, item.parent_id)

    def _of(self, list_key: str, holder_id: int) -> dict[int, Item]:
        return self.running.setdefault((list_key, holder_id), {})

    def _fits(self, list_key: str, late: Item, document: Item, matter: int) -> bool:
        shared = pack().lists[list_key].shared
        return bool(
            shared
            and document.list_key == list_key
            and document.state in shared.joins
            and document.holder_id is not None
            and document.holder_id == late.holder_id
            and (shared.common == "addressee" or matter == self.matter(late))
        )


def opens(move: Transition | None) -> bool:
    """Say whether a move may open documents: a rung, or a declared effect."""
    return move is not None and (
        move.trigger == ESCALATE or any(isinstance(effect, Open) for effect in move.effects)
    )


def line(facts: Facts, late: Item, climbed: RungNote | None) -> ContentLine:
    """Return the line of a late item in a document, as of today."""
    told: ContentLine = {"item": late.id, "number": late.number, "title": late.title}
    if climbed:
        told["climbed"] = climbed
    if late.due_at:
        told["due"] = last_day(late.due_at, facts.zone).isoformat()
    return {**told, "on": facts.today.isoformat()}


def _people(holders: Iterable[int | None]) -> dict[str, bytes]:
    lists = ",".join(key for key, list_type in pack().lists.items() if list_type.shared)
    return {"lists": f"{{{lists}}}".encode(), "holders": _array(h for h in holders if h)}


def _array(ids: Iterable[int]) -> bytes:
    return f"{{{','.join(map(str, ids))}}}".encode()
