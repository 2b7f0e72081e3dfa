"""Import a ledger: the whole file or nothing, once however often the file is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import psycopg

from workflow.declaration import SYSTEM, Actor
from workflow.engine import commands
from workflow.engine.loading import read_now
from workflow.errors import StaleItem
from workflow.imports import applying
from workflow.imports.ledger.directory import read_directory
from workflow.imports.ledger.plan_items import Plan
from workflow.imports.ledger.result_types import Ledger
from workflow.imports.ledger.workbook import read_file
from workflow.imports.opening import Opened, Progress, Source, open_source
from workflow.imports.outcome import (
    NO_CHOICES,
    TAKEN,
    Action,
    Choices,
    Finished,
    Imported,
    Planned,
)
from workflow.imports.plan_in_blocks import PlanInBlocks
from workflow.imports.reach import ImportReach
from workflow.imports.records import ImportToNote
from workflow.imports.row_plans import plan_ledger, plan_new
from workflow.platform import connect, settings
from workflow.words import Words

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

    Raises as ``import_source``, and ``NotFound`` for a missing file.
    """
    source = Source(read_file(path), path.name)
    return import_source(
        source, actor, dry_run=dry_run, now=now, progress=progress, choices=choices
    )


def import_source(
    source: Source,
    actor: Actor,
    *,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = lambda _done, _all: None,
    choices: Choices = NO_CHOICES,
    recalls: bool = True,
) -> Imported:
    """Read a ledger and raise the new problems, unless a row cannot go in.

    Where nothing is chosen, a remembered layout ``recalls`` its meanings. ``progress`` may raise to
    stop: nothing is written then. Raises ``BadInput``, ``WrongType`` or ``TooLarge`` where the file
    is no ledger, ``NotPermitted`` where the actor may not import, raise or take over a row, and
    ``StaleItem`` where other imports were quicker several times.
    """
    ImportReach.of(actor)
    with connect() as connection:
        now = now or read_now(connection)
        today = now.astimezone(settings().zone).date()
        directory = read_directory(connection, today)
    opened = open_source(source, actor, today, directory, choices.wishes, recalls)
    return import_opened(
        opened, source.name, actor, now, dry_run=dry_run, progress=progress, choices=choices
    )


def import_opened(
    opened: Opened,
    name: str,
    actor: Actor,
    now: datetime,
    *,
    dry_run: bool,
    progress: Progress,
    choices: Choices,
) -> Imported:
    """Raise the new problems of an opened ledger, as ``import_source`` does."""
    today = now.astimezone(settings().zone).date()
    part = partial(opened.part, progress, 2 if dry_run else 3)
    ledger = opened.read(part(0))
    for _ in range(_TRIES):
        planned = plan_ledger(ledger, name, today, part(1), choices, actor)
        imported = replace(_imported(ledger, planned, choices), layout=opened.layout)
        if dry_run or not imported.can_go_in:
            return imported
        noted = _ToNote(name, actor, now, choices, imported)
        applying.check(planned.changes, choices.decisions, actor)
        if (import_id := _raised(planned.plan, noted, part(2))) is not None:
            return _applied(replace(imported, written=True), planned, noted, import_id)
    raise StaleItem(_BUSY)


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


def _raised(plan: Plan, noted: _ToNote, progress: Progress) -> int | None:
    """Raise everything in one transaction, with its record; return the number of the import.

    ``0`` where there is nothing to raise, ``None`` where another import raised the rows first.
    """
    if not plan.families:
        return 0
    plan_in_blocks = PlanInBlocks(plan.families, noted.record(), progress)
    try:
        commands.raise_in_blocks(plan_in_blocks.blocks, noted.actor, noted.now, plan_in_blocks.note)
    except psycopg.errors.UniqueViolation as error:
        if "source_key" not in (error.diag.constraint_name or ""):
            raise
        return None
    return plan_in_blocks.import_id


__all__ = [
    "NO_CHOICES", "TAKEN", "Action", "Choices", "Finished", "Imported", "Planned",
    "import_ledger", "plan_ledger", "plan_new",
]  # fmt: skip
