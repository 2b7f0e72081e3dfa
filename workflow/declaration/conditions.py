"""Conditions of moves, and the judgements needed by items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflow.declaration.facts import Facts, Item
from workflow.words import Words

REMARK, EVIDENCE = "comment", "evidence"  # inputs of a form beside its fields


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule about the item; ``unmet`` is the sentence of the refusal."""

    unmet: Words
    met: Callable[[Facts], bool]
    of_form: bool = False  # about what the form asks for, so unknown before it is filled in
    says: Callable[[Facts], Words] | None = None  # the sentence with names, where it has some
    about: tuple[str, ...] = ()  # the inputs of the form it looks at; the first bears the fault

    def sentence(self, facts: Facts) -> Words:
        """Return the reason why the facts do not meet the condition."""
        return self.says(facts) if self.says else self.unmet


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement needed by an item, and the levels above for when nobody in post may judge."""

    levels: Callable[[Item], tuple[str, ...]]  # the roles above, the nearest first
    awaited: Callable[[Facts], bool] = lambda _: True  # whether the item waits for it now
    goes_up: bool = True  # the level above gives it; otherwise it sees to who shall
    lacking: Condition | None = None  # met where it can be given; else somebody in post may
