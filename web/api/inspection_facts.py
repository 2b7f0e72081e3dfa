"""The notes of a check and of the results, in the API; and the base of all notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal

import pydantic

from web.api.declared import Told


class Note(Told):
    """A note as stored; a key unfit for an attribute gets another name."""

    names: ClassVar[Mapping[str, str]] = {"for": "behind", "as": "part", "from": "first"}

    @pydantic.model_validator(mode="before")
    @classmethod
    def _named(cls, note: Any) -> Any:
        if not isinstance(note, Mapping):
            return note
        return {cls.names.get(key, key): value for key, value in note.items()}


class SheetFact(Note):
    """The sheet of a check: its edition and the round, by ``GET /sheets`` and ``GET /rounds``."""

    edition: int
    round: int
    spread_of: str | None = None


class AnswerFact(Note):
    """The newest answer on a line; ``evidence`` holds the SHA-256 of each piece."""

    verdict: Literal["pass", "fail", "none"]
    on: date
    remark: str | None = None
    score: str | None = None
    evidence: list[str] = pydantic.Field(default_factory=list)


class FindingFact(Note):
    """The line of a check that the item was raised for, for ever."""

    check: str
    edition: int
    sheet: str
    line: str
