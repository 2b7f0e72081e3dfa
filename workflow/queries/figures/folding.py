"""The events of an item as spans of time: its facts, from one event to a later event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from workflow.declaration import REOPENED_FOR, pack
from workflow.engine import event_fold

FOREVER = "infinity"
# The columns of an item that a span holds as they are.
_PLAIN = (
    "title", "state", "state_since", "awaits", "severity", "unit_id", "scope", "holder_id",
    "due_at", "round",
)  # fmt: skip
_DATA = ("percent", "found_on", REOPENED_FOR)
_PROCESS = (
    "handed_in", "criticised", "reported_on", "paused", "step", "continuing", "audience",
    "relapse_of", "plan_state",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An event as far as a span is made of it."""

    seq: int
    at: datetime
    trigger: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedSpan:
    """An item from an event on until a later one; ``until`` is nothing for the newest."""

    seq: int
    version: int
    trigger: str
    begin: datetime
    until: datetime | None = None
    left: bool = False
    facts: Mapping[str, Any]  # by column


def spans_of(list_key: str, events: Iterable[Moved]) -> list[FoldedSpan]:
    """Return the spans of an item from its events, in their order.

    A clock that was set back ends no span before it began.
    """
    columns: dict[str, Any] = {}
    spans = list[FoldedSpan]()
    for event in events:
        columns |= event_fold.columns(list_key, event.changes)
        facts = facts_of(list_key, columns)
        last = spans[-1] if spans else None
        if last and last.facts == facts:
            spans[-1] = replace(last, version=event.seq)
            continue
        begin = max(last.begin, event.at) if last else event.at
        if last:
            spans[-1] = replace(last, until=begin, left=_left(last.facts, facts))
        spans.append(
            FoldedSpan(
                seq=event.seq, version=event.seq, trigger=event.trigger, begin=begin, facts=facts
            )
        )
    return spans


def _left(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return (before["state"], before["state_since"]) != (after["state"], after["state_since"])


def facts_of(list_key: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a span holds of the columns of an item."""
    data, process = columns.get("data") or {}, columns.get("process") or {}
    return {name: columns.get(name) for name in _PLAIN} | {
        "evidence": len(columns.get("evidence") or ()),
        "data": {key: data[key] for key in data_keys(list_key) if key in data},
        "process": {key: process[key] for key in _PROCESS if key in process},
    }


def data_keys(list_key: str) -> tuple[str, ...]:
    """Return the fields of a list for spans: all fields read by colours, filters and columns."""
    found = pack().lists.get(list_key)
    declared = (*found.filters, *found.columns) if found else ()
    return tuple(dict.fromkeys((*_DATA, *(field.key for field in declared))))


def shape() -> str:
    """Return the mark of the spans' shape; spans of another shape are made anew."""
    kept = [_PLAIN, _PROCESS, *((key, data_keys(key)) for key in sorted(pack().lists))]
    return sha256(json.dumps(kept).encode()).hexdigest()[:16]
