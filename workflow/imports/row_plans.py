"""Plan what becomes of each row of a ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflow.declaration import SYSTEM, Actor
from workflow.engine.references import References
from workflow.errors import BadInput
from workflow.imports.known_items import KnownItems, changes_of, read_known
from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.directory import Directory, DirectoryUnit, read_directory
from workflow.imports.ledger.plan_items import Plan, Planner
from workflow.imports.ledger.result_types import Ledger, ProblemEntry
from workflow.imports.outcome import NO_CHOICES, Action, Choices, Planned
from workflow.imports.taking_over import Family, Takeover, is_under_way
from workflow.platform import connect
from workflow.words import Words

Progress = Callable[[int, int], None]
_NO_UNITS = Words(
    "还没有任何单位；请先建立组织机构，再导入台账。",
    "There are no units yet; set up the organisation first, then import the ledger.",
)


def plan_new(
    ledger: Ledger, name: str, today: date, progress: Progress = lambda _done, _all: None
) -> Plan:
    """Plan the problems missing in the database, each to be raised."""
    return plan_ledger(ledger, name, today, progress, Choices(raise_all=True)).plan


def plan_ledger(
    ledger: Ledger,
    name: str,
    today: date,
    progress: Progress = lambda _done, _all: None,
    choices: Choices = NO_CHOICES,
    actor: Actor = SYSTEM,
) -> Planned:
    """Plan the new problems; name the known, changed, probably known and left out ones."""
    with connect() as connection:
        directory = read_directory(connection, today)
        known = read_known(connection, ledger.problems)
        planner = Planner(directory, _root(directory), name)
        rows = _Rows(planner, known, Takeover(References(connection), today, name, actor), choices)
        actions: dict[tuple[str, int], Action] = {}
        for done, problem in enumerate(ledger.problems, 1):
            actions[problem.sheet, problem.row] = rows.plan(problem)
            progress(done, len(ledger.problems))
    if choices.only_good:
        planner.drop_bad()
    return Planned(planner.plan, actions, directory)


@dataclass(slots=True)
class _Rows:
    """Plans row after row."""

    planner: Planner
    known: KnownItems
    takeover: Takeover
    choices: Choices

    def plan(self, problem: ProblemEntry) -> Action:
        """Plan a row and return what becomes of it."""
        if item := self.known.by_key.get(problem.key):
            if changes := changes_of(problem, item):
                _tell_changes(self.planner, problem, item.number, changes)
            return "known"
        if problem.state != "open" and self.choices.finished == "skip":
            self.planner.leave_out(problem, _told_by(problem), _finished(problem))
            return "finished"
        if item := self.known.alike(problem):
            why = cell_refusals.LOOKS_KNOWN.format(number=item.number, title=item.title[:40])
            self.planner.leave_out(problem, "problem", why)
            return "alike"
        return self._new(problem)

    def _new(self, problem: ProblemEntry) -> Action:
        family = self.planner.add(problem)
        if problem.state != "open":
            return self._finished(problem, family)
        if self.choices.raise_all or not is_under_way(problem):
            return "raise"
        taken = self.takeover.under_way(problem, family, self.planner.has_unit(problem))
        if isinstance(taken, Words):
            self.planner.doubt(problem, _told_by(problem), taken)
            return "raise"
        family[:] = taken
        return "assigned"

    def _finished(self, problem: ProblemEntry, family: Family) -> Action:
        """Take over a finished row as chosen; it is never raised."""
        chosen: Literal["waiting", "closed"] = (
            "closed" if self.choices.finished == "closed" else "waiting"
        )
        taken = self.takeover.finished(problem, family, chosen)
        if isinstance(taken, Words):
            self.planner.plan.families.pop()
            self.planner.leave_out(problem, _told_by(problem), taken)
            return "finished"
        family[:] = taken
        return chosen


def _tell_changes(
    planner: Planner, problem: ProblemEntry, number: str, changes: dict[str, tuple[str, str]]
) -> None:
    for column, (before, now) in changes.items():
        why = cell_refusals.CHANGED.format(number=number, before=before or "—", now=now or "—")
        planner.leave_out(problem, column, why)


def _told_by(problem: ProblemEntry) -> str:
    """Return the field that tells the state of a problem."""
    told = ("status", "completed_on", "progress", "assigned_on", "due")
    return next((key for key in told if problem.text.get(key)), "problem")


def _finished(problem: ProblemEntry) -> Words:
    return cell_refusals.FINISHED.format(state=cell_refusals.STATES[problem.state])


def _root(directory: Directory) -> DirectoryUnit:
    if not directory.units:
        raise BadInput(_NO_UNITS)
    return directory.units[0]
