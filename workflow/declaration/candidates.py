"""Kinds of candidates (拟立项): ways for something to look like a finding."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class CandidateKind:
    """A kind of candidates; ``source`` is the code of the source of the problem made."""

    key: str
    words: Words
    source: str = ""
