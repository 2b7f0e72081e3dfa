"""Column names and their meanings for one kind of table, extensible by an organisation."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from workflow.errors import BadInput
from workflow.imports.ledger.names import forms_of, languages_of
from workflow.words import Words

SURE = 100
_UNKNOWN = Words(
    "列名词表第 {line} 行的含义“{meaning}”不认得；可用：{known}。",
    'Line {line} of the list of column names has the unknown meaning "{meaning}"; known are: '
    "{known}.",
)
_Names = dict[str, dict[str, int]]
_CACHED = 16_384


@dataclass(eq=False)
class Vocabulary:
    """The names of columns in a data file, and the meanings suggested by the words of others."""

    meanings: Collection[str]
    file: Path
    by_words: Callable[[str], dict[str, int]]
    forgetting: list[Callable[[], None]] = field(default_factory=list)  # caches kept by others
    _added: _Names = field(default_factory=dict)
    _listed: _Names | None = None

    def __post_init__(self) -> None:
        self.weights = lru_cache(maxsize=_CACHED)(self._weights)

    def add(self, text: str) -> None:
        """Load the names of an organisation, which go before the shipped names.

        Raises ``BadInput`` for an unknown meaning.
        """
        self._added = self.read(text)
        self.weights.cache_clear()
        for forget in self.forgetting:
            forget()

    def read(self, text: str) -> _Names:
        """Read a list of names: a meaning, a weight up to 100, names with | between them.

        Raises ``BadInput`` for an unknown meaning.
        """
        names: _Names = {}
        for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
            meaning = (row.get("meaning") or "").strip()
            if meaning not in self.meanings:
                known = ", ".join(self.meanings)
                raise BadInput(_UNKNOWN.format(line=line, meaning=meaning, known=known))
            weight = int(row.get("weight") or SURE)
            for name in (row.get("names") or "").split("|"):
                for form in forms_of(name)[:1]:
                    names.setdefault(form, {}).setdefault(meaning, weight)
        return names

    def is_known(self, name: str) -> bool:
        """Say whether a list has the name."""
        forms = (form for part in (name, *languages_of(name)) for form in forms_of(part))
        return any(form in self._added or form in self._known for form in forms)

    @property
    def _known(self) -> _Names:
        if self._listed is None:
            self._listed = self.read(self.file.read_text(encoding="utf-8"))
        return self._listed

    def _weights(self, name: str) -> dict[str, int]:
        """Return the possible meanings of a column name, each with its weight.

        A listed name decides; the words of a name count only where no list has the name.
        """
        for form in forms_of(name):
            if found := self._added.get(form) or self._known.get(form):
                return found
        told = (self.weights(part) for part in languages_of(name))
        return next(filter(None, told), None) or self.by_words(name)
