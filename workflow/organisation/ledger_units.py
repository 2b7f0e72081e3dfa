"""The import of a ledger that brings its units and people with it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.declaration import Actor
from workflow.engine.loading import read_now
from workflow.errors import BadInput
from workflow.imports.import_ledger import Imported, import_opened
from workflow.imports.ledger.directory import Directory, read_directory
from workflow.imports.missing_people import MissingPerson, missing_people
from workflow.imports.opening import Opened, Progress, Source, open_source
from workflow.imports.outcome import NO_CHOICES, Choices
from workflow.organisation.commands import found_at
from workflow.organisation.ledger_people import bring_people
from workflow.organisation.rosters.missing_units import NO_UNDER, MissingUnit, missing_units
from workflow.organisation.transaction import Desk, at_desk
from workflow.platform import Connection, settings, together
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Making:
    """The additions of a ledger besides the rows."""

    units: bool = True
    people: bool = False  # without accounts
    under: str = ""  # the unit above new ones, or the name of the topmost


@dataclass(slots=True)
class MadeOnTheSpot:
    """The missing units and people; all without doubt are made."""

    units: list[MissingUnit] = field(default_factory=list)
    people: list[MissingPerson] = field(default_factory=list)
    asked: int = 0  # posts that wait for an administrator
    faults: list[Words] = field(default_factory=list)  # against the people


class _Undone(Exception):
    """No trace of the trial is to stay."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


def found(actor: Actor, units: Sequence[MissingUnit], now: datetime | None = None) -> list[int]:
    """Found units, each after the parent, in one transaction; return the ids.

    Raises as ``commands.found`` does, and ``BadInput`` for a parent that is not there.
    """
    return at_desk(actor, lambda desk: [_found_one(desk, unit) for unit in units], now)


def _found_one(desk: Desk, unit: MissingUnit) -> int:
    parent = read_directory(desk.connection, desk.today).unit(unit.parent) if unit.parent else None
    if unit.parent and parent is None:
        raise BadInput(NO_UNDER.format(name=unit.parent[:40]))
    above = parent.id if parent else None
    return found_at(desk, above, unit.kind, unit.name, "", None, None).unit_id


def import_with_units(
    source: Source,
    actor: Actor,
    making: Making,
    *,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = lambda _done, _all: None,
    choices: Choices = NO_CHOICES,
) -> tuple[Imported, MadeOnTheSpot]:
    """Found the sure missing units of a ledger, add the people, and import the rows.

    An empty installation begins with the unit named ``under``, or by a title. All of it is one
    transaction: of a ledger that does not go in, nobody and no unit stays. Return the outcome, and
    every missing unit and person. Raises as ``import_source``, ``found`` and ``bring_people``.
    """
    made = MadeOnTheSpot()
    try:
        with together() as connection:
            now = now or read_now(connection)
            file = _File(connection, actor, now)
            opened, directory = file.open(source, choices)
            if making.units:
                made.units = missing_units(connection, opened.reading, directory, making.under)
                found(actor, [unit for unit in made.units if unit.is_sure], now)
                opened, directory = file.again(opened)
            if making.people:
                made.people = missing_people(opened.reading.problems(), directory)
                _bring(file, made)
                opened, directory = file.again(opened)
            imported = import_opened(
                opened.again(directory), source.name, actor, now, dry_run=dry_run,
                progress=progress, choices=choices,
            )  # fmt: skip
            if not imported.written:
                raise _Undone(imported)
    except _Undone as undone:
        return undone.imported, made
    return imported, made


@dataclass(frozen=True, slots=True)
class _File:
    """A file parsed once, and the directory that is read anew only where it has changed."""

    connection: Connection
    actor: Actor
    now: datetime

    def open(self, source: Source, choices: Choices) -> tuple[Opened, Directory]:
        """Return the opened file with the directory of today."""
        directory = self._directory()
        today = self.now.astimezone(settings().zone).date()
        opened = open_source(source, self.actor, today, directory, choices.wishes, recalls=True)
        return opened, directory

    def again(self, opened: Opened) -> tuple[Opened, Directory]:
        """Return the file opened for a changed directory."""
        directory = self._directory()
        return opened.again(directory), directory

    def _directory(self) -> Directory:
        return read_directory(self.connection, self.now.astimezone(settings().zone).date())


def _bring(file: _File, made: MadeOnTheSpot) -> None:
    """Add the missing people of a ledger, and note the people added."""
    brought = at_desk(file.actor, lambda desk: bring_people(desk, made.people), file.now)
    made.asked, made.faults = brought.asked, brought.faults
