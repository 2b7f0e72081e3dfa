"""What a line of a log says in words, for a page and for a sheet."""

from __future__ import annotations

from typing import Any

from workflow.journal.kinds import KINDS, SUBJECTS
from workflow.lists import LIST_TYPES
from workflow.logs.reading import Entry, Move
from workflow.words import Words


def kind(entry: Entry) -> Words:
    """Return what happened."""
    return KINDS.get(entry.kind, Words(entry.kind, entry.kind))


def subject(entry: Entry) -> Words:
    """Return what it happened to."""
    words = SUBJECTS.get(entry.subject_kind, Words(entry.subject_kind, entry.subject_kind))
    return Words(*(f"{text} {entry.subject_id}".strip() for text in words))


def details(entry: Entry) -> str:
    """Return what else is kept, as name=value."""
    return "; ".join(f"{name}={_plain(value)}" for name, value in entry.details.items())


def move(line: Move) -> Words:
    """Return what a move is called: a rung by its own name."""
    list_type = LIST_TYPES[line.list_key]
    if line.note and "rung" in line.note:
        return list_type.rung_words(line.note)
    found = list_type.find(line.trigger, line.source) or list_type.named(line.trigger)
    return found.words if found else Words(line.trigger, line.trigger)


def state(line: Move, key: str) -> Words:
    """Return what a state is called."""
    return LIST_TYPES[line.list_key].state(key).words if key else Words("", "")


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value)
    return "" if value is None else str(value)
