"""What a person has chosen for a file: meanings of columns, values of words, sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wishes:
    """Choices that go before what would be proposed; all of them may be left open."""

    columns: Mapping[str, str] = field(default_factory=dict)  # name -> meaning
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # kind -> word -> value
    sheets: tuple[str, ...] = ()

    def value(self, kind: str, word: str) -> str | None:
        """Return what a person says that a word of some kind stands for."""
        return self.values.get(kind, {}).get(word)


NO_WISHES = Wishes()
