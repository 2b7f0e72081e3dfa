"""The keys that distinguish two situations of an item, for each of the two searches."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from workflow.declaration import Item, ListType
from workflow.declaration.judging import gaps

SUSPECT = 1
_WRITTEN = ("text", "long", "yes", "money", "many", "code", "ref")  # no rule looks into these
# What only blocks the way, or only tells: no shortest way leads over it. Leaving it aside makes
# the search of the large lists several times as quick; a key that is not here always counts.
_ASIDE = frozenset(
    {"objection", "sent_back", "reopened_for", "tally", "found_on", "step", "points", "times",
     "channel", "responsibility"}
)  # fmt: skip
# What only tells what happened, in either search.
_TELLING = frozenset({"handed_in", "continuing", "merged", "merged_into", "taken_over"})
_ENOUGH = {"checks": 2, "votes": 2}  # entries of a list after which no more are told apart


@dataclass(frozen=True, slots=True)
class SituationKeys:
    """The two keys of a situation, for the items of one list."""

    texts: frozenset[str]  # what people write; no rule looks into it
    relevant: frozenset[str]  # duties that some rule looks at; the others only tell who did what
    any_work: bool  # a move leaves open whose work it judges, so that all work counts

    @classmethod
    def of(cls, list_type: ListType) -> SituationKeys:
        """Return the keys for a declared list."""
        moves = list_type.transitions
        texts = {f.key for t in moves for f in t.fields if f.kind in _WRITTEN}
        looked_at = {duty for t in moves for duty in (*t.may.looks_at, *(t.judges or ()))}
        looked_at |= {duty for gap in gaps(list_type) for duty in gap.duties}
        anybody = any(not gap.duties for gap in gaps(list_type))
        return cls(frozenset(texts), frozenset(looked_at), anybody)

    def situation(self, item: Item) -> str:
        """Return the situation of an item as text, without people and times."""
        shape = {k: _outline(k, v) for k, v in item.data.items() if k not in self.texts}
        notes = {k: _outline(k, v) for k, v in item.process.items() if k not in _TELLING}
        done = bool(item.evidence_of_round())
        return json.dumps([item.state, item.severity, shape, notes, done], sort_keys=True)

    def part(self, item: Item) -> str:
        """Return the suspect's part in an item and the progress of the item as text."""
        done = sorted(duty for duty, who in item.duties.items() if SUSPECT in who)
        duties = [self.any_work and bool(done), *(d for d in done if d in self.relevant)]
        told = [k for k, v in sorted(item.process.items()) if _mentions(v)]
        aside = _ASIDE | _TELLING
        far = {k: _reached(k, v) for k, v in item.data.items() if k not in self.texts | aside}
        notes = {k: _reached(k, v) for k, v in item.process.items() if k not in aside}
        return json.dumps(
            [item.state, item.severity, far, notes, duties, told, item.process.get("signed_by"),
             item.holder_id == SUSPECT, bool(item.evidence_of_round())], sort_keys=True,
        )  # fmt: skip


def _outline(key: str, value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return sorted(str(entry.get("vote")) for entry in value)[: _ENOUGH.get(key, 3)]
    return _reached(key, value)


def _reached(key: str, value: Any) -> Any:
    """Return the part of a value for rules: a key or a count up to three, no day, no number."""
    match value:
        case bool() | None:
            return value
        case str():
            return value if value.isidentifier() else True
        case dict():
            return value.get("state", value.get("open", True))
        case list():  # of votes, only those in favour lead on
            return min(sum(_counts(entry) for entry in value), _ENOUGH.get(key, 3))
        case _:
            return True


def _counts(entry: Any) -> bool:
    return not isinstance(entry, dict) or entry.get("vote", "for") == "for"


def _mentions(value: Any) -> bool:
    entries = value if isinstance(value, list) else [value]
    return any(
        isinstance(e, dict) and SUSPECT in (e.get("by"), e.get("answered_by")) for e in entries
    )
