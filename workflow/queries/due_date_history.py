"""Every change of an item's due date: before, after, the author and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.calendar import last_day
from workflow.declaration import Item
from workflow.platform import settings
from workflow.queries.inbox import move_words
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChange:
    """A change of the due date; ``after`` is empty where the clock was stopped."""

    before: date | None
    after: date | None
    move: Words
    by: str
    at: datetime
    why: str


def date_changes(list_key: str, rows: Sequence[Any], children: Sequence[Item]) -> list[DateChange]:
    """Read the changes off an item's events; a checker's dates are none of the item's own."""
    titles = {child.number: child.title for child in children}
    return list(_changes(list_key, rows, titles))


def _changes(list_key: str, rows: Sequence[Any], titles: dict[str, str]) -> Iterator[DateChange]:
    before: date | None = None
    for row in rows:
        if row.dest != "assigned" or "due_at" not in row.changes:
            continue
        instant = row.changes["due_at"]
        after = last_day(datetime.fromisoformat(instant), settings().zone) if instant else None
        if after != before:
            why = titles.get(row.changes.get("note", {}).get("child", ""), row.comment)
            move = move_words(list_key, row.trigger, row.source, row.changes)
            yield DateChange(
                before=before, after=after, move=move, by=row.actor_name, at=row.at, why=why
            )
        before = after or before
