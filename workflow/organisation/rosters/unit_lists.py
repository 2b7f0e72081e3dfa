"""Read a list of units: with units above, by levels, by numbers or blanks, or names alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from workflow.imports.ledger.parties import split_list
from workflow.imports.ledger.raw_rows import RawRow
from workflow.imports.ledger.unit_names import key_of
from workflow.organisation.kinds import kind_of
from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.draft import OrganisationDraft, RowPlace
from workflow.organisation.rosters.known_units import KnownUnit, KnownUnits
from workflow.organisation.rosters.outlines import depths_of, without_number
from workflow.organisation.rosters.places import Placing
from workflow.organisation.rosters.row_cells import RowCells
from workflow.organisation.rosters.sheets import OrganisationTable
from workflow.organisation.rosters.unit_kinds import is_party, kind_by_word
from workflow.words import Words


@dataclass(slots=True)
class _Line:
    """A unit of the list before its place in the tree is known."""

    name: str
    place: RowPlace
    raw: RawRow
    told: KnownUnit
    parent: str = ""  # a code or a name, as written
    field: str = "unit"  # where the unit above is written
    above: _Line | None = None  # in a list by numbers or blanks
    unit: KnownUnit | None = None


@dataclass(slots=True)
class UnitLists:
    """Reads lists of units into the units known; ``holders`` are the rows with people in them."""

    draft: OrganisationDraft
    units: KnownUnits
    placing: Placing
    holders: list[tuple[OrganisationTable, RawRow, KnownUnit]] = field(default_factory=list)

    def read(self, table: OrganisationTable, rows: list[RawRow]) -> None:
        """Read the rows of a list."""
        if len(table.chain) > 1 and "parent" not in table.header.fields:
            self._by_levels(table, rows)
            return
        lines = [line for raw in rows if (line := self._line(table, raw))]
        self._settle_depths(table, lines)
        left = self._joined(table, lines)
        for line in left:
            self._refuse(line, line.field, line.name, told.LOOP.format(name=line.name))
        self.holders += [(table, line.raw, line.unit) for line in lines if line.unit]

    def _by_levels(self, table: OrganisationTable, rows: list[RawRow]) -> None:
        seen: dict[str, int] = {}
        for raw, path in self.placing.paths(table, rows):
            unit = self.placing.unit_of_path(table, raw, path, makes=True)
            if unit is None:
                continue
            if unit.key in seen:
                place = table.place(raw.row)
                reason = told.TWICE.format(row=seen[unit.key])
                self.draft.take([place.refuse(table.chain[-1], unit.name, reason)])
            seen.setdefault(unit.key, raw.row + 1)
            self.holders.append((table, raw, unit))

    def _line(self, table: OrganisationTable, raw: RawRow) -> _Line | None:
        cells = RowCells(table, raw, self.draft)
        written = raw.text(table.chain[-1])
        if not cells.is_sound():
            return None
        name = without_number(written)
        if "\n" in name or len([part for part in split_list(name) if part]) > 1:
            reason = told.LINES if "\n" in name else told.ONE_UNIT
            cells.refuse(table.chain[-1], written, reason)
            return None
        by_code = raw.text("parent_code")
        parent = by_code or without_number(raw.text("parent"))
        unit = KnownUnit(
            key=cells.code("unit_code"), parent="", name=name, name_en=raw.text("name_en"),
            kind=self._kind(cells), kind_told=bool(raw.text("kind")),
            begins=cells.day("founded"), ends=cells.day("dissolved", is_end=True),
            counts=(cells.number("full"), cells.number("probationary")),
        )  # fmt: skip
        where = "parent_code" if by_code else "parent" if parent else table.chain[-1]
        place = table.place(raw.row).aimed(table.chain[-1], "name")
        return _Line(name, place, raw, unit, parent, where)

    def _kind(self, cells: RowCells) -> str:
        word = cells.raw.text("kind")
        kind = kind_by_word(word) if word else ""
        if word and not kind:
            cells.refuse("kind", word, told.NO_CHOICE.format(value=word[:40]))
        return kind

    def _settle_depths(self, table: OrganisationTable, lines: list[_Line]) -> None:
        """Find the unit above by depths, in a list without a column for it."""
        if any(line.parent for line in lines):
            return
        depths = self._depths(table, lines)
        open_: list[tuple[int, _Line]] = []
        for depth, line in zip(depths, lines, strict=True):
            while open_ and open_[-1][0] >= depth:
                open_.pop()
            line.above = open_[-1][1] if open_ else None
            open_.append((depth, line))

    def _depths(self, table: OrganisationTable, lines: list[_Line]) -> list[int]:
        column = table.chain[-1]
        if "depth" in table.header.fields:
            words = [line.raw.text("depth") for line in lines]
            with suppress(ValueError):
                return [_depth(word) for word in words]
        names = [str(line.raw.cells.get(column) or "") for line in lines]
        numbers = [line.raw.text("no") for line in lines]
        return depths_of(names, numbers)

    def _joined(self, table: OrganisationTable, lines: list[_Line]) -> list[_Line]:
        """Add the units, each after the unit above; return those in a ring."""
        by_code = {line.told.key: line for line in lines if line.told.key}
        by_name: dict[str, list[_Line]] = {}
        for line in lines:
            by_name.setdefault(key_of(line.name), []).append(line)
        for line in lines:
            if line.parent:
                self._find_above(line, by_code, by_name)
        waiting = list(lines)
        done: set[int] = set()
        while ready := [n for n in waiting if n.above is None or id(n.above) in done]:
            for line in ready:
                done.add(id(line))
                self._enter(table, line)
            waiting = [line for line in waiting if id(line) not in done]
        return waiting

    def _find_above(
        self, line: _Line, by_code: dict[str, _Line], by_name: dict[str, list[_Line]]
    ) -> None:
        if line.parent in by_code:
            line.above = by_code[line.parent]
            return
        called = by_name.get(key_of(line.parent), [])
        if len(called) > 1:
            reason = told.SEVERAL_UNITS.format(name=line.parent)
            self._refuse(line, line.field, line.parent, reason)
        elif called:
            line.above = called[0]

    def _enter(self, table: OrganisationTable, line: _Line) -> None:
        if line.above is not None:
            parent = line.above.unit
            if parent is None:
                return  # refused with the unit above
        elif line.parent:
            parent = self.units.find(line.parent)
            if parent is None:
                reason = self.placing.unknown(line.parent)
                self._refuse(line, line.field, line.parent, reason)
                return
        elif line.told.key in self.units.by_key:
            line.unit = self.units.by_key[line.told.key]
            return
        else:
            line.unit = self._at_top(table, line)
            return
        line.unit = self._under(line, parent)

    def _at_top(self, table: OrganisationTable, line: _Line) -> KnownUnit | None:
        known = self.units.find(line.name)
        if known:
            self._refuse_twice(line, known)
            return known
        if not self.units.is_empty or self.placing.wish:
            parent = self.placing.context(table, makes=True)
            if parent is None:
                reason = told.NO_PARENT.format(name=line.name)
                self._refuse(line, table.chain[-1], line.name, reason)
                return None
            return self._under(line, parent)
        parent = self.placing.context(table, makes=len(table.titles) > 1, but=line.name)
        return self._under(line, parent) if parent else self.units.add(
            line.name, None, line.place, line.told
        )  # fmt: skip

    def _under(self, line: _Line, parent: KnownUnit) -> KnownUnit | None:
        there = self.units.under(parent.key, line.name)
        if there:
            self._refuse_twice(line, there)
            return there
        same = [unit for unit in self.units.named(line.name) if not unit.place]
        if same and is_party(same[0].kind):
            above = self.units.by_key.get(same[0].parent)
            words = told.ELSEWHERE.format(name=line.name, parent=above.name if above else "—")
            self._refuse(line, line.field, line.parent or line.name, words)
            return None
        return self.units.add(line.name, parent, line.place, line.told)

    def _refuse_twice(self, line: _Line, there: KnownUnit) -> None:
        if there.place and there.place != line.place:
            reason = told.TWICE.format(row=there.place.row)
            self._refuse(line, line.field, line.name, reason)

    def _refuse(self, line: _Line, field_: str, value: str, reason: Words) -> None:
        self.draft.take([line.place.refuse(field_, value, reason)])


def _depth(word: str) -> int:
    digits = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
    for letter in word:
        if letter.isdecimal():
            return int(letter)
        if letter in digits:
            return digits[letter]
    raise ValueError(word)


def kinds_told(units: KnownUnits) -> Iterator[Words]:
    """Yield the kinds that were told by names alone."""
    for unit in units.new:
        if not unit.kind_told and unit.kind and kind_of(unit.kind).words.zh not in unit.name:
            yield told.GUESSED_KIND.format(unit=unit.name, kind=kind_of(unit.kind).words)
