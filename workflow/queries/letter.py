"""What a mail says: one event of one item, told to one person, in that person's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg.rows import dict_row

from workflow.config import settings
from workflow.db import connect
from workflow.definition import ListType
from workflow.effects import Open
from workflow.lists import LIST_TYPES
from workflow.loading import CLOCK
from workflow.queries.due import Due, due_of
from workflow.queries.inbox import move_words
from workflow.words import Words

_READ = f"""
    SELECT o.id, p.name, p.name_en, p.email, p.language, p.left_on,
           i.list_key, i.number, i.title, i.state, i.due_at, u.name AS unit, u.name_en AS unit_en,
           e.trigger, e.source, e.changes, {CLOCK} AS now
      FROM outbox o JOIN people p ON p.id = o.person_id
      JOIN items i ON i.id = o.item_id JOIN units u ON u.id = i.unit_id
      JOIN events e ON e.item_id = o.item_id AND e.seq = o.seq
     WHERE o.id = %s
"""  # noqa: S608 -- put together from constants


@dataclass(frozen=True, slots=True)
class Matter:
    """What may be said of an item in a mail that others could read."""

    title: str
    list_words: Words
    state: Words
    move: Words
    unit: Words
    due: Due | None


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail; a confidential one has no ``matter``, only the number and where to look."""

    outbox_id: int
    address: str
    name: Words
    language: str
    has_left: bool
    number: str
    matter: Matter | None

    @property
    def path(self) -> str:
        """Where the page is; a link never leads to an act."""
        return f"/items/{self.number}"


def letter_of(outbox_id: int) -> Letter | None:
    """Read everything that one mail says, as it is now; nothing if there is no such mail."""
    with connect() as connection:
        row = connection.cursor(row_factory=dict_row).execute(_READ, [outbox_id]).fetchone()
    if row is None:
        return None
    list_type, zone = LIST_TYPES[row["list_key"]], settings().zone
    return Letter(
        row["id"],
        row["email"],
        Words(row["name"], row["name_en"] or row["name"]),
        row["language"],
        row["left_on"] is not None and row["left_on"] <= row["now"].astimezone(zone).date(),
        row["number"],
        None if _confidential(list_type, row["changes"]) else _matter(list_type, row),
    )


def _matter(list_type: ListType, row: dict[str, Any]) -> Matter:
    return Matter(
        row["title"],
        list_type.words,
        list_type.state(row["state"]).words,
        move_words(list_type.key, row["trigger"], row["source"], row["changes"]),
        Words(row["unit"], row["unit_en"] or row["unit"]),
        due_of(row["due_at"], row["now"]),
    )


def _confidential(list_type: ListType, changes: dict[str, Any]) -> bool:
    """Lists for named readers are, and so is a rung that opens an entry of such a list."""
    rung = changes.get("note", {}).get("rung")
    opened = [
        effect.list
        for state in list_type.states
        for r in state.ladder
        if r.key == rung
        for effect in r.effects
        if isinstance(effect, Open)
    ]
    return any(LIST_TYPES[key].readers for key in (list_type.key, *opened))
