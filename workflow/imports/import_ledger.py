"""Import a ledger: the whole file or nothing, once however often the file is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import psycopg

from workflow.declaration import SYSTEM, Actor
from workflow.engine import commands
from workflow.engine.loading import read_now
from workflow.engine.raising import NewItem
from workflow.errors import StaleItem
from workflow.imports import applying, records
from workflow.imports.ledger import meanings, reading
from workflow.imports.ledger.directory import read_directory
from workflow.imports.ledger.plan_items import Plan
from workflow.imports.ledger.result_types import Ledger
from workflow.imports.outcome import (
    NO_CHOICES,
    TAKEN,
    Action,
    Choices,
    Finished,
    Imported,
    Planned,
)
from workflow.imports.records import ImportToNote
from workflow.imports.row_plans import Progress, plan_ledger, plan_new
from workflow.platform import Connection, connect, settings
from workflow.snapshots import policies
from workflow.words import Words

OWN_NAMES = "ledger_columns.csv"  # in the data folder: names of columns that the organisation adds
_TRIES = 3
_BUSY = Words(
    "同一份台账正在由别人导入，请稍后再试。",
    "Somebody else is importing the same ledger; try again shortly.",
)


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
        noted = _ToNote(path.name, actor, now, choices, imported)
        applying.check(planned.changes, choices.decisions, actor)
        if (import_id := _raised(planned.plan, noted)) is not None:
            return _applied(replace(imported, written=True), planned, noted, import_id)
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
        changes=planned.changes,
        gone=planned.gone,
    )


def _counts(plan: Plan) -> tuple[int, int, int]:
    lists = [new.list_key for _, family in plan.families for new in family]
    return lists.count("problems"), lists.count("tasks"), lists.count("responsibilities")


@dataclass(frozen=True, slots=True)
class _ToNote:
    """The head of an import's record."""

    name: str
    actor: Actor
    now: datetime
    choices: Choices
    imported: Imported

    def record(self) -> ImportToNote:
        imported = self.imported
        taken = {str(key): count for key, count in imported.taken.items()}
        return ImportToNote(
            name=self.name,
            sha256=imported.ledger.digest,
            at=self.now,
            actor=self.actor,
            choices={"finished": self.choices.finished, "only_good": self.choices.only_good},
            counts={**imported.counts, **taken},
        )


def _applied(imported: Imported, planned: Planned, noted: _ToNote, import_id: int) -> Imported:
    """Apply the chosen changes of known rows, in a record of their own."""
    decisions, made = noted.choices.decisions, noted.record()
    applied = applying.apply(planned.changes, made, decisions)
    done = sum(one.why_not is None for one in applied)
    made = replace(made, counts={"changes": done})
    own = applying.note(planned.rows, planned.changes, applied, made, decisions)
    return replace(imported, applied=applied, import_id=import_id or own)


def _raised(plan: Plan, noted: _ToNote) -> int | None:
    """Raise all items and the record in one transaction; return the number of the import.

    ``0`` where there is nothing to raise, ``None`` where another import raised the rows first.
    """
    news, import_id = in_order(plan), 0

    def beside(connection: Connection, done: Sequence[commands.Done]) -> None:
        nonlocal import_id
        import_id = records.note(connection, noted.record(), records.new_rows(plan.families, done))

    try:
        if news:
            commands.raise_items(news, noted.actor, noted.now, beside)
    except psycopg.errors.UniqueViolation as error:
        if "source_key" not in (error.diag.constraint_name or ""):
            raise
        return None
    return import_id


def in_order(plan: Plan) -> list[NewItem]:
    """Return the items to raise as a list, each child after its problem."""
    news: list[NewItem] = []
    for _, family in plan.families:
        head = len(news)
        news.append(family[0])
        news += [replace(child, under=head) for child in family[1:]]
    return news


__all__ = [
    "NO_CHOICES", "OWN_NAMES", "TAKEN", "Action", "Choices", "Finished", "Imported", "Planned",
    "import_ledger", "in_order", "plan_ledger", "plan_new",
]  # fmt: skip
