"""Plan what becomes of each row of a ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workflow.declaration import SYSTEM, Actor
from workflow.engine.references import References
from workflow.imports.changes import CellChange, KnownRow, compare
from workflow.imports.known_items import KnownItem, KnownItems, read_gone, read_known
from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.directory import read_directory
from workflow.imports.ledger.packed_blocks import PackedBlocks
from workflow.imports.ledger.plan_items import Plan, Planner
from workflow.imports.ledger.result_types import Ledger, ProblemEntry
from workflow.imports.opening import Progress
from workflow.imports.outcome import NO_CHOICES, Action, Choices, Planned
from workflow.imports.reach import ImportReach
from workflow.imports.taking_over import Family, Takeover, is_under_way
from workflow.platform import connect
from workflow.words import Words

_TOGETHER = 512  # rows whose known problems are read at once


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
    """Plan the new problems; name the known, changed, probably known and left out ones.

    Raises ``BadInput`` where there is no unit within the actor's reach.
    """
    reach = ImportReach.of(actor)
    with connect() as connection:
        directory = read_directory(connection, today)
        known = read_known(connection, ledger.problems, reach)
        planner = Planner(directory, reach.default(directory), name)
        rows = _Rows(
            planner,
            known,
            Takeover(References(connection), today, name, actor),
            choices,
            _kept(ledger),
            reach,
        )
        actions: dict[tuple[str, int], Action] = {}
        for done, problem in enumerate(ledger.problems, 1):
            if done % _TOGETHER == 1:
                known.look(connection, ledger.problems[done - 1 : done - 1 + _TOGETHER])
            actions[problem.sheet, problem.row] = rows.plan(problem)
            progress(done, len(ledger.problems))
        changes = compare(connection, planner, rows.rows)
        gone = read_gone(connection, [row.item.number for row in rows.rows], reach)
    _tell(planner, rows.rows, changes)
    if choices.only_good:
        planner.drop_bad()
    return Planned(planner.plan, actions, directory, changes, gone, rows.rows)


def _kept(ledger: Ledger) -> dict[str, frozenset[str]]:
    """Return the names of the columns without a meaning, by sheet."""
    names: dict[str, set[str]] = defaultdict(set)
    for table in ledger.tables:
        names[table.sheet] |= {one.name for one in table.columns if one.meaning == "text"}
    return {sheet: frozenset(found) for sheet, found in names.items()}


@dataclass(slots=True)
class _Rows:
    """Plans row after row."""

    planner: Planner
    known: KnownItems
    takeover: Takeover
    choices: Choices
    names: Mapping[str, frozenset[str]]  # by sheet: the columns that are kept as text
    reach: ImportReach
    rows: PackedBlocks[KnownRow] = field(default_factory=PackedBlocks)

    def plan(self, problem: ProblemEntry) -> Action:
        """Plan a row and return the action."""
        if item := self.known.sure(problem):
            if item.seen:
                self.rows.append(self._known(problem, item, certain=True))
            return "known"
        if problem.state != "open" and self.choices.finished == "skip":
            self.planner.leave_out(problem, _told_by(problem), _finished(problem))
            return "finished"
        if item := self.known.alike(problem):
            why = cell_refusals.LOOKS_KNOWN.format(number=item.number, title=item.title[:40])
            self.planner.leave_out(problem, "problem", why)
            self.rows.append(self._known(problem, item, certain=False))
            return "alike"
        return self._new(problem)

    def _known(self, problem: ProblemEntry, item: KnownItem, *, certain: bool) -> KnownRow:
        return KnownRow(problem, item, certain, self.names.get(problem.sheet, frozenset()))

    def _new(self, problem: ProblemEntry) -> Action:
        family = self.planner.add(problem)
        self.planner.keep_out(problem, self.reach.refusal(family, self.planner.directory))
        if problem.state != "open":
            return self._finished(problem, family)
        taken, action = self._under_way(problem, family)
        self.planner.keep(problem, taken)
        return action

    def _under_way(self, problem: ProblemEntry, family: Family) -> tuple[Family, Action]:
        """Return the items as assigned where a row is under way and can be; else to be raised."""
        if self.choices.raise_all or not is_under_way(problem):
            return family, "raise"
        taken = self.takeover.under_way(problem, family, self.planner.has_unit(problem))
        if isinstance(taken, Words):
            self.planner.doubt(problem, _told_by(problem), taken)
            return family, "raise"
        return taken, "assigned"

    def _finished(self, problem: ProblemEntry, family: Family) -> Action:
        """Take over a finished row as chosen; it is never raised."""
        chosen: Literal["waiting", "closed"] = (
            "closed" if self.choices.finished == "closed" else "waiting"
        )
        taken = self.takeover.finished(problem, family, chosen)
        if isinstance(taken, Words):
            self.planner.leave_out(problem, _told_by(problem), taken)
            return "finished"
        self.planner.keep(problem, taken)
        return chosen


def _tell(planner: Planner, rows: Sequence[KnownRow], changes: Sequence[CellChange]) -> None:
    """Name each changed cell among the cells left out, for the reader of the list."""
    changed = {(change.sheet, change.row) for change in changes}
    told = (((row.problem.sheet, row.problem.row), row) for row in rows)
    by_place = {place: row for place, row in told if place in changed}
    for change in changes:
        row = by_place.get((change.sheet, change.row))
        if row is None or not row.certain:
            continue
        why = cell_refusals.CHANGED.format(
            number=change.number, before=change.ours or "—", now=change.theirs or "—"
        )
        planner.leave_out(row.problem, change.column, why)


def _told_by(problem: ProblemEntry) -> str:
    """Return the field that tells the state of a problem."""
    told = ("status", "completed_on", "progress", "assigned_on", "due")
    return next((key for key in told if problem.text.get(key)), "problem")


def _finished(problem: ProblemEntry) -> Words:
    return cell_refusals.FINISHED.format(state=cell_refusals.STATES[problem.state])
