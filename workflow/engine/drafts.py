"""Drafts: items raised in memory and still without a number, and the late items that join them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from workflow.declaration import RAISE, Actor, ContentLine, Effect, Facts, Item


@dataclass(slots=True, kw_only=True)
class Draft:
    """An item raised in memory, still without a number."""

    item: Item
    actor: Actor
    comment: str
    effects: tuple[Effect, ...]
    facts: Facts
    decision: UUID  # that of the move that opens it
    trigger: str = RAISE
    parent: Item | None = None
    origin: Item | None = None  # the item that it came of, no parent
    under: Draft | None = None  # the draft that it hangs on, raised in the same batch


@dataclass(slots=True)
class Join:
    """A late item that joins a draft; both are recorded when the draft has a number."""

    draft: Draft
    item: Item
    line: ContentLine
