"""What corrections changed: the old value beside the new, for the history of an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from workflow.declaration import Field, ListType
from workflow.declaration.corrections import COLUMNS
from workflow.declaration.field_words import read
from workflow.engine import event_fold
from workflow.queries.listed_fields import names_in
from workflow.words import Words

_NOTHING = Words("（空）", "(nothing)")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field changed by a correction: its key and name, and both values as they read."""

    key: str
    words: Words
    before: Words
    after: Words


def corrections(
    connection: Connection, list_type: ListType, rows: Sequence[Any]
) -> dict[int, list[Corrected]]:
    """Return the corrected fields of each correcting event, by its number in the history."""
    moves = {t.trigger: t for t in list_type.transitions if t.corrects}
    if not any(row.trigger in moves for row in rows):
        return {}
    found: dict[int, list[tuple[Field, Any, Any]]] = {}
    stand: dict[str, Any] = {}
    for row in rows:
        after = stand | event_fold.columns(list_type.key, row.changes)
        if move := moves.get(row.trigger):
            pairs = ((f, _value(stand, f.key), _value(after, f.key)) for f in move.fields)
            found[row.seq] = [pair for pair in pairs if pair[1] != pair[2]]
        stand = after
    changed = [change for changes in found.values() for change in changes]
    values = [{f.key: value} for f, *both in changed for value in both if value is not None]
    names = names_in(connection, {f.key: f for f, *_ in changed}.values(), values)
    return {seq: [_told(*change, names) for change in changes] for seq, changes in found.items()}


def _value(stand: Mapping[str, Any], key: str) -> Any:
    return stand.get(COLUMNS[key]) if key in COLUMNS else stand.get("data", {}).get(key)


def _told(field: Field, before: Any, after: Any, names: Mapping[Any, Words]) -> Corrected:
    old, new = (_NOTHING if v is None else read(field, v, names) for v in (before, after))
    return Corrected(field.key, field.words, old, new)
