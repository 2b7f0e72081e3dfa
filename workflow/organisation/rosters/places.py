"""The unit of a row: by the named levels, by the meaning of the blank cells, by the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflow.imports.ledger.names import plain
from workflow.imports.ledger.parties import split_list
from workflow.imports.ledger.raw_rows import RawRow
from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.contexts import name_in_titles, unit_of_titles
from workflow.organisation.rosters.draft import OrganisationDraft, RowPlace
from workflow.organisation.rosters.known_units import KnownUnit, KnownUnits
from workflow.organisation.rosters.outlines import without_number
from workflow.organisation.rosters.sheets import OrganisationTable
from workflow.organisation.rosters.unit_kinds import kind_by_name, may_be_root
from workflow.words import Words

_PATH = re.compile(r"\s*(?:[>›»\\/／→|]|--|——|—)\s*")
_MUCH_ALIKE = 0.8
UnitPath = tuple[tuple[str, str], ...]  # the field and the name of each level, from the top


@dataclass(slots=True)
class Placing:
    """Finds the units of rows, and makes missing units beyond doubt."""

    draft: OrganisationDraft
    units: KnownUnits
    wish: KnownUnit | None = None  # where a person wants new units
    is_founding: bool = field(init=False)  # the topmost unit was there at most before the file

    def __post_init__(self) -> None:
        self.is_founding = len(self.units.by_key) <= 1

    def paths(
        self, table: OrganisationTable, rows: Sequence[RawRow]
    ) -> Iterator[tuple[RawRow, UnitPath]]:
        """Yield each row with the levels it names; a blank stands for the cell above where the
        sheet is made so."""
        grouped = {one for one in table.chain if table.is_grouped(one)}
        above: dict[str, str] = {}
        for raw in rows:
            texts = {one: without_number(raw.text(one)) for one in table.chain}
            written = False  # a level further up is named in this very row
            for one in table.chain:
                if texts[one]:
                    written = True
                elif not written and one in grouped and above.get(one):
                    texts[one] = above[one]
                    self.draft.inherited[table.sheet.name, table.header.name(one)] += 1
            above = texts
            yield raw, tuple((one, texts[one]) for one in table.chain if texts[one])

    def unit_of_path(
        self, table: OrganisationTable, raw: RawRow, path: UnitPath, makes: bool
    ) -> KnownUnit | None:
        """Return the unit at the end of a path, or ``None`` for none, or where refused.

        ``makes``: what is missing under a known unit is added.
        """
        path = self._whole_path(table, raw, path)
        if not path and not table.chain and (titled := unit_of_titles(table.titles, self.units)):
            self.draft.guess(told.GUESSED_TOP.format(unit=titled.name))
            return titled
        at: KnownUnit | None = None
        for where, name in path:
            missing = _Missing(
                table=table, raw=raw, where=where, name=name, makes=makes, several=len(path) > 1
            )
            at = self._found(at, name) or (
                self._below(missing, at) if at else self._on_top(missing)
            )
            if at is None:
                return None
            if plain(at.name) != plain(name):
                self.draft.guess(told.GUESSED_UNIT.format(word=name, unit=at.name))
        return at

    def context(self, table: OrganisationTable, makes: bool, but: str = "") -> KnownUnit | None:
        """Return the unit that a table is about, or ``None``; the guess is told.

        ``makes``: in an installation without units the one named in the title is added.
        """
        if self.wish:
            self.draft.guess(told.WISHED.format(unit=self.wish.name))
            return self.wish
        if found := unit_of_titles(table.titles, self.units):
            self.draft.guess(told.GUESSED_TOP.format(unit=found.name))
            return found
        name = name_in_titles(table.titles) if makes and not self._has_top() else ""
        if not name or plain(name) == plain(but):
            return None
        self.draft.guess(told.NEW_TOP.format(unit=name))
        return self.units.add(name, None, table.place(0))

    def unknown(self, name: str) -> Words:
        """Return the sentence for a unit that is not there."""
        if len(self.units.named(name)) > 1:
            return told.SEVERAL_UNITS.format(name=name)
        if len(parts := split_list(name)) > 1 and all(map(self.units.has_unit, parts)):
            return told.ONE_UNIT
        likely = self.units.likely(name)
        asked = told.LIKELY.format(names="、".join(likely)) if likely else Words("", "")
        return told.NO_UNIT.format(name=name, likely=asked)

    def _whole_path(self, table: OrganisationTable, raw: RawRow, path: UnitPath) -> UnitPath:
        """Take the names of a single cell apart, and put the heading above the row before them."""
        if not path and raw.section_unit:
            path = ((table.matter, raw.section_unit),)
        whole: list[tuple[str, str]] = []
        for where, name in path:
            parts = [part for part in _PATH.split(name) if part]
            apart = len(parts) > 1 and not self.units.has_unit(name)
            whole += [(where, part) for part in (parts if apart else [name])]
        return tuple(whole)

    def _found(self, at: KnownUnit | None, name: str) -> KnownUnit | None:
        """Return the known unit of a name, below ``at`` where a level above is named."""
        found = (at and self.units.under(at.key, name)) or self.units.find(name)
        if found and at and at not in self.units.up(found):
            return None
        return found

    def _below(self, missing: _Missing, at: KnownUnit) -> KnownUnit | None:
        """Add a unit below the level above; a name much like a known name becomes a question."""
        sure = missing.makes or self.wish or self.is_founding or at.place
        if not sure and self.units.likely(missing.name, _MUCH_ALIKE):
            self._refuse(missing)
            return None
        return self._new(missing, at)

    def _on_top(self, missing: _Missing) -> KnownUnit | None:
        """Add a unit without any level above where the file or a person tells the place."""
        if not self.wish and not self._has_top():
            title = name_in_titles(missing.table.titles)
            levels = missing.several or len(missing.table.chain) > 1
            fits = may_be_root(kind_by_name(missing.name, ""))
            sure = fits and (levels or missing.table.names_one_unit)
            if sure or plain(title) == plain(missing.name):
                self.draft.guess(told.FIRST_LEVEL.format(unit=missing.name))
                return self.units.add(missing.name, None, missing.place)
        flat = missing.makes or self.is_founding or self.wish
        above = self.context(missing.table, makes=True) if flat else None
        if above is None:
            self._refuse(missing)
            return None
        return self._new(missing, above)

    def _new(self, missing: _Missing, above: KnownUnit) -> KnownUnit:
        self.draft.guess(told.NEW_UNIT.format(unit=missing.name, parent=above.name))
        return self.units.add(missing.name, above, missing.place)

    def _refuse(self, missing: _Missing) -> None:
        reason = self.unknown(missing.name)
        self.draft.take([missing.place.refuse(missing.where, missing.name, reason)])

    def _has_top(self) -> bool:
        return any(not unit.parent for unit in self.units.by_key.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """The name of a unit in a cell that may not be there yet."""

    table: OrganisationTable
    raw: RawRow
    where: str
    name: str
    makes: bool
    several: bool  # levels are named beside it

    @property
    def place(self) -> RowPlace:
        return self.table.place(self.raw.row).aimed(self.where, "name", "parent", "kind")
