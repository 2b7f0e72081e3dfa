"""Conditions of moves, and the judgements needed by items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflow.declaration.facts import Facts, Item
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule about the item; ``unmet`` is the sentence of the refusal."""

    unmet: Words
    met: Callable[[Facts], bool]
    of_form: bool = False  # about what the form asks for, so unknown before it is filled in
    says: Callable[[Facts], Words] | None = None  # the sentence with names, where it has some

    def sentence(self, facts: Facts) -> Words:
        """Say why it is not met by these facts."""
        return self.says(facts) if self.says else self.unmet


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an item cannot go on without, and where it goes when nobody in post may give it."""

    levels: Callable[[Item], tuple[str, ...]]  # the roles above, the nearest first
    awaited: Callable[[Facts], bool] = lambda _: True  # whether the item waits for it now
    goes_up: bool = True  # the level above gives it; otherwise it sees to who shall
    lacking: Condition | None = None  # met where it can be given; else somebody in post may
