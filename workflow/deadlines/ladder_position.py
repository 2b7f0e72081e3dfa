"""The position of an item on the ladder of its due date: aim, climb, go on, skip, plan anew.

``Item.rung`` counts the past rungs of the plan. Rungs are climbed one by one: rungs that fell due
while nobody climbed follow on consecutive working days, and a past reminder is left out, for it
would tell a wrong number of days left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflow import calendar
from workflow.declaration import Facts, Item, PlannedRung, Rung, RungSkipped, holder_has_gone


def planned(item: Item, declared: Sequence[Rung], facts: Facts) -> tuple[PlannedRung, ...]:
    """Return every rung of the item in its state for its due date, past rungs included.

    ``declared`` is the declared ladder of the state.
    """
    if item.due_at is None:
        return ()
    clock = item.list_key, item.state, item.severity
    return facts.policies.plan(clock, declared, calendar.last_day(item.due_at, facts.zone))


@dataclass(slots=True)
class LadderPosition:
    """The clock of the due date; ``at`` is the instant of its next rung."""

    item: Item
    declared: Sequence[Rung]
    facts: Facts
    at: datetime | None

    def planned(self) -> tuple[PlannedRung, ...]:
        """Return every rung of the plan, past rungs included."""
        return planned(self.item, self.declared, self.facts)

    def is_due(self) -> bool:
        """Say whether the next rung is due, by the item and by the plan.

        The plan is asked too: after a change of the ladder the item may still hold the old time.
        """
        if self.at is None or self.at > self.facts.now:
            return False
        at = self.next_at()
        return at is not None and at <= self.facts.now

    def next_at(self) -> datetime | None:
        """Return the instant of the next rung in the plan of the ladder in force, or ``None``."""
        rungs = self.planned()
        if self._stands_still() or self.item.rung >= len(rungs):
            return None
        late = rungs[self.item.rung].day < self.facts.today  # it keeps the day found for it
        return self.at if late and self.at else self._begins(rungs[self.item.rung].day)

    def aim(self) -> None:
        """Set ``item.rung`` to the first rung in the future; past rungs are skipped."""
        rungs = self.planned()
        self.item.rung = 0
        while self.item.rung < len(rungs) and self._has_come(rungs[self.item.rung]):
            self.item.rung += 1
        self._plan(rungs)

    def go_on(self) -> None:
        """Plan the rung at which the ladder stood; a rung missed does not come on the same day."""
        rungs = self.planned()
        self._leave_out(rungs)
        self._plan(rungs, late=self._is_late(rungs))

    def climb(self) -> PlannedRung | None:
        """Climb a rung and return the rung; ``None`` where only past reminders were due."""
        rungs = self.planned()
        self._leave_out(rungs)
        rung = rungs[self.item.rung] if self.item.rung < len(rungs) else None
        if rung is None or not self._has_come(rung):
            self._plan(rungs)
            return None
        self.item.rung += 1
        self._plan(rungs, late=rung.day < self.facts.today)
        return rung

    def skip(self) -> None:
        """Leave the next rung out, and note the omission with the item."""
        item, rungs = self.item, self.planned()
        skipped = RungSkipped(**rungs[item.rung].rung.note(), due_version=item.due_version)
        item.process.setdefault("skipped", []).append(skipped)
        item.rung += 1
        self._plan(rungs, late=self._is_late(rungs))

    def passed(self) -> frozenset[str]:
        """Return the keys of the rungs already climbed, skipped or left out."""
        return frozenset(planned.rung.key for planned in self.planned()[: self.item.rung])

    def carry_over(self, passed: frozenset[str]) -> None:
        """Stand after the last of the passed rungs, on a ladder that may be another one.

        No rung is climbed twice for a due date, and a correction begins no ladder anew.
        """
        if self.item.due_at is None:
            return
        rungs = self.planned()
        places = [place for place, each in enumerate(rungs, 1) if each.rung.key in passed]
        rung = max(places, default=0)
        if rung != self.item.rung:
            self.item.rung = rung
            self._plan(rungs, late=self._is_late(rungs))

    def replan(self) -> None:
        """Set the instant of the next rung by the ladder in force."""
        self.at = self.next_at()

    def _stands_still(self) -> bool:
        """Say whether an answer is waited for, or the person has gone whom the ladder is about."""
        return "held" in self.item.process or holder_has_gone(self.item)

    def _is_late(self, rungs: Sequence[PlannedRung]) -> bool:
        return self.item.rung < len(rungs) and rungs[self.item.rung].day < self.facts.today

    def _leave_out(self, rungs: Sequence[PlannedRung]) -> None:
        """Skip the reminders whose day is past."""
        while self._is_late(rungs) and rungs[self.item.rung].rung.is_message:
            self.item.rung += 1

    def _plan(self, rungs: Sequence[PlannedRung], late: bool = False) -> None:
        """Set the instant of the next rung; a late rung comes tomorrow at the earliest."""
        self.at = None
        if self.item.rung < len(rungs) and not self._stands_still():
            day, facts = rungs[self.item.rung].day, self.facts
            soonest = facts.add_working_days(facts.today, 1) if late else day
            self.at = self._begins(max(day, soonest))

    def _has_come(self, rung: PlannedRung) -> bool:
        return self._begins(rung.day) <= self.facts.now

    def _begins(self, day: date) -> datetime:
        return calendar.work_begins(day, self.facts.zone)
