"""The description of a piece of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EvidenceKind = Literal["photo", "document"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stored file: identified by the SHA-256 of its bytes, shown under its own name."""

    sha256: str
    name: str
    media_type: str
    size: int
    kind: EvidenceKind
    shows: str = ""  # code of the table of kinds of evidence; none: not told
