"""The clock of a step inside a state, such as the receipt, beside the item's own due date.

``process["step"]`` keeps the key of the step, its due date and basis, and the instant of its next
rung. A step has few rungs and no document: rungs that fell due while nobody climbed follow at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from workflow import calendar
from workflow.declaration import (
    RECKON,
    Facts,
    Item,
    PauseOver,
    PlannedRung,
    Policies,
    Reckoned,
    State,
    StepClock,
    StepKept,
    due_dates,
    holder_has_gone,
    reckoning_anew,
)


def planned(
    policies: Policies, list_key: str, state: State, kept: StepKept
) -> tuple[PlannedRung, ...]:
    """Return every rung of the kept step, past rungs included; no edition changes them."""
    clock, due = state.clock(kept["key"]), date.fromisoformat(kept["on"])
    return policies.plan((list_key, f"{state.key}.{clock.key}", ""), clock.ladder, due)


def told(at: datetime | None) -> str | None:
    """Return an instant as text, in the form of the notes."""
    return at.astimezone(UTC).isoformat() if at else None


def read(at: str | None) -> datetime | None:
    """Read an instant of a note."""
    return datetime.fromisoformat(at) if at else None


@dataclass(slots=True)
class RunningStep:
    """The running step of an item, and its clock."""

    item: Item
    state: State
    facts: Facts
    kept: StepKept

    @classmethod
    def begin(
        cls, item: Item, state: State, clock: StepClock, move: str, facts: Facts
    ) -> RunningStep:
        """Let the clock of a step begin with a move; reminders of days past are left out."""
        due, event = facts.within(clock.limit), item.version + 1
        kept: StepKept = {
            "key": clock.key,
            "on": due.on.isoformat(),
            "basis": due_dates.noted(due.basis, move, event),
            "event": event,
            "rung": 0,
            "at": None,
            "own_at": None,
        }
        step = cls(item, state, facts, kept)
        kept["rung"] = sum(step._has_come(rung) for rung in step.planned()[:-1])
        step.replan()
        return step

    @property
    def at(self) -> datetime | None:
        """The instant of the next rung; nothing while the clock stands still."""
        return read(self.kept["at"])

    def planned(self) -> tuple[PlannedRung, ...]:
        """Return every rung of the plan, past rungs included."""
        return planned(self.facts.policies, self.item.list_key, self.state, self.kept)

    def next_at(self) -> datetime | None:
        """Return the instant of the next rung by its ladder, or ``None``."""
        if "suspended" in self.item.process or holder_has_gone(self.item):
            return None
        ahead = self.planned()[self.kept["rung"] :]
        return self._begins(ahead[0]) if ahead else None

    def is_due(self) -> bool:
        """Say whether the next rung has come."""
        at = self.next_at()
        return at is not None and at <= self.facts.now

    def climb(self) -> PlannedRung | None:
        """Climb a rung and return the rung; ``None`` where only past reminders were due."""
        kept, rungs = self.kept, self.planned()
        while rungs[kept["rung"]].rung.is_message and rungs[kept["rung"]].day < self.facts.today:
            kept["rung"] += 1  # a ladder ends with more than a message
        rung = rungs[kept["rung"]]
        come = self._has_come(rung)
        kept["rung"] += come
        self.replan()
        return PlannedRung(rung.rung, rung.day, kept["event"]) if come else None

    def replan(self) -> None:
        """Set the instant of the next rung by its ladder and the calendar in force."""
        self.kept["at"] = told(self.next_at())

    def stand_still(self) -> None:
        """Let a pause stop the clock."""
        self.kept["at"] = None

    def go_on(self, pause: PauseOver) -> None:
        """Move the due date of the step by the working days of the ended pause."""
        kept = self.kept
        began = max(date.fromisoformat(pause["on"]), date.fromisoformat(kept["basis"]["from"]))
        ended = max(date.fromisoformat(pause["until"]), began)
        due = date.fromisoformat(kept["on"])
        moved = due_dates.paused(self.facts.calendar, kept["basis"], due, began, ended)
        self._move(moved, "child")
        self.replan()

    def reckoned(self) -> Reckoned | None:
        """Return the due date by the calendar in force, or ``None`` where nothing changes."""
        due = date.fromisoformat(self.kept["on"])
        return reckoning_anew.again(self.facts.calendar, self.kept["basis"], due)

    def reckon(self) -> None:
        """Move the due date to the date of the calendar in force; the rung stays."""
        if due := self.reckoned():
            self._move(due, RECKON)

    def _move(self, due: Reckoned, move: str) -> None:
        self.kept["on"] = due.on.isoformat()
        self.kept["basis"] = due_dates.noted(due.basis, move, self.item.version + 1)

    def _has_come(self, rung: PlannedRung) -> bool:
        return self._begins(rung) <= self.facts.now

    def _begins(self, rung: PlannedRung) -> datetime:
        return calendar.work_begins(rung.day, self.facts.zone)
