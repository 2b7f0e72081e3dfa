"""Import a ledger: the whole file or nothing, once however often the file is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import psycopg

from workflow.declaration import SYSTEM, Actor
from workflow.engine import commands
from workflow.engine.loading import read_now
from workflow.engine.raising import NewItem
from workflow.engine.references import References
from workflow.errors import BadInput, StaleItem
from workflow.imports.known_items import KnownItems, changes_of, read_known
from workflow.imports.ledger import cell_refusals, meanings, reading
from workflow.imports.ledger.directory import Directory, DirectoryUnit, read_directory
from workflow.imports.ledger.plan_items import Plan, Planner
from workflow.imports.ledger.result_types import Ledger, ProblemEntry, Refused
from workflow.imports.ledger.wishes import NO_WISHES, Wishes
from workflow.imports.taking_over import Family, Takeover, is_under_way
from workflow.platform import connect, settings
from workflow.snapshots import policies
from workflow.words import Words

Progress = Callable[[int, int], None]
# What becomes of rows that the ledger calls finished. None of them is ever raised as open work.
Finished = Literal["skip", "waiting", "closed"]
# What becomes of a row: raised, assigned where it is under way, taken over as waiting or as closed,
# known from before, most likely known, finished and left out, or refused.
Action = Literal["raise", "assigned", "waiting", "closed", "known", "alike", "finished", "refused"]
TAKEN: tuple[Action, ...] = ("assigned", "waiting", "closed")
OWN_NAMES = "ledger_columns.csv"  # in the data folder: names of columns that the organisation adds
_TRIES = 3
_NO_UNITS = Words(
    "还没有任何单位；请先建立组织机构，再导入台账。",
    "There are no units yet; set up the organisation first, then import the ledger.",
)
_BUSY = Words(
    "同一份台账正在由别人导入，请稍后再试。",
    "Somebody else is importing the same ledger; try again shortly.",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of a person for an import."""

    wishes: Wishes = NO_WISHES
    finished: Finished = "skip"
    only_good: bool = False
    raise_all: bool = False  # raise what is under way, too, for somebody to assign


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import, real or dry."""

    ledger: Ledger
    refused: tuple[Refused, ...]
    problems: int
    tasks: int
    responsibilities: int
    known: int  # problems that an earlier import brought in
    written: bool
    only_good: bool = False
    actions: dict[tuple[str, int], Action] = field(default_factory=dict)
    directory: Directory | None = None

    @property
    def taken(self) -> Counter[Action]:
        """The rows that are taken over, by what they are taken over as."""
        return Counter(one for one in self.actions.values() if one in TAKEN)

    @property
    def can_go_in(self) -> bool:
        """Say whether the rows can go in: all of them, or the good rows where so chosen."""
        return self.only_good or not any(refused.effect == "row" for refused in self.refused)


@dataclass(slots=True)
class Planned:
    """A plan, and the action for each row of the ledger."""

    plan: Plan
    actions: dict[tuple[str, int], Action]
    directory: Directory


def import_ledger(
    path: Path,
    actor: Actor = SYSTEM,
    *,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = lambda _done, _all: None,
    choices: Choices = NO_CHOICES,
) -> Imported:
    """Read the ledger at ``path`` and raise the new problems, unless a row cannot go in.

    Raises ``BadInput``, ``WrongType``, ``TooLarge`` or ``NotFound`` where the file is no ledger,
    ``NotPermitted`` where the actor may not raise or take over a row, and ``StaleItem`` where other
    imports were quicker several times.
    """
    with connect() as connection:
        now = now or read_now(connection)
        today = now.astimezone(settings().zone).date()
        directory = read_directory(connection, today)
    _take_in_own_names()
    ledger = reading.read_ledger(
        path, today, policies.calendar().add_working_days, known=directory, wishes=choices.wishes
    )
    for _ in range(_TRIES):
        planned = plan_ledger(ledger, path.name, today, progress, choices, actor)
        imported = _imported(ledger, planned, choices)
        if dry_run or not imported.can_go_in:
            return imported
        if _raised(planned.plan, actor, now):
            return replace(imported, written=True)
    raise StaleItem(_BUSY)


def _take_in_own_names() -> None:
    """Load the organisation's own names of columns, which go before the shipped names."""
    own = settings().data / OWN_NAMES
    meanings.add_names(own.read_text(encoding="utf-8-sig") if own.is_file() else "")


def _imported(ledger: Ledger, planned: Planned, choices: Choices) -> Imported:
    refused = (*ledger.refused, *planned.plan.refused)
    known = sum(action in ("known", "alike") for action in planned.actions.values())
    counts = _counts(planned.plan)
    return Imported(
        ledger,
        refused,
        *counts,
        known,
        False,
        choices.only_good,
        planned.actions,
        planned.directory,
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


def _counts(plan: Plan) -> tuple[int, int, int]:
    lists = [new.list_key for _, family in plan.families for new in family]
    return lists.count("problems"), lists.count("tasks"), lists.count("responsibilities")


def _raised(plan: Plan, actor: Actor, now: datetime) -> bool:
    """Raise everything in one transaction; ``False`` where another import raised the rows first."""
    news = in_order(plan)
    try:
        if news:
            commands.raise_items(news, actor, now)
    except psycopg.errors.UniqueViolation as error:
        if "source_key" not in (error.diag.constraint_name or ""):
            raise
        return False
    return True


def in_order(plan: Plan) -> list[NewItem]:
    """Return the items to raise as a list, each child after its problem."""
    news: list[NewItem] = []
    for _, family in plan.families:
        head = len(news)
        news.append(family[0])
        news += [replace(child, under=head) for child in family[1:]]
    return news
