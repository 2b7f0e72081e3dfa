"""The two clocks of an item as a single value: of the due date, and of the running step.

``Item.rung_at`` is the earlier of their two instants, so that the sweep looks at one column and the
two ladders never disturb each other. A change of either clock ends with ``Clocks.keep``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.deadlines import step_clock
from workflow.deadlines.ladder_position import LadderPosition
from workflow.deadlines.step_clock import RunningStep
from workflow.declaration import Facts, Item, PlannedRung, State


@dataclass(slots=True)
class Clocks:
    """Both clocks of an item in its state."""

    state: State
    own: LadderPosition
    step: RunningStep | None

    @classmethod
    def of(cls, item: Item, state: State, facts: Facts) -> Clocks:
        """Read both clocks from an item; ``facts`` say the time, the calendar and the ladders."""
        kept = item.process.get("step")
        at = step_clock.read(kept["own_at"]) if kept else item.rung_at
        own = LadderPosition(item, state.ladder, facts, at)
        return cls(state, own, RunningStep(item, state, facts, kept) if kept else None)

    @property
    def next_at(self) -> datetime | None:
        """The earlier instant of the two next rungs."""
        times = (self.own.at, self.step.at if self.step else None)
        return min((at for at in times if at), default=None)

    def is_due(self) -> bool:
        """Say whether a rung of either clock has come."""
        return self.own.is_due() or (self.step is not None and self.step.is_due())

    def is_as_planned(self) -> bool:
        """Say whether the next rungs of both are at the times of their ladders."""
        kept = self.own.item.rung_at
        if self.own.next_at() != self.own.at or kept != self.next_at:
            return False
        return self.step is None or self.step.next_at() == self.step.at

    def climb(self) -> PlannedRung | None:
        """Climb the ladder with the earlier rung: of the step, or of the due date."""
        step = self.step
        if step and step.is_due() and (not self.own.is_due() or self.next_at == step.at):
            rung = step.climb()
        else:
            rung = self.own.climb()
        self.keep()
        return rung

    def replan(self) -> None:
        """Set the instants of both by their ladders in force."""
        self.own.replan()
        self.replan_step()

    def carry_over(self, passed: frozenset[str]) -> None:
        """Go on with the ladder in force for the corrected item, after the rungs passed before."""
        self.own.carry_over(passed)
        self.replan_step()

    def skip(self) -> None:
        """Leave the next rung of the due date out."""
        self.own.skip()
        self.replan_step()

    def replan_step(self) -> None:
        """Set the instant of the step by its ladder, where a step runs."""
        if self.step:
            self.step.replan()
        self.keep()

    def tick(self, move: str) -> None:
        """Begin, continue or end the clock of the step, as the move requires."""
        item, facts = self.own.item, self.own.facts
        clock = self.state.clock_of(item)
        if self.step and (clock is None or self.step.kept["key"] != clock.key):
            self.step = None
        if clock and not self.step:
            self.step = RunningStep.begin(item, self.state, clock, move, facts)
        self.keep()

    def stop(self) -> None:
        """Stop both clocks."""
        self.own.at = None
        if self.step:
            self.step.stand_still()
        self.keep()

    def go_on(self) -> None:
        """Let both clocks go on from where they stood."""
        if self.own.at is None:  # a move with a due date of its own has set the plan already
            self.own.go_on()
        self.replan_step()

    def keep(self) -> None:
        """Write both into the item."""
        item = self.own.item
        item.rung_at = self.next_at
        if self.step:
            self.step.kept["own_at"] = step_clock.told(self.own.at)
            item.process["step"] = self.step.kept
        else:
            item.process.pop("step", None)
