"""The history of an entry in words: each field's value before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workflow.declaration import ACTS, Register
from workflow.declaration.field_words import read
from workflow.journal import detail_words as journal_acts
from workflow.registers.names import EntryNames
from workflow.registers.queries import EntryChange, typed
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A changed field; ``None`` for a missing value."""

    words: Words
    was: Words | None
    is_: Words | None


def act_of(change: EntryChange) -> Words:
    """Return the name of the act."""
    own: dict[str, Words] = {**journal_acts.ACTS}
    own.update((str(act), words) for act, words in ACTS.items())
    return own.get(change.act, _same(change.act))


def field_changes(
    register: Register, change: EntryChange, names: EntryNames
) -> Iterator[FieldChange]:
    """Yield each changed declared field of a change, in declared order."""
    was, is_ = values_of(register, change)
    for field in register.columns:
        if field.key in change.changes:
            both = (_read(field, values.get(field.key), names) for values in (was, is_))
            yield FieldChange(field.words, *both)


def values_of(register: Register, change: EntryChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values before a change and after, typed; of the changed fields."""
    sides = ({key: pair[n] for key, pair in change.changes.items()} for n in (0, 1))
    was, is_ = (typed(register.columns, side) for side in sides)
    return was, is_


def mentioned(register: Register, changes: Iterable[EntryChange]) -> list[dict[str, Any]]:
    """Return all values of a history, so that their names can be read at once."""
    return [side for change in changes for side in values_of(register, change)]


def _read(field: Any, value: Any, names: EntryNames) -> Words | None:
    return None if value is None else read(field, value, names)


def _same(text: str) -> Words:
    return Words(text, text)
