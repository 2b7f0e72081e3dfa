"""A level of responsibility, as a pack declares it."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class ResponsibilityLevel:
    """A level of responsibility, and its roles for each kind of unit."""

    key: str
    words: Words
    usually: tuple[str, ...]
    in_kind: dict[str, tuple[str, ...]]

    def roles(self, kind: str) -> tuple[str, ...]:
        """Return the roles of the level for a kind of unit, by priority."""
        return self.in_kind.get(kind, self.usually)
