"""The results of reading a ledger: problems with their tasks and parties, and refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workflow.imports.ledger.columns import Column
from workflow.imports.ledger.deadline_phrases import DeadlineReading
from workflow.imports.ledger.parties import PersonText, UnitText
from workflow.imports.ledger.row_kinds import RowKind
from workflow.imports.ledger.states import WrittenState
from workflow.words import Words

RefusedPart = Literal["row", "kept as text", "left out"]


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell not taken as written.

    ``row``: the row cannot go in, so nothing of the file does. ``kept as text``: the row goes in,
    and a person settles the value. ``left out``: the row is noted and stays out, the others go in.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: Words
    effect: RefusedPart
    cell: str = ""


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A measure, with its deadline and, where the ledger names units by measure, its units."""

    text: str
    deadline: DeadlineReading
    row: int
    units: tuple[UnitText, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    """A problem of a ledger; ``key`` is the same whenever the same row is read again."""

    sheet: str
    row: int
    key: str
    title: str
    text: dict[str, str]  # field -> what stands in it, for every field of the header
    severity: str
    state: WrittenState
    deadline: DeadlineReading
    found_on: date | None
    assigned_on: date | None
    tasks: tuple[TaskEntry, ...]
    units: tuple[UnitText, ...]
    people: tuple[PersonText, ...]
    section: str
    extras: dict[str, str]
    columns: dict[str, tuple[str, str]]  # field -> its name in the file, its column's letters
    pictures: int = 0
    lines: tuple[dict[str, str], ...] = ()  # of our own layout: column -> text, line by line

    def refuse(self, field: str, value: str, reason: Words, effect: RefusedPart) -> Refused:
        """Return a refusal of a field of the row."""
        name, letters = self.columns.get(field, (field, ""))
        cell = f"{letters}{self.row}" if letters else ""
        return Refused(self.sheet, self.row, name, value, reason, effect, cell)


@dataclass(frozen=True, slots=True)
class Taken:
    """A line without a problem, and its kind."""

    sheet: str
    row: int
    kind: RowKind
    text: str


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table as read: its place, the meanings of its columns, and some values of each."""

    sheet: str
    row: int
    columns: tuple[Column, ...]
    rows: int
    samples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by the column's index


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A visible sheet of the file: the number of its lines, and whether it was read."""

    name: str
    lines: int
    read: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as read: nothing is lost, nothing is made up."""

    digest: str
    kind: str
    dated: date | None
    rows_read: int
    problems: Sequence[ProblemEntry]
    refused: tuple[Refused, ...]
    notes: tuple[Words, ...]
    tables: tuple[TableRead, ...] = ()
    taken: tuple[Taken, ...] = ()
    sheets: tuple[SheetRead, ...] = ()

    @property
    def can_go_in(self) -> bool:
        """Say whether every row can go in; a single bad row stops the whole file."""
        return not any(refused.effect == "row" for refused in self.refused)
