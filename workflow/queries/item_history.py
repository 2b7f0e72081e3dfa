"""The history of an item: a line for each event, with way and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from workflow.declaration import ListType
from workflow.engine import event_fold
from workflow.queries.corrected import Corrected
from workflow.queries.inbox import move_words
from workflow.words import Words

EventKind = Literal["decisions", "people", "system", "children"]
CHILD = "child"  # the trigger of an event that tells the move of a child


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A line of the history."""

    seq: int
    at: datetime
    trigger: str
    move: Words
    source: Words | None
    dest: Words | None
    actor_name: str
    behind: Words | None  # whom a delegate acted for
    comment: str
    changes: dict[str, Any]
    hash: str
    corrected: list[Corrected]  # the old values beside the new, of a correction
    way: tuple[str, str]  # the keys of the states before and after
    filled: dict[str, Any]  # the fields of the item after the event, where it changed any
    by_machine: bool

    @property
    def moved(self) -> bool:
        """Say whether the item changed its state."""
        return self.way[0] != self.way[1]

    @property
    def kind(self) -> EventKind:
        """The kind: a child's move, the machine's, a decision of a person, or another act."""
        if self.trigger == CHILD:
            return "children"
        if self.by_machine:
            return "system"
        return "decisions" if self.moved else "people"


def event_view(
    list_type: ListType, row: Any, names: dict[int, Words], corrected: dict[int, list[Corrected]]
) -> EventView:
    """Return the line of a row of ``events``."""
    moved = row.source != row.dest
    return EventView(
        seq=row.seq,
        at=row.at,
        trigger=row.trigger,
        move=move_words(list_type.key, row.trigger, row.source, row.changes),
        source=list_type.state(row.source).words if row.source and moved else None,
        dest=list_type.state(row.dest).words if moved else None,
        actor_name=row.actor_name,
        behind=names.get(row.behind_id),
        comment=row.comment,
        changes=row.changes,
        hash=row.hash,
        corrected=corrected.get(row.seq, []),
        way=(row.source, row.dest),
        filled=event_fold.columns(list_type.key, row.changes).get("data", {}),
        by_machine=row.actor_id is None,
    )
