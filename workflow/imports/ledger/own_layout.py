"""The special ledger as written by an export: no meaning of a column is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflow.imports.ledger.names import plain
from workflow.imports.ledger.special_ledger import COLUMNS
from workflow.words import LANGUAGES

_KEPT = "text"  # what the import has no meaning for is kept as it is written
_MEANT = {
    "due_on": "due", "state": "status", "kind": _KEPT, "extensions": _KEPT, "planned": _KEPT,
    "actual": _KEPT, "colour": _KEPT, "ladder_level": _KEPT, "verifiers": _KEPT,
    "publicity": _KEPT, "closed_on": _KEPT, "on_time": _KEPT, "round": _KEPT,
    "look_back": _KEPT, "evidence_count": _KEPT,
}  # fmt: skip
_LAYOUTS: tuple[Mapping[str, str], ...] = tuple(
    {plain(c.words.of(language)): _MEANT.get(c.key, c.key) for c in COLUMNS}
    for language in LANGUAGES
)


def own_meanings(names: Iterable[str]) -> dict[str, str]:
    """Return the meaning of each column by name; empty for any other table."""
    known = {name: plain(name) for name in names}
    found = {*known.values()}
    for layout in _LAYOUTS:
        if layout.keys() <= found:
            return {name: layout[form] for name, form in known.items() if form in layout}
    return {}
