"""The column names of ledgers: a data file, extensible by an organisation."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from workflow.errors import BadInput
from workflow.imports.ledger.name_patterns import by_words
from workflow.imports.ledger.names import forms_of
from workflow.words import Words

MEANINGS = [
    "no",
    "issue_no",
    "problem_no",
    "source",
    "aspect",
    "category",
    "severity",
    "title",
    "problem",
    "description",
    "cause",
    "target",
    "measures",
    "lead_unit",
    "responsible_unit",
    "assisting_unit",
    "unit_and_person",
    "first",
    "direct",
    "specific",
    "post",
    "assigned_on",
    "found_on",
    "due",
    "completed_on",
    "progress",
    "status",
    "note",
    "text",
]
SURE = 100
_OWN = Path(__file__).parent / "synonyms.csv"
_UNKNOWN = Words(
    "列名词表第 {line} 行的含义“{meaning}”不认得；可用：{known}。",
    'Line {line} of the list of column names has the unknown meaning "{meaning}"; known are: '
    "{known}.",
)
_Names = dict[str, dict[str, int]]
_added: _Names = {}
forgetting: list[Callable[[], None]] = []  # what others keep of names, to be forgotten with them


def read_synonyms(text: str) -> _Names:
    """Read a list of names: a meaning, a weight up to 100, names with | between them.

    Raises ``BadInput`` for a meaning that there is not.
    """
    names: _Names = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        meaning = (row.get("meaning") or "").strip()
        if meaning not in MEANINGS:
            known = ", ".join(MEANINGS)
            raise BadInput(_UNKNOWN.format(line=line, meaning=meaning, known=known))
        weight = int(row.get("weight") or SURE)
        for name in (row.get("names") or "").split("|"):
            for form in forms_of(name)[:1]:
                names.setdefault(form, {}).setdefault(meaning, weight)
    return names


@lru_cache(maxsize=1)
def _known() -> _Names:
    return read_synonyms(_OWN.read_text(encoding="utf-8"))


def add_names(text: str) -> None:
    """Load the names of an organisation, which go before the shipped names."""
    _added.clear()
    _added.update(read_synonyms(text))
    weights.cache_clear()
    for forget in forgetting:
        forget()


@lru_cache(maxsize=16_384)
def weights(name: str) -> dict[str, int]:
    """Return the possible meanings of a column name, each with its weight.

    A listed name decides; the words of a name count only where no list has the name.
    """
    for form in forms_of(name):
        if found := _added.get(form) or _known().get(form):
            return found
    return by_words(name)


def is_known(name: str) -> bool:
    """Say whether a list has the name."""
    return any(form in _added or form in _known() for form in forms_of(name))
