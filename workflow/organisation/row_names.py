"""What people call the rows of the organisation's workbook: by names, and not by codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflow.declaration import pack
from workflow.organisation.workbook import Book, SheetOf, WorkbookRow
from workflow.words import Words, joined

_BETWEEN = Words("，", ", ")
_SINCE = Words("{day}起", "from {day} on")
_DAYS = {"names": 3, "terms": 1, "posts": 3}  # the column of the first day


@dataclass(frozen=True, slots=True)
class RowNames:
    """The names of units and people by their codes."""

    units: Mapping[str, Words]
    people: Mapping[str, Words]

    @classmethod
    def of(cls, books: Iterable[Book]) -> RowNames:
        """Return the names in some books; a later book goes before an earlier one."""
        units: dict[str, Words] = {}
        people: dict[str, Words] = {}
        for book in books:
            units |= {row[0]: Words(row[3], row[4] or row[3]) for row in book["units"]}
            people |= {row[0]: Words(row[1], row[2] or row[1]) for row in book["people"]}
        return cls(units, people)

    def of_row(self, sheet: SheetOf, row: WorkbookRow) -> Words:
        """Return what a person calls a row of a sheet."""
        if sheet.key == "people":
            return self.people.get(row[0], _plain(row[0]))
        if sheet.key == "posts":
            role = pack().roles.get(row[2], _plain(row[2]))
            parts = [self.people.get(row[0], _plain(row[0])), self._unit(row[1]), role]
        else:
            former = [_plain(row[1])] if sheet.key == "names" else []
            parts = [self._unit(row[0]), *former]
        day = row[_DAYS[sheet.key]] if sheet.key in _DAYS else ""
        return joined(_BETWEEN, [*parts, *([_SINCE.format(day=day)] if day else [])])

    def _unit(self, code: str) -> Words:
        return self.units.get(code, _plain(code))


def _plain(text: str) -> Words:
    return Words(text, text)
