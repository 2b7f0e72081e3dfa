"""A line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow.words import Words

Level = Literal["ok", "warn", "fail"]
NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """The check, its result, and the remedy (empty where all is well)."""

    check: str
    level: Level
    words: Words
    todo: Words = NOTHING
