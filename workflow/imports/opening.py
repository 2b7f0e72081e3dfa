"""Open a ledger: parsed once, by the choices of a person or the remembered meanings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from workflow.declaration import Actor
from workflow.imports import layouts
from workflow.imports.layouts import LedgerLayout
from workflow.imports.ledger import meanings, reading
from workflow.imports.ledger.directory import Directory
from workflow.imports.ledger.packed_blocks import PackedBlocks
from workflow.imports.ledger.result_types import Ledger, ProblemEntry
from workflow.imports.ledger.wishes import Wishes
from workflow.platform import connect, settings
from workflow.snapshots import policies

Progress = Callable[[int, int], None]
OWN_NAMES = "ledger_columns.csv"  # in the data folder: names of columns that the organisation adds


@dataclass(frozen=True, slots=True)
class Source:
    """A file with a ledger: the bytes, and the name for type and year."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger in reading, and the remembered layout, if any."""

    reading: reading.Reading
    layout: LedgerLayout | None = None

    def again(self, directory: Directory) -> Opened:
        """Return the file opened for another directory; it is not parsed again."""
        return Opened(self.reading.again(self.reading.wishes, directory), self.layout)

    def read(self, progress: Progress) -> Ledger:
        """Read problem by problem, with the progress in lines."""
        problems: PackedBlocks[ProblemEntry] = PackedBlocks()
        for problem in self.reading.problems():
            problems.append(problem)
            progress(min(self.reading.rows_read, self.reading.lines), self.reading.lines)
        return self.reading.ledger(problems)

    def part(self, progress: Progress, parts: int, place: int) -> Progress:
        """Return the progress of a part of the work (reading, comparing, raising), in lines."""
        lines = self.reading.lines
        return lambda done, of: progress(lines * (place * of + done) // of, lines * parts)


def open_source(
    source: Source, actor: Actor, today: date, directory: Directory, wishes: Wishes, recalls: bool
) -> Opened:
    """Open a ledger; without choices ``recalls`` lets a remembered layout give the meanings.

    Raises ``BadInput``, ``WrongType`` or ``TooLarge`` where the file is no ledger.
    """
    _take_in_own_names()
    add = policies.calendar().add_working_days
    found = reading.open_ledger(source.data, source.name, today, add, directory, wishes)
    if not recalls or wishes.columns or any(wishes.values.values()):
        return Opened(found)
    with connect() as connection:
        layout = layouts.recall(connection, layouts.fingerprint(found.names), actor)
    if layout is None:
        return Opened(found)
    meant = replace(wishes, columns=layout.columns, values=layout.values)
    return Opened(found.again(meant), layout)


def _take_in_own_names() -> None:
    """Load the organisation's own names of columns, which go before the shipped names."""
    own = settings().data / OWN_NAMES
    meanings.add_names(own.read_text(encoding="utf-8-sig") if own.is_file() else "")
