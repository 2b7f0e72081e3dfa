"""Walk a sheet row by row: the data rows, and their texts by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from workflow.imports.ledger.cells import Cell, Formula, Sheet, column_letters, text_of
from workflow.imports.ledger.columns import Header
from workflow.imports.ledger.header_lines import texts_of
from workflow.imports.ledger.heading_levels import level_of
from workflow.imports.ledger.parties import KnownParties
from workflow.imports.ledger.raw_rows import RawRow, TakenLine
from workflow.imports.ledger.row_kinds import CHOSEN_KINDS, Line, RowKind, kind_of
from workflow.imports.ledger.sections import Sections

_Said = dict[int, str]
_LOOKED_AT = 200  # characters of a cell, by which a line is told for what it is


class Walk:
    """A pass over the rows below some headers; ``lines`` holds the kinds of the other lines."""

    def __init__(
        self,
        sheet: Sheet,
        headers: Sequence[Header],
        end: int,
        known: KnownParties,
        matter: str = "problem",
        kinds: Mapping[int, str] | None = None,
    ) -> None:
        self.kinds = kinds or {}  # chosen by a person, by row
        self.sheet, self.headers, self.end, self.known = sheet, headers, end, known
        self.matter = matter
        self.filled = merged_down(sheet)
        self.wide = {(m.top, m.left) for m in sheet.merges if m.right > m.left}
        self.lines: list[TakenLine] = []
        self._error_rows = {row for row, _ in sheet.marks.errors}
        self._sections = Sections(known)
        self._waiting: list[tuple[int, str]] = []  # headings, or notes if no problem comes below
        self._above: RawRow | None = None
        self._numbered: dict[int, frozenset[int | None]] = {}

    def rows(self) -> Iterator[RawRow]:
        """Yield the data rows, including rows that continue the problem above."""
        self.lines.clear()
        bounds = [header.top for header in self.headers[1:]] + [self.end]
        for header, end in zip(self.headers, bounds, strict=True):
            self.lines += [
                TakenLine(row, "header", "", "") for row in range(header.top, header.row + 1)
            ]
            yield from self._below(header, end)
            self._end(end)

    def _below(self, header: Header, end: int) -> Iterator[RawRow]:
        for row in range(header.row + 1, end):
            said = texts_of(header.row_of(self.sheet.rows[row]))
            kind = self._kind(header, row, said)
            if kind == "section":
                self._waiting.append((row, next(iter(said.values()))))
            elif kind != "problem":
                self._take(row, kind, said, header)
            else:
                self._headings()
                raw = self._raw(header, row, said)
                self._above = raw
                if raw.continues:
                    text = " ".join(said.values())
                    self.lines.append(TakenLine(row, "continuation", text, ""))
                yield raw

    def _kind(self, header: Header, row: int, said: _Said) -> RowKind:
        problem = header.fields.get(self.matter, -1)
        chosen = next((kind for kind in CHOSEN_KINDS if kind == self.kinds.get(row)), None)
        if chosen and said:
            return "problem" if chosen == "continuation" else chosen
        if row in self._error_rows or self._has_bare_formulas(header, row, said):
            return "problem"
        alone = next(iter(said.values())) if len(said) == 1 else ""
        line = Line(
            {column: text[:_LOOKED_AT] for column, text in said.items()},
            problem,
            header.fields.get("no", -1),
            row - header.row,
            bool(alone) and (row, min(said)) in self.wide,
            bool(alone) and self.known.has_unit(alone),
            len(header.names),
            min(header.names, default=0),
            self._levels(problem) if alone else frozenset(),
        )
        return kind_of(line)

    def _levels(self, problem: int) -> frozenset[int | None]:
        """Return the levels of the numbers in front of problems that have more in their rows."""
        if problem not in self._numbered:
            several = (texts_of(cells) for cells in self.sheet.rows[:_LOOKED_AT])
            told = (said[problem] for said in several if len(said) > 1 and problem in said)
            self._numbered[problem] = frozenset(map(level_of, told))
        return self._numbered[problem]

    def _has_bare_formulas(self, header: Header, row: int, said: _Said) -> bool:
        """Say whether a blank-looking row holds formulas without values in the file."""
        number = header.fields.get("no", -1)
        if set(said) - {number}:
            return False
        formulas = (self.sheet.formulas.get((row, c)) for c in header.names if c != number)
        return any(formula and not formula.has_value for formula in formulas)

    def _take(self, row: int, kind: RowKind, said: _Said, header: Header) -> None:
        text = " ".join(said.values())
        self.lines.append(
            TakenLine(row, kind, text, said.get(header.fields.get(self.matter, -1), ""))
        )

    def _headings(self) -> None:
        """Take the waiting lines as headings: a problem follows."""
        for row, text in self._waiting:
            self._sections.enter(text)
            self.lines.append(TakenLine(row, "section", text, ""))
        self._waiting.clear()

    def _end(self, end: int) -> None:
        """End a part of the table; headings right above the next header are those of its rows."""
        waiting = dict(self._waiting)
        first = end if end < self.end else 0
        above = {*takewhile(waiting.__contains__, range(first - 1, -1, -1))}
        kept = [one for one in self._waiting if one[0] in above]
        self._waiting = [one for one in self._waiting if one[0] not in above]
        self._notes()
        self._waiting = kept

    def _notes(self) -> None:
        """Take the waiting lines as notes below the table: no problem follows."""
        self.lines += [TakenLine(row, "note", text, "") for row, text in self._waiting]
        self._waiting.clear()
        self._sections.clear()

    def _raw(self, header: Header, row: int, said: _Said) -> RawRow:
        cells = header.row_of(self.sheet.rows[row])
        filled = self._fill(header, row, said) if self.filled else frozenset()
        fields = header.fields.items()
        extras = {name: said[c] for c, name in header.extras.items() if c in said}
        if len(said) > len(header.names) or max(said, default=0) not in header.names:
            unnamed = (c for c in said if c not in header.names)
            extras |= {column_letters(c): said[c] for c in unnamed}
        raw = RawRow(
            row,
            header,
            {name: self._cell(cells, row, c) for name, c in fields},
            extras,
            self._sections.text,
            self._sections.unit,
            formulas=self._formulas(row, header),
            errors=self._errors(row, header),
            merged=frozenset(name for name, c in fields if c in filled),
            pictures=self.sheet.marks.pictures.get(row, 0),
            struck=(row, header.fields.get(self.matter, -1)) in self.sheet.marks.struck,
            texts={name: said.get(c, "") for name, c in fields},
        )
        chosen = self.kinds.get(row)
        raw.continues = (
            chosen == "continuation" and self._above is not None
            if chosen
            else _continues(raw, self._above, self.matter)
        )
        return raw

    def _fill(self, header: Header, row: int, said: _Said) -> frozenset[int]:
        """Fill empty cells under a vertical merge with its value; a text of their own stays."""
        filled = set()
        for column in header.names:
            if column not in said and (row, column) in self.filled:
                filled.add(column)
                if text := text_of(self.filled[row, column]):
                    said[column] = text
        return frozenset(filled)

    def _cell(self, cells: Sequence[Cell], row: int, column: int) -> Cell:
        own = cells[column] if column < len(cells) else None
        if own is not None and own != "":
            return own
        return self.filled.get((row, column)) if self.filled else None

    def _formulas(self, row: int, header: Header) -> dict[str, Formula]:
        if not self.sheet.formulas:
            return {}
        found = ((name, self.sheet.formulas.get((row, c))) for c, name in _every(header))
        return {name: formula for name, formula in found if formula}

    def _errors(self, row: int, header: Header) -> dict[str, str]:
        if row not in self._error_rows:
            return {}
        found = ((name, self.sheet.marks.errors.get((row, c))) for c, name in _every(header))
        return {name: error for name, error in found if error}


def _every(header: Header) -> Iterator[tuple[int, str]]:
    """Yield all columns, each with the field, or the name of the kept column."""
    yield from header.extras.items()
    for name, column in header.fields.items():
        yield column, name


def _continues(raw: RawRow, above: RawRow | None, matter: str) -> bool:
    """Say whether a row continues the problem above.

    True where its problem is merged with the row above, where its number and its problem are empty,
    and where both are the same as above: merged cells taken apart and filled down.
    """
    if above is None or above.header.names != raw.header.names:
        return False
    if matter in raw.merged:
        return True
    number = raw.text("issue_no") or raw.text("no")
    if not raw.text(matter):
        own = number and "issue_no" not in raw.merged and "no" not in raw.merged
        told = matter in raw.formulas or matter in raw.errors
        return not own and not told and _adds(raw)
    same = raw.text(matter) == above.text(matter)
    return same and bool(number) and _numbers(raw) == _numbers(above)


def _adds(raw: RawRow) -> bool:
    """Say whether a row without number and problem adds to the row above.

    In a table without numbers, only a measure without a day of finding of its own does.
    """
    numbered = "no" in raw.header.fields or "issue_no" in raw.header.fields
    return numbered or bool(raw.text("measures") and not raw.text("found_on"))


def _numbers(raw: RawRow) -> tuple[str, str]:
    return raw.text("no"), raw.text("issue_no")


def merged_down(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """Return the value of each cell hidden under a vertical merge."""
    filled: dict[tuple[int, int], Cell] = {}
    for merge in sheet.merges:
        if merge.top < len(sheet.rows) and merge.left < len(sheet.rows[merge.top]):
            value = sheet.rows[merge.top][merge.left]
            for row in range(merge.top + 1, min(merge.bottom + 1, len(sheet.rows))):
                filled[row, merge.left] = value
    return filled
