"""Evidence as an item keeps it: stored files, of a declared kind, replaced and never removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NotRequired, TypedDict

MOST_PIECES = 50  # on an item
EVIDENCE_KINDS = "evidence_kinds"  # the code table: before, result, minutes ...


class EvidenceRecord(TypedDict):
    """A piece of evidence on an item: the stored file, and the person handing in."""

    sha256: str
    name: str
    media_type: str
    size: int  # bytes
    kind: Literal["photo", "document"]
    by: int | None  # person
    at: str  # instant in UTC, ISO 8601
    round: int  # of the item, which counts its reopenings
    shows: NotRequired[str]  # code of the table of kinds of evidence
    replaces: NotRequired[int]  # place of the wrong piece on the item, from 1


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """A kind of evidence wanted of items: of a class, of a category, or of all of them."""

    wanted: str
    severity: str = ""
    category: str = ""
    first: date = date.min
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the rule holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def standing(pieces: Sequence[EvidenceRecord]) -> list[EvidenceRecord]:
    """Return the pieces that no later piece has replaced, in order."""
    replaced = {piece.get("replaces") for piece in pieces}
    return [piece for place, piece in enumerate(pieces, 1) if place not in replaced]
