"""The severity of an item: its name, and the time within which it is worked off."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration.limit import Limit
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class SeverityClass:
    """A severity; a pack may say more of it in a class of its own."""

    words: Words
    total: Limit  # within which it is to be rectified

    @property
    def days(self) -> int:
        """The working days for the rectification."""
        return self.total.days
