"""Read a file of the organisation, of whatever kind, into a draft."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from workflow.errors import BadInput
from workflow.imports.ledger.cells import Sheet, Workbook, text_of
from workflow.imports.ledger.workbook import read_workbook
from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.book_sheets import BookSheets, find_sheet
from workflow.organisation.rosters.checks import check
from workflow.organisation.rosters.columns import MEANINGS, ROSTER
from workflow.organisation.rosters.draft import Entry, OrganisationDraft, ReadColumn, RowPlace
from workflow.organisation.rosters.known_people import KnownPeople
from workflow.organisation.rosters.known_units import KnownUnit, KnownUnits
from workflow.organisation.rosters.people_lists import Rosters
from workflow.organisation.rosters.places import Placing
from workflow.organisation.rosters.role_words import role_words
from workflow.organisation.rosters.sheets import OrganisationTable, columns_of, read_tables, walk
from workflow.organisation.rosters.telling import tell
from workflow.organisation.rosters.unit_lists import UnitLists
from workflow.organisation.workbook import Book, WorkbookRow


@dataclass(frozen=True, slots=True)
class RosterChoices:
    """The choices of a person: the unit above new units, and meanings of columns by name."""

    under: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a meaning that there is not; raises ``BadInput``."""
        for name, meaning in self.columns.items():
            if meaning not in MEANINGS:
                raise BadInput(told.NO_MEANING.format(name=name[:40], value=str(meaning)[:40]))


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the organisation adds to the names of columns and to the words for roles, as CSV."""

    columns: str = ""
    roles: str = ""


_NOTHING_OWN = OwnWords()
NO_CHOICES = RosterChoices()


def open_file(data: bytes, name: str, own: OwnWords) -> Workbook:
    """Return the sheets of a file of any kind.

    Raises ``BadInput``, ``WrongType`` or ``TooLarge`` with the reason.
    """
    ROSTER.add(own.columns)
    return read_workbook(data, name, ROSTER)


def read_draft(
    workbook: Workbook, present: Book, today: date, choices: RosterChoices = NO_CHOICES,
    own: OwnWords = _NOTHING_OWN,
) -> OrganisationDraft:  # fmt: skip
    """Read the sheets of a file against the organisation that is there.

    Raises ``BadInput`` where no sheet lists units or people, or a unit to stand under is none.
    """
    reading = _Reading(OrganisationDraft(), present, today, own, choices)
    reading.wish(choices.under)
    for sheet in workbook.sheets:
        reading.sheet(sheet)
    reading.finish()
    for note in workbook.notes:
        reading.draft.guess(note)
    return reading.draft


@dataclass(slots=True)
class _Reading:
    draft: OrganisationDraft
    present: Book
    today: date
    own: OwnWords
    choices: RosterChoices
    tables: list[OrganisationTable] = field(default_factory=list)
    own_sheets: int = 0
    book: BookSheets = field(init=False)
    units: KnownUnits = field(init=False)
    placing: Placing = field(init=False)

    def __post_init__(self) -> None:
        self.book = BookSheets(self.draft, self.present, self.today)
        self.units = KnownUnits.of(self.present["units"], self.today)
        self.placing = Placing(self.draft, self.units)

    def wish(self, under: str) -> None:
        if under:
            found = self.units.find(under)
            if found is None and not self.units.is_empty:
                raise BadInput(self.placing.unknown(under))
            self.placing.wish = found or self.units.add(under, None, RowPlace("--under", 1))

    def sheet(self, sheet: Sheet) -> None:
        if own := find_sheet(sheet):
            self.book.read(own[0], sheet, own[1])
            self.own_sheets += 1
            return
        roles = role_words(self.own.roles)
        found = read_tables(sheet, self.units, roles, self.choices.columns)
        self.tables += found
        if not found and any(text_of(cell) for cells in sheet.rows for cell in cells):
            self.draft.guess(told.SHEET_UNREAD.format(sheet=sheet.name))

    def finish(self) -> None:
        if not self.tables and not self.own_sheets:
            raise BadInput(told.NOTHING)
        self.book.name_parents()
        for entry in self.draft.entries["units"]:  # of own sheets, for the rosters beside them
            self.units.put(_known(entry))
        self._lists()
        check(self.draft, self.present)
        tell(self.draft)

    def _lists(self) -> None:
        walked = [(table, *walk(table)) for table in self.tables]
        self.draft.columns += [one for table in self.tables for one in columns_of(table)]
        lists = UnitLists(self.draft, self.units, self.placing)
        for table, rows, lines in walked:
            self.draft.lines += [(table.sheet.name, line) for line in lines]
            if not table.has_people:
                lists.read(table, rows)
        people = KnownPeople(self.draft, self.today.isoformat())
        people.load(self.present["people"], self.present["posts"])
        rosters = Rosters(
            draft=self.draft, units=self.units, placing=self.placing, people=people,
            roles=role_words(self.own.roles), today=self.today.isoformat(),
        )  # fmt: skip
        for table, rows, _ in walked:
            if table.has_people:
                rosters.place(table, rows)
        self.units.settle_roots()
        rosters.enter()
        for table, raw, unit in lists.holders:
            rosters.holder(table, raw, self.units.by_key[unit.key])
        self._enter(people, rosters)

    def _enter(self, people: KnownPeople, rosters: Rosters) -> None:
        entries = self.draft.entries
        entries["people"] += [
            Entry(people.rows[key], seen[0].place) for key, seen in people.sightings.items()
        ]
        first: dict[str, str] = {}
        for entry in entries["posts"]:
            for unit in self.units.up(self.units.by_key[entry.row[1]]):
                first[unit.key] = min(first.get(unit.key, entry.row[3]), entry.row[3])
        own = {entry.row[0] for entry in entries["units"]}
        new = [unit for unit in self.units.new if unit.key not in own]
        for unit in new:
            row = _row(unit, unit.begins or first.get(unit.key, self.today.isoformat()))
            assert unit.place  # noqa: S101 -- of a new unit
            entries["units"].append(Entry(row, unit.place))
        rosters.tell([unit for unit in new if not unit.begins])


def _known(entry: Entry) -> KnownUnit:
    row = entry.row
    return KnownUnit(
        key=row[0], parent=row[1], kind=row[2], name=row[3], name_en=row[4], begins=row[9],
        kind_told=True,
    )  # fmt: skip


def _row(unit: KnownUnit, begins: str) -> WorkbookRow:
    return (
        unit.key, unit.parent, unit.kind, unit.name, unit.name_en, "", *unit.counts, "", begins,
        unit.ends,
    )  # fmt: skip


def read_map(path: Path) -> Mapping[str, str]:
    """Return the meanings of columns in a file, by name.

    Raises ``BadInput`` where the file cannot be read, or is of another shape.
    """
    try:
        told_of = json.loads(path.read_text(encoding="utf-8-sig"))
        return {str(name): str(meaning) for name, meaning in told_of["columns"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise BadInput(told.NO_MAP.format(name=path.name)) from None


def map_of(columns: Iterable[ReadColumn]) -> str:
    """Return the meanings of columns as the JSON of a map."""
    named = {column.name: column.key for column in columns}
    return json.dumps({"columns": named}, ensure_ascii=False, indent=2) + "\n"
