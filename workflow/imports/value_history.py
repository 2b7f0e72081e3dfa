"""The values that the fields of items have had, by their events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.engine import event_fold
from workflow.platform import Connection

_EVENTS = """
    SELECT i.number, i.list_key, e.changes FROM events e JOIN items i ON i.id = e.item_id
     WHERE i.number = ANY (%(numbers)s)
       AND e.changes ?| '{title,severity,unit_id,data}' ORDER BY i.id, e.seq"""
_COLUMNS = {"title": "title", "severity": "severity", "unit": "unit_id"}


@dataclass(slots=True)
class ValueHistory:
    """The values of each field, the oldest first, each once in a row."""

    values: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, connection: Connection, numbers: Iterable[str]) -> ValueHistory:
        """Read the history of some items."""
        history = cls()
        for number, list_key, changes in connection.execute(_EVENTS, {"numbers": [*numbers]}):
            history._add(number, event_fold.columns(list_key, changes))
        return history

    def _add(self, number: str, changes: Mapping[str, Any]) -> None:
        told = {key: changes[column] for key, column in _COLUMNS.items() if column in changes}
        for key, value in {**told, **changes.get("data", {})}.items():
            known = self.values[number, key]
            if not known or known[-1] != str(value):
                known.append(str(value))

    def was(self, number: str, key: str, value: str) -> bool:
        """Say whether a field had a value once, and has another one now."""
        known = self.values.get((number, key), [])
        return value in known[:-1] and known[-1] != value

    def has_moved(self, number: str, key: str) -> bool:
        """Say whether a field has been changed since it was filled in."""
        return len(self.values.get((number, key), [])) > 1
