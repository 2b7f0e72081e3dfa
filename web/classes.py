"""What each class demands, as shown before a matter is put into another one."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration import Transition, pack
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class ClassRow:
    """The demands of a class: the name of each, and its value."""

    key: str
    words: Words
    cells: tuple[tuple[Words, Words], ...]


def of(transition: Transition) -> list[ClassRow]:
    """Return the classes to be shown with a move: none unless it changes the class."""
    if not transition.corrects or all(f.key != "severity" for f in transition.fields):
        return []
    return [ClassRow(k, c.words, tuple(c.demands())) for k, c in pack().severities.items()]
