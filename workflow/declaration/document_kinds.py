"""The vocabulary for the declaration of official documents and the marks of their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document, numbered as in docs/domain/documents.md."""

    key: str
    words: Words
    mark: str = ""  # what its numbers begin with; without one it has no number

    def numbered(self, year: int, serial: int) -> str:
        """Return the number of a document in the form for citation."""
        return f"{self.mark}〔{year}〕{serial}号"
