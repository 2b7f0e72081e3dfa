"""The plans of many items under the same policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from workflow.calendar import last_day, work_begins
from workflow.deadlines import step_clock
from workflow.declaration import PlannedRung, Policies, Rung, StepKept, pack
from workflow.platform import Connection, settings
from workflow.snapshots import policies as snapshot_policies


class Running(NamedTuple):
    """The columns of an item's row that decide the times of its rungs."""

    list_key: str
    state: str
    severity: str
    due_at: datetime
    rung: int
    own_at: datetime | None
    held: bool  # an extension is asked for
    step: StepKept | None  # the clock of a step, as ``step_clock`` keeps it


COLUMNS = """
    i.list_key, i.state, i.severity, i.due_at, i.rung,
    CASE WHEN i.process ? 'step' THEN (i.process #>> '{step,own_at}')::timestamptz
         ELSE i.rung_at END,
    i.process ? 'held', i.process -> 'step'"""


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans asked for, under the same policies."""

    policies: Policies
    today: date
    zone: ZoneInfo = field(default_factory=lambda: settings().zone)

    def ahead(self, item: Running) -> tuple[PlannedRung, ...]:
        """Return the planned rungs ahead of the item."""
        clock = item.list_key, item.state, item.severity
        declared = declared_of(item.list_key, item.state)
        return self.policies.plan(clock, declared, last_day(item.due_at, self.zone))[item.rung :]

    def at(self, step: PlannedRung) -> datetime:
        """Return the time of a step."""
        return work_begins(step.day, self.zone)

    def next_at(self, item: Running) -> datetime | None:
        """Return the time of the item's next rung, as in ``ladder_position``."""
        steps = self.ahead(item)
        if item.held or not steps:
            return None
        late = steps[0].day < self.today  # it keeps the day that was found for it
        return item.own_at if late and item.own_at else self.at(steps[0])

    def step_ahead(self, item: Running) -> tuple[PlannedRung, ...]:
        """Return the planned rungs ahead of the item's current step."""
        if item.step is None:
            return ()
        state = pack().lists[item.list_key].state(item.state)
        steps = step_clock.planned(self.policies, item.list_key, state, item.step)
        return steps[item.step["rung"] :]

    def is_as_planned(self, item: Running) -> bool:
        """Say whether both clocks of the item come to their next rungs when they should."""
        if self.next_at(item) != item.own_at:
            return False
        ahead = self.step_ahead(item)
        kept = datetime.fromisoformat(item.step["at"]) if item.step and item.step["at"] else None
        return kept == (self.at(ahead[0]) if ahead else None)


def plans_of(connection: Connection, now: datetime) -> Plans:
    """Return the plans under the policies in force now."""
    return Plans(snapshot_policies.read(connection), now.astimezone(settings().zone).date())


def declared_of(list_key: str, state: str) -> tuple[Rung, ...]:
    """Return the declared ladder of a state; an unknown state has none."""
    states = {state.key: state for state in pack().lists[list_key].states}
    return states[state].ladder if state in states else ()
