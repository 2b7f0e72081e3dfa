"""The plans of many items under one set of policies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from workflow import in_force
from workflow.calendar import last_day, work_begins
from workflow.config import settings
from workflow.db import Connection
from workflow.lists import LIST_TYPES
from workflow.policies import Policies
from workflow.rungs import Rung, Step


class Running(NamedTuple):
    """What of an item's row decides when its rungs come."""

    list_key: str
    state: str
    severity: str
    due_at: datetime
    rung: int
    rung_at: datetime | None
    held: bool  # an extension is asked for


COLUMNS = "i.list_key, i.state, i.severity, i.due_at, i.rung, i.rung_at, i.data ? 'held' AS held"


@dataclass(frozen=True, slots=True)
class Plans:
    """Every plan that was asked for."""

    policies: Policies
    today: date
    zone: ZoneInfo = field(default_factory=lambda: settings().zone)

    def ahead(self, item: Running) -> tuple[Step, ...]:
        """Return the steps that the item has still before it."""
        clock = item.list_key, item.state, item.severity
        declared = declared_of(item.list_key, item.state)
        return self.policies.plan(clock, declared, last_day(item.due_at, self.zone))[item.rung :]

    def at(self, step: Step) -> datetime:
        """Return the time of a step."""
        return work_begins(step.day, self.zone)

    def next_at(self, item: Running) -> datetime | None:
        """Return the time of the item's next rung, as ``climbing`` has it."""
        steps = self.ahead(item)
        if item.held or not steps:
            return None
        late = steps[0].day < self.today  # it keeps the day that was found for it
        return item.rung_at if late and item.rung_at else self.at(steps[0])


def plans_of(connection: Connection, now: datetime) -> Plans:
    """Return the plans by what is in force at this moment."""
    return Plans(in_force.read(connection), now.astimezone(settings().zone).date())


def declared_of(list_key: str, state: str) -> tuple[Rung, ...]:
    """Return the ladder that a state declares; a state that is no more has none."""
    states = {state.key: state for state in LIST_TYPES[list_key].states}
    return states[state].ladder if state in states else ()
