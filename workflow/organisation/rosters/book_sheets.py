"""Read the sheets of the own workbook, in whichever language, order and completeness.

A sheet is one of them by its name and the columns that it cannot do without; what a file leaves
out of the others stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from workflow.declaration import pack
from workflow.imports.ledger.cells import Cell, Sheet, column_letters, text_of
from workflow.organisation.kinds import CLASSES
from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.codes import widths_of, wrong_code
from workflow.organisation.rosters.draft import Entry, OrganisationDraft, RowPlace
from workflow.organisation.rosters.known_units import KnownUnits
from workflow.organisation.rosters.person_cells import tidy
from workflow.organisation.rosters.unit_kinds import kind_by_word
from workflow.organisation.rosters.written_days import NO_DAY, day_of
from workflow.organisation.workbook import SHEETS, Book, SheetOf
from workflow.platform import cleaned, narrow
from workflow.words import Words

_DATES = ("from", "to", "elected", "extended", "left")
_ENDS = ("to", "extended")
_NUMBERS = ("full", "probationary", "joined")
_REQUIRED = {
    "units": ("code", "kind", "name", "from"), "names": ("unit", "name", "from", "to"),
    "terms": ("unit", "from", "to"), "people": ("code", "name"),
    "posts": ("person", "unit", "role", "from"),
}  # fmt: skip
_BLANK = {"language": "zh"}  # what an empty cell stands for, where it is not nothing
_LANGUAGES = {
    "zh": ("zh", "中文", "汉语", "简体中文", "chinese"), "en": ("en", "英文", "英语", "english"),
}  # fmt: skip
_CODES = ("code", "person")
_LOOKED_AT = 12  # rows above which the names of the columns stand
_CHOICES: dict[str, Callable[[], Mapping[str, Words]]] = {
    "class": lambda: CLASSES,
    "role": lambda: pack().roles,
}


class _Wrong(Exception):
    """A cell that cannot be read, with the sentence."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.words = words


def find_sheet(sheet: Sheet) -> tuple[SheetOf, int] | None:
    """Return the kind of an own sheet and the row of its names, or ``None`` for any other."""
    kind = next((one for one in SHEETS if cleaned(sheet.name) in one.words), None)
    if kind is None:
        return None
    needed = [words for key, words in kind.columns if key in _REQUIRED[kind.key]]
    for row in range(min(_LOOKED_AT, len(sheet.rows))):
        heads = [text_of(cell) for cell in sheet.rows[row]]
        if all(any(head in words for head in heads) for words in needed):
            return kind, row
    return None


