"""How the people of the simulated year behave: some at once, some late, some never."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Character:
    """The chances, each working day, that somebody makes the move that an item waits for."""

    share: int  # of a hundred items
    rectifies: float
    checks: float
    answers: float  # of documents: sign, acknowledge, answer, accept
    extends: bool = False


CHARACTERS: dict[str, Character] = {
    "prompt": Character(45, rectifies=0.10, checks=0.5, answers=0.5),
    "slow": Character(25, rectifies=0.02, checks=0.25, answers=0.2),
    "careless": Character(12, rectifies=0.03, checks=0.01, answers=0.1),
    "never": Character(8, rectifies=0.0, checks=0.1, answers=0.05),
    "extending": Character(10, rectifies=0.03, checks=0.3, answers=0.3, extends=True),
}


def drawn(random: Random) -> str:
    """Draw a character by its share."""
    names = list(CHARACTERS)
    return random.choices(names, [CHARACTERS[name].share for name in names])[0]
