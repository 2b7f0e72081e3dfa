"""The states of a list, and the steps inside a state that have clocks of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass

from workflow.declaration.facts import Item
from workflow.declaration.limit import Limit
from workflow.declaration.rungs import Rung
from workflow.declaration.vacancy import told_instead
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class StepClock:
    """A step inside a state with a due date of its own, beside the item's."""

    key: str
    words: Words
    limit: Limit
    runs: Callable[[Item], bool]
    ladder: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state, the person awaited, and the ladder climbed by lateness in the state."""

    key: str
    words: Words
    awaits: str | Callable[[Item], str] = ""
    ladder: tuple[Rung, ...] = ()
    final: bool = False
    _: KW_ONLY
    clocks: tuple[StepClock, ...] = ()  # of its steps; the first that runs counts

    def clock_of(self, item: Item) -> StepClock | None:
        """Return the clock of the item's current step, or ``None``."""
        return next((clock for clock in self.clocks if clock.runs(item)), None)

    def clock(self, key: str) -> StepClock:
        """Return the declared clock; an unknown key is a programming error."""
        return next(clock for clock in self.clocks if clock.key == key)

    def relation(self, item: Item) -> str:
        """Return the awaited relation of the state, vacant or not."""
        return self.awaits(item) if callable(self.awaits) else self.awaits

    def waits_for(self, item: Item) -> str:
        """Return the relation awaited in the state, or the role told in its place."""
        return told_instead(item, self.relation(item)) or self.relation(item)
