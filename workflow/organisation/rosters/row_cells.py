"""The cells of a row, read closely: codes, days and numbers, each refused where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflow.imports.ledger.cell_refusals import ERROR_VALUE, NO_VALUE
from workflow.imports.ledger.raw_rows import RawRow
from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.codes import wrong_code
from workflow.organisation.rosters.draft import OrganisationDraft
from workflow.organisation.rosters.sheets import OrganisationTable
from workflow.organisation.rosters.written_days import NO_DAY, NO_END, day_of
from workflow.words import Words

_NUMBER = re.compile(r"(\d{1,7})(?:\.0)?\s*(?:人|名|个)?")


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row and its table; faults of cells go to the draft."""

    table: OrganisationTable
    raw: RawRow
    draft: OrganisationDraft

    def refuse(self, field: str, value: str, reason: Words) -> None:
        """Refuse a cell of the row."""
        self.draft.take([self.table.place(self.raw.row).refuse(field, value, reason)])

    def is_sound(self) -> bool:
        """Say whether the row has neither errors nor formulas without a value; else refuse."""
        for field, error in self.raw.errors.items():
            self.refuse(field, error, ERROR_VALUE.format(error=error))
        bare = [one for one, formula in self.raw.formulas.items() if not formula.has_value]
        for field in bare:
            if field in self.raw.header.fields and field not in self.raw.errors:
                self.refuse(field, self.raw.formulas[field].text, NO_VALUE)
        return not self.raw.errors and not {*bare} & {*self.raw.header.fields}

    def code(self, field: str) -> str:
        """Return a code as written; a number has lost neither zeros nor digits."""
        text = self.raw.text(field)
        if why := wrong_code(text, self.table.width(field)):
            self.refuse(field, text, why)
            return ""
        return text

    def day(self, field: str, is_end: bool = False) -> str:
        """Return a day as ISO text, or an empty text for a blank or an open end."""
        text = self.raw.text(field)
        if text.lower() in NO_END:
            return ""
        try:
            day, only_month = day_of(self.raw.cells.get(field), is_end)
        except ValueError:
            self.refuse(field, text, NO_DAY)
            return ""
        if only_month:
            self.draft.months[self.table.sheet.name, self.raw.header.name(field)] += 1
        return day.isoformat()

    def number(self, field: str) -> str:
        """Return a whole number as text, or an empty text for a blank."""
        text = self.raw.text(field)
        if not text or text in ("/", "-", "—", "无"):
            return ""
        if match := _NUMBER.fullmatch(text):
            return str(int(match[1]))
        self.refuse(field, text, told.NO_NUMBER)
        return ""
