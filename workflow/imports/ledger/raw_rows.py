"""The rows of a table as in the file: cells by field, and further marks of the row."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow.imports.ledger.cells import Cell, Formula, text_of
from workflow.imports.ledger.columns import Header
from workflow.imports.ledger.row_kinds import RowKind


@dataclass(slots=True)
class RawRow:
    """A data row: cells by field, kept columns by their name."""

    row: int
    header: Header
    cells: dict[str, Cell]
    extras: dict[str, str]
    section: str = ""
    section_unit: str = ""  # where the heading above the row is the name of a unit
    continues: bool = False  # the problem of the row above
    formulas: dict[str, Formula] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # field or name -> #REF! and the like
    merged: frozenset[str] = frozenset()  # the fields whose value comes from the row above
    pictures: int = 0
    struck: bool = False  # the text of the problem is struck through
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # in a form: field -> cell
    texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.texts:
            self.texts = {name: text_of(cell) for name, cell in self.cells.items()}

    def text(self, name: str) -> str:
        """Return a field as text; a missing column is the same as an empty cell."""
        return self.texts.get(name, "")


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A line without a problem, its kind, and its text."""

    row: int
    kind: RowKind
    text: str
    matter: str  # what stands in the column of the problem: never dropped unsaid
