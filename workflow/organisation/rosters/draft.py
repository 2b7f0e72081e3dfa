"""A draft of the organisation from a file: rows with their places, refusals and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workflow.imports.ledger.raw_rows import TakenLine
from workflow.imports.ledger.result_types import Refused, RefusedPart
from workflow.organisation.workbook import SHEETS, Book, WorkbookRow
from workflow.words import Words

_AT = Words(
    "“{sheet}”第{row}行“{column}”：{reason}（{cell}）。",
    'Sheet "{sheet}", row {row}, "{column}": {reason} ({cell}).',
)
_PART = Words("{reason}；该单元格不导入", "{reason}; the cell is left out")


# What a roster calls the columns of the own workbook.
_ALSO = {
    "email": ("mail",), "from": ("begin", "term"), "to": ("end", "term"), "person": ("name",),
    "parent": ("parent_code", "unit", "branch", "level"), "kind": ("unit", "branch", "level"),
    "code": ("unit_code",),
}  # fmt: skip


class Keyless(str):
    """The key of a new row without a code; other rows refer to the key."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The place of a row in the file, with the name and the letters of each column."""

    sheet: str
    row: int
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def aimed(self, field: str, *keys: str) -> RowPlace:
        """Return the place with the column of a field standing for other keys as well."""
        if field not in self.columns:
            return self
        own = dict.fromkeys(keys, self.columns[field])
        return RowPlace(self.sheet, self.row, {**self.columns, **own})

    def refuse(self, key: str, value: str, reason: Words, effect: RefusedPart = "row") -> Refused:
        """Return the refusal of a cell of the row."""
        columns = (self.columns.get(one) for one in (key, *_ALSO.get(key, ())))
        first = next(iter(self.columns.values()), (key, "A"))
        name, letters = next((column for column in columns if column), first)
        cell = f"{letters}{self.row}"
        return Refused(self.sheet, self.row, name, value, reason, effect, cell)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a sheet of the organisation, and its place in the file."""

    row: WorkbookRow
    place: RowPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadColumn:
    """A column of the file with its meaning; left out where the meaning has no place here."""

    sheet: str
    name: str
    letters: str
    key: str  # of the meaning
    meaning: Words
    certain: bool
    left_out: bool


@dataclass(slots=True)
class OrganisationDraft:
    """Everything read from a file so far."""

    entries: dict[str, list[Entry]] = field(
        default_factory=lambda: {sheet.key: [] for sheet in SHEETS}
    )
    _refused: dict[Refused, None] = field(default_factory=dict)
    _told: dict[Words, None] = field(default_factory=dict)
    columns: list[ReadColumn] = field(default_factory=list)
    months: Counter[tuple[str, str]] = field(default_factory=Counter)  # by sheet and column
    lines: list[tuple[str, TakenLine]] = field(default_factory=list)  # of a sheet, and no rows
    inherited: Counter[tuple[str, str]] = field(default_factory=Counter)

    def guess(self, words: Words) -> None:
        """Tell a guess, once."""
        self._told[words] = None

    @property
    def notes(self) -> list[Words]:
        """The guesses that were told."""
        return list(self._told)

    @property
    def refused(self) -> list[Refused]:
        """Every refusal, whether of a cell or of the file."""
        return list(self._refused)

    @property
    def book(self) -> Book:
        """The rows alone, sheet by sheet."""
        return {key: [entry.row for entry in entries] for key, entries in self.entries.items()}

    @property
    def faults(self) -> list[Refused]:
        """The refusals that keep the whole file out."""
        return [refused for refused in self._refused if refused.effect == "row"]

    def take(self, refused: Iterable[Refused]) -> None:
        """Take refusals, each once."""
        self._refused |= dict.fromkeys(refused)


def sentence_of(refused: Refused) -> Words:
    """Return the sentence of a refusal with its place."""
    reason = refused.reason
    if refused.effect != "row":
        reason = _PART.format(reason=reason)
    return _AT.format(
        sheet=refused.sheet, row=refused.row, column=refused.column, reason=reason,
        cell=refused.cell,
    )  # fmt: skip
