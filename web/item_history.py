"""The history of an item on the item's page: all events, or a single kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.queries import EventView, ItemView
from workflow.words import Words

KINDS: dict[str, Words] = {
    "decisions": Words("办理", "Decisions"),
    "people": Words("留言和补充", "Comments and additions"),
    "system": Words("系统", "System"),
    "children": Words("所属事项", "What hangs on it"),
}


@dataclass(frozen=True, slots=True)
class History:
    """The events shown, the newest first, and how many there are of each kind."""

    kind: str
    events: Sequence[EventView]
    counts: Sequence[tuple[str, Words, int]]
    total: int


def of(view: ItemView, kind: str) -> History:
    """Return the events of a kind; for any other text, all events."""
    counts: Counter[str] = Counter(event.kind for event in view.events)
    chosen = kind if kind in KINDS else ""
    shown = [event for event in reversed(view.events) if chosen in ("", event.kind)]
    told = [(key, words, counts[key]) for key, words in KINDS.items() if counts[key]]
    return History(chosen, shown, told, len(view.events))
