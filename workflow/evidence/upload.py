"""A file sent and not yet accepted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workflow.errors import WrongType
from workflow.evidence.names import ending, shown
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Upload:
    """The temporary file and the name given by the sender."""

    file: Path
    name: str

    @property
    def ending(self) -> str:
        """The ending of the name, in small letters."""
        return ending(self.name)

    def refused(self, words: Words, **values: object) -> WrongType:
        """Return the refusal with the name and the ending filled in."""
        values = {"name": shown(self.name), "ending": self.ending.upper(), **values}
        return WrongType(words.format(**values))
