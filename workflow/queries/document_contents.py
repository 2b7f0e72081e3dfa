"""The contents of a document, its late items; and the documents of a late item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workflow.declaration import JOIN, Actor, ContentLine, Facts, Item, pack
from workflow.declaration.sharing import contents
from workflow.engine.loading import COLUMNS
from workflow.engine.visibility import may_see
from workflow.platform.models import ItemRow
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentView:
    """A late item in a document; ``item`` as of now, or ``None`` where the actor sees no item."""

    number: str
    title: str
    rung: Words | None  # that brought it in; nothing for what a person raised the document about
    due: date | None  # as it was then
    on: date | None
    item: Item | None


def lines(facts: Facts, actor: Actor) -> list[ContentView]:
    """Return the contents of a document, in the order of joining; empty for any other item."""
    if pack().lists[facts.item.list_key].shared is None:
        return []
    about = [item for item in (facts.parent, *facts.contents) if item]
    seen = {item.id: item for item in about if may_see(actor, item)}
    return [_line(line, seen.get(line["item"])) for line in contents(facts.item, facts.parent)]


def _line(line: ContentLine, item: Item | None) -> ContentView:
    list_type = pack().list_of(line["number"])
    assert list_type  # noqa: S101 -- the item is there
    return ContentView(
        number=line["number"],
        title=line["title"],
        rung=list_type.rung_words(line["climbed"]) if "climbed" in line else None,
        due=date.fromisoformat(line["due"]) if "due" in line else None,
        on=date.fromisoformat(line["on"]) if "on" in line else None,
        item=item,
    )


def joined_by(connection: Connection, events: Iterable[Any]) -> list[Item]:
    """Return the documents joined by the item of the events, the oldest first."""
    notes = (row.changes.get("note", {}) for row in events if row.trigger == "child")
    numbers = [note["child"] for note in notes if note["trigger"] == JOIN]
    if not numbers:
        return []
    found = select(ItemRow).where(ItemRow.number.in_(numbers)).order_by(ItemRow.id)
    return [_item(row) for row in connection.execute(found)]


def _item(row: Any) -> Item:
    return Item(**{column: getattr(row, column) for column in COLUMNS})
