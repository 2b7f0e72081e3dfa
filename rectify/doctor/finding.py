"""One line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow.words import Words

Level = Literal["ok", "warn", "fail"]
NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do (nothing, where all is well)."""

    check: str
    level: Level
    words: Words
    todo: Words = NOTHING
