"""The choices of a person for a file: meanings of columns, values, and sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wishes:
    """Choices that go before the proposals; each may be left open."""

    columns: Mapping[str, str] = field(default_factory=dict)  # name -> meaning
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # kind -> word -> value
    sheets: tuple[str, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)  # sheet!row -> kind of the line

    def kinds(self, sheet: str) -> dict[int, str]:
        """Return the chosen kinds of the lines of a sheet, by row from zero."""
        places = ((place.rpartition("!"), kind) for place, kind in self.lines.items())
        return {int(row) - 1: kind for (name, _, row), kind in places if name == sheet}

    def value(self, kind: str, word: str) -> str | None:
        """Return the chosen value of a word of some kind, or ``None``."""
        return self.values.get(kind, {}).get(word)


NO_WISHES = Wishes()