class BookSheets:
    """Reads own sheets into a draft; what is there already stands behind missing columns."""

    def __init__(self, draft: OrganisationDraft, present: Book, today: date) -> None:
        self.draft, self.today = draft, today
        self.present = {
            sheet.key: {tuple(row[n] for n in sheet.naming): row for row in present[sheet.key]}
            for sheet in SHEETS
        }
        self.units = KnownUnits.of(present["units"], today)

    def read(self, sheet: SheetOf, found: Sheet, top: int) -> None:
        """Read the rows of a sheet below the row of its names."""
        places = _places(sheet, found, top)
        columns = {
            key: (text_of(found.rows[top][at]) if at is not None else words.zh,
                  column_letters(at or 0))
            for (key, words), at in zip(sheet.columns, places, strict=True)
        }  # fmt: skip
        widths = widths_of(_codes(sheet, found, top, places))
        for number in range(top + 1, len(found.rows)):
            cells = found.rows[number]
            own = [cells[at] if at is not None and at < len(cells) else None for at in places]
            if any(map(text_of, own)):
                place = RowPlace(found.name, number + 1, columns)
                self._row(sheet, place, own, places, widths)

    def name_parents(self) -> None:
        """Take the name of a unit above for the code, where only a single unit has the name."""
        entries = self.draft.entries["units"]
        codes = {entry.row[0] for entry in entries} | {*self.units.by_key}
        called: dict[str, set[str]] = {}
        for entry in entries:
            called.setdefault(entry.row[3], set()).add(entry.row[0])
        for unit in self.units.by_key.values():
            called.setdefault(unit.name, set()).add(unit.key)
        for key, column in (("units", 1), ("names", 0), ("terms", 0), ("posts", 1)):
            for n, entry in enumerate(self.draft.entries[key]):
                written = entry.row[column]
                meant = called.get(written, set())
                if written and written not in codes and len(meant) == 1:
                    row = (*entry.row[:column], *meant, *entry.row[column + 1 :])
                    self.draft.entries[key][n] = Entry(row, entry.place)
                    self.draft.guess(told.GUESSED_UNIT.format(word=written, unit=next(iter(meant))))

    def _row(
        self, sheet: SheetOf, place: RowPlace, cells: list[Cell], places: list[int | None],
        widths: int,
    ) -> None:  # fmt: skip
        values = [
            self._value(sheet, place, key, cell, widths)
            for (key, _), cell in zip(sheet.columns, cells, strict=True)
        ]
        name = tuple(values[n] for n in sheet.naming)
        there = self.present[sheet.key].get(name)
        if sheet.key == "people" and not (there and there[1] == values[1]):
            values[1] = self._tidied(values[1])
        row = tuple(
            there[n] if there and places[n] is None else value for n, value in enumerate(values)
        )
        if all(name):
            self.draft.entries[sheet.key].append(Entry(row, place))

    def _tidied(self, written: str) -> str:
        name = tidy(written)
        if name != written:
            self.draft.guess(told.NAME_TRIMMED.format(written=written, name=name))
        return name

    def _value(self, sheet: SheetOf, place: RowPlace, key: str, cell: Cell, widths: int) -> str:
        text = text_of(cell)
        if not text:
            if key in _REQUIRED[sheet.key]:
                self.draft.take([place.refuse(key, "", told.MISSING)])
            return _BLANK.get(key, "")
        try:
            return self._read(key, place, cell, text, widths)
        except _Wrong as wrong:
            reason = wrong.words.format(value=text[:40])
            self.draft.take([place.refuse(key, text, reason)])
            return ""

    def _read(self, key: str, place: RowPlace, cell: Cell, text: str, widths: int) -> str:
        if key in _DATES:
            return self._day(key, place, cell)
        if key in _NUMBERS:
            return _number(text)
        if key in _CODES and (why := wrong_code(text, widths)):
            raise _Wrong(why)
        if key == "kind":
            return self._kind(text)
        if key == "language":
            return _language(text)
        if key in _CHOICES:
            return _choice(_CHOICES[key](), text)
        return narrow(text) if key == "email" else text

    def _day(self, key: str, place: RowPlace, cell: Cell) -> str:
        try:
            day, only_month = day_of(cell, key in _ENDS)
        except ValueError:
            raise _Wrong(NO_DAY) from None
        if only_month:
            self.draft.months[place.sheet, place.columns[key][0]] += 1
        return day.isoformat()

    def _kind(self, text: str) -> str:
        if kind := kind_by_word(text):
            return kind
        raise _Wrong(told.NO_CHOICE)


def _codes(sheet: SheetOf, found: Sheet, top: int, places: list[int | None]) -> Iterator[Cell]:
    for (key, _), at in zip(sheet.columns, places, strict=True):
        if key in _CODES and sheet.key in ("people", "posts") and at is not None:
            rows = (found.rows[n] for n in range(top + 1, len(found.rows)))
            yield from (cells[at] for cells in rows if at < len(cells))


def _places(sheet: SheetOf, found: Sheet, top: int) -> list[int | None]:
    """Find the columns by their headings, in whichever language and order."""
    heads = [text_of(cell) for cell in found.rows[top]]
    return [
        next((n for n, head in enumerate(heads) if head in words), None)
        for _, words in sheet.columns
    ]


def _number(text: str) -> str:
    plain = text.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 8):
        raise _Wrong(told.NO_NUMBER)
    return str(int(plain))


def _choice(choices: Mapping[str, Words], text: str) -> str:
    for choice, words in choices.items():
        if text == choice or text in words:
            return choice
    raise _Wrong(told.NO_CHOICE)


def _language(text: str) -> str:
    for code, words in _LANGUAGES.items():
        if text.lower() in words:
            return code
    raise _Wrong(told.NO_CHOICE)
