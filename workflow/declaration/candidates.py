"""Kinds of candidates (拟立项): ways in which something comes to look like a finding."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class CandidateKind:
    """A kind of candidates; ``source`` is the code of the source of a problem made of one."""

    key: str
    words: Words
    source: str = ""
