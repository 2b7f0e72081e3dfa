"""Import a ledger: the whole file or nothing, once however often the file is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import psycopg

from workflow.declaration.rules import SYSTEM, Actor
from workflow.engine import commands
from workflow.engine.loading import read_now
from workflow.engine.raising import NewItem
from workflow.errors import BadInput, StaleItem
from workflow.imports.ledger import reading
from workflow.imports.ledger.directory import Directory, DirectoryUnit, read_directory
from workflow.imports.ledger.plan_items import Plan, Planner
from workflow.imports.ledger.result_types import Ledger, Refused
from workflow.platform.config import settings
from workflow.platform.db import Connection, connect
from workflow.snapshots import policies
from workflow.words import Words

Progress = Callable[[int, int], None]
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
class Imported:
    """The result of an import, real or dry."""

    ledger: Ledger
    refused: tuple[Refused, ...]
    problems: int
    tasks: int
    responsibilities: int
    known: int  # problems that an earlier import brought in
    written: bool

    @property
    def can_go_in(self) -> bool:
        """Say whether every row can go in; a single bad row stops the whole file."""
        return not any(refused.effect == "row" for refused in self.refused)


def import_ledger(
    path: Path,
    actor: Actor = SYSTEM,
    *,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Imported:
    """Read the ledger at ``path`` and raise the new problems, unless a row cannot go in.

    Raises ``BadInput``, ``WrongType``, ``TooLarge`` or ``NotFound`` where the file is no ledger,
    and ``StaleItem`` where other imports were quicker several times.
    """
    with connect() as connection:
        now = now or read_now(connection)
    today = now.astimezone(settings().zone).date()
    ledger = reading.read_ledger(path, today, policies.calendar().add_working_days)
    for _ in range(_TRIES):
        plan = plan_new(ledger, path.name, today, progress)
        known = len(ledger.problems) - len(plan.families)
        refused = (*ledger.refused, *plan.refused)
        imported = Imported(ledger, refused, *_counts(plan), known, False)
        if dry_run or not imported.can_go_in:
            return imported
        if _raised(plan, actor, now):
            return replace(imported, written=True)
    raise StaleItem(_BUSY)


def plan_new(
    ledger: Ledger, name: str, today: date, progress: Progress = lambda _done, _all: None
) -> Plan:
    """Plan the problems missing in the database."""
    with connect() as connection:
        directory = read_directory(connection, today)
        known = _known(connection, [problem.key for problem in ledger.problems])
    planner = Planner(directory, _root(directory), name)
    for done, problem in enumerate(ledger.problems, 1):
        if problem.key not in known:
            planner.add(problem)
        progress(done, len(ledger.problems))
    return planner.plan


def _known(connection: Connection, keys: Sequence[str]) -> set[str]:
    query = "SELECT source_key FROM items WHERE source_key = ANY (%s)"
    return {row[0] for row in connection.execute(query, [list(keys)])}


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
