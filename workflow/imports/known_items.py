"""Problems of a ledger already in the database: by their content, or very probably."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.imports.ledger.names import plain
from workflow.imports.ledger.result_types import ProblemEntry
from workflow.imports.ledger.unit_names import likeness
from workflow.platform import Connection

_BY_KEY = """
    SELECT source_key, number, title, process FROM items WHERE source_key = ANY (%(keys)s)"""
_BY_NUMBER = """
    SELECT source_key, number, title, process FROM items
     WHERE list_key = 'problems' AND source_key IS NOT NULL
       AND (process #>> '{ledger,text,no}' = ANY (%(numbers)s)
            OR process #>> '{ledger,text,issue_no}' = ANY (%(numbers)s))"""
_ALIKE = 0.6
_COMPARED = ("due", "status", "progress", "note", "severity", "responsible_unit", "specific")


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A problem of an earlier import, with the texts of its row."""

    number: str
    title: str
    text: dict[str, str]


@dataclass(slots=True)
class KnownItems:
    """The known problems, by the key of their row and by the number in the ledger."""

    by_key: dict[str, KnownItem] = field(default_factory=dict)
    by_number: dict[str, list[KnownItem]] = field(default_factory=dict)

    def alike(self, problem: ProblemEntry) -> KnownItem | None:
        """Return the known problem that very probably is the same, with a corrected wording.

        Number, unit and day of finding are equal, and the words are much the same.
        """
        for number in _numbers(problem):
            for item in self.by_number.get(number, ()):
                same = all(_same(problem, item, key) for key in ("responsible_unit", "found_on"))
                alike = likeness(plain(problem.title), plain(item.title)) >= _ALIKE
                if same and alike:
                    return item
        return None


def read_known(connection: Connection, problems: Sequence[ProblemEntry]) -> KnownItems:
    """Return the known problems with the keys, or with the numbers, of a ledger's problems."""
    known = KnownItems()
    rows = connection.execute(_BY_KEY, {"keys": [problem.key for problem in problems]})
    for key, *item in rows:
        known.by_key[key] = _item(*item)
    new = [problem for problem in problems if problem.key not in known.by_key]
    numbers = sorted({number for problem in new for number in _numbers(problem)})
    keys = set(known.by_key)
    for key, *row in connection.execute(_BY_NUMBER, {"numbers": numbers}) if numbers else ():
        if key not in keys:
            item = _item(*row)
            for number in filter(None, (item.text.get("issue_no"), item.text.get("no"))):
                known.by_number.setdefault(number, []).append(item)
    return known


def _item(number: str, title: str, process: dict[str, Any]) -> KnownItem:
    return KnownItem(number, title, (process.get("ledger") or {}).get("text") or {})


def _numbers(problem: ProblemEntry) -> Iterable[str]:
    return filter(None, (problem.text.get("issue_no"), problem.text.get("no")))


def _same(problem: ProblemEntry, item: KnownItem, key: str) -> bool:
    return plain(problem.text.get(key, "")) == plain(item.text.get(key, ""))


def changes_of(problem: ProblemEntry, item: KnownItem) -> dict[str, tuple[str, str]]:
    """Return the changed cells of a known row: column to (before, now)."""
    changed: dict[str, tuple[str, str]] = {}
    for key in _COMPARED:
        before, now = item.text.get(key, ""), problem.text.get(key, "")
        if before != now and key in problem.columns:
            changed[problem.columns[key][0]] = (before, now)
    return changed
