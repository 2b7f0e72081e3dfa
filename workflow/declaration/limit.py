"""A number of the rules, with its source."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Literal

from workflow.calendar import BINDING, Convention
from workflow.words import Words

DayUnit = Literal["working", "calendar"]
BOOK = "default of the domain book"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of the rules: its subject and its source."""

    id: str
    words: Words
    days: int
    source: str = BOOK
    _: KW_ONLY
    unit: DayUnit = "working"
    convention: Convention = BINDING
    name: str = ""  # tells it from others of the same number

    @property
    def key(self) -> str:
        """The key of the limit in the basis of a due date."""
        return f"{self.id}.{self.name}" if self.name else self.id
