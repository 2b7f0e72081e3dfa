"""A line of a log in words, for a page and for a sheet."""

from __future__ import annotations

from typing import Any

from workflow.declaration import pack
from workflow.journal.detail_words import ACTS, NAMES, PARTS
from workflow.journal.kinds import KINDS, SUBJECTS
from workflow.journal.logs.queries import ItemLogLine, LogEntry
from workflow.words import Words, clauses, joined, listed

_PLAIN = {True: Words("是", "yes"), False: Words("否", "no"), None: Words("无", "none")}


def kind(entry: LogEntry) -> Words:
    """Return the name of the kind of event."""
    return KINDS.get(entry.kind, Words(entry.kind, entry.kind))


def subject(entry: LogEntry) -> Words:
    """Return the subject of the entry: its present name, before its number."""
    words = SUBJECTS.get(entry.subject_kind, Words(entry.subject_kind, entry.subject_kind))
    if entry.subject_kind == "list" and entry.subject_id in pack().lists:
        return joined(Words(" ", " "), (words, pack().lists[entry.subject_id].words))
    key, _, which = entry.subject_id.partition(" ")
    if entry.subject_kind == "register" and key in pack().registers:
        return _followed(joined(Words(" ", " "), (words, pack().registers[key].words)), which)
    return _followed(words, entry.subject_name, entry.subject_id)


def details(entry: LogEntry) -> Words:
    """Return the exact act, and each further detail with its name."""
    fields = entry.details
    acts = [_act(str(fields["what"]))] if "what" in fields else []
    others = [_named(name, value) for name, value in fields.items() if name != "what"]
    return clauses((*acts, *others))


def move(line: ItemLogLine) -> Words:
    """Return the name of a move, for a rung the name of the rung."""
    list_type = pack().lists[line.list_key]
    if line.note and "rung" in line.note:
        return list_type.rung_words(line.note)
    declared = list_type.find(line.trigger, line.source) or list_type.named(line.trigger)
    return declared.words if declared else Words(line.trigger, line.trigger)


def state(line: ItemLogLine, key: str) -> Words:
    """Return the name of a state; empty for no state."""
    return pack().lists[line.list_key].state(key).words if key else Words("", "")


def _act(what: str) -> Words:
    part, _, which = what.partition(" ")
    if part in PARTS:
        return _followed(PARTS[part], which)
    return ACTS.get(what, Words(what, what))


def _named(name: str, value: Any) -> Words:
    words, reading = NAMES.get(name, Words(name, name)), _value(name, value)
    return Words(f"{words.zh}：{reading.zh}", f"{words.en}: {reading.en}")


def _value(name: str, value: Any) -> Words:
    if isinstance(value, dict):
        return listed(_named(key, inner) for key, inner in value.items())
    if isinstance(value, list):
        return listed(_value(name, inner) for inner in value)
    if value is None or isinstance(value, bool):
        return _PLAIN[value]
    if name == "role" and value in pack().roles:
        return pack().roles[value]
    return Words(str(value), str(value))


def _followed(words: Words, *texts: str) -> Words:
    """Return the words followed by texts without translation."""
    return Words(*(" ".join(filter(None, (head, *texts))) for head in words))
