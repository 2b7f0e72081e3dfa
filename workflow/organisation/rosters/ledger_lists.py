"""A ledger in place of a roster: its units and people that are not there, as lists of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.calendar import add_working_days
from workflow.errors import BadInput
from workflow.imports.ledger.cells import Cell, Sheet, Workbook
from workflow.imports.ledger.directory import Directory, DirectoryUnit, read_directory
from workflow.imports.ledger.meanings import weights
from workflow.imports.ledger.problems import Fixed
from workflow.imports.ledger.reading import Reading
from workflow.imports.ledger.wishes import NO_WISHES
from workflow.imports.missing_people import ROSTER, MissingPerson, missing_people, roster_rows
from workflow.organisation.rosters.book_sheets import find_sheet
from workflow.organisation.rosters.missing_units import MissingUnit, missing_units
from workflow.platform import Connection
from workflow.words import Words

_UNITS = ("单位名称", "上级单位")
_SURE_NAME = 85  # the weight of a name that can mean nothing but the problem of a ledger
_IS_LEDGER = Words(
    "这个文件是一份台账：列出其中写到、系统中还没有的单位和人员；问题本身由经办人在“导入台账”导入。",
    "This file is a ledger: what is listed are the units and people it names that are not there "
    "yet. The problems themselves are brought in by a clerk, at the import of ledgers.",
)
_UNSURE_UNIT = Words(
    "“{name}”在台账中出现 {count} 次，种类或位置拿不准，没有列出。",
    '"{name}", in {count:row|rows} of the ledger, is not listed: its kind or place is in doubt.',
)
_UNSURE_PERSON = Words(
    "“{name}”在台账中出现 {count} 次，旁边没有写明单位，没有列出。",
    '"{name}", in {count:row|rows} of the ledger, is not listed: no unit stands beside the name.',
)
_NOTHING_NEW = Words(
    "台账中写到的单位和人员都已经有了。", "All units and people of the ledger are there."
)


@dataclass(slots=True)
class LedgerLists:
    """The lists of a ledger as sheets, and the notes on what is not in them."""

    workbook: Workbook
    notes: list[Words] = field(default_factory=list)


def lists_of_ledger(
    connection: Connection, workbook: Workbook, name: str, today: date, under: str
) -> LedgerLists | None:
    """Return the units and people that a ledger names and that are not there; else ``None``.

    Raises ``BadInput`` where a ledger names nobody new, or nothing names the topmost unit.
    """
    directory = read_directory(connection, today)
    reading = _reading(workbook, name, today, directory)
    if reading is None:
        return None
    units = missing_units(connection, reading, directory, under)
    _add(directory, units)
    people = missing_people(reading.again(NO_WISHES, directory).problems(), directory)
    if not any(unit.is_sure for unit in units) and not any(one.is_sure for one in people):
        raise BadInput(_NOTHING_NEW)
    return LedgerLists(_book(units, people), [_IS_LEDGER, *_unsure(units, people)])


def _reading(workbook: Workbook, name: str, today: date, directory: Directory) -> Reading | None:
    """Return a ledger in reading, or ``None`` for any other file."""
    if any(map(find_sheet, workbook.sheets)):
        return None
    try:
        fixed = Fixed(today, add_working_days, directory)
        reading = Reading(workbook, "", name, fixed, NO_WISHES)
    except BadInput:
        return None
    return reading if any(map(_tells_problems, reading.names)) else None


def _tells_problems(name: str) -> bool:
    return max(weights(name).get("problem", 0), weights(name).get("title", 0)) >= _SURE_NAME


def _add(directory: Directory, units: Sequence[MissingUnit]) -> None:
    """Add the units to come to a directory, for the people in them to be found."""
    for number, unit in enumerate(filter(lambda one: one.is_sure, units), 1):
        above = directory.unit(unit.parent) if unit.parent else None
        path = f"{above.path if above else '/'}-{number}/"
        directory.add(DirectoryUnit(-number, unit.name, "", path))


def _book(units: Sequence[MissingUnit], people: Sequence[MissingPerson]) -> Workbook:
    rows: list[list[Cell]] = [[*_UNITS]]
    rows += [[unit.name, unit.parent] for unit in units if unit.is_sure]
    sheets = [Sheet("单位名单", rows)] if len(rows) > 1 else []
    if sure := [one for one in people if one.is_sure]:
        sheets.append(Sheet(ROSTER.zh, [[*row] for row in roster_rows(sure, "zh")]))
    return Workbook("xlsx", tuple(sheets))


def _unsure(units: Sequence[MissingUnit], people: Sequence[MissingPerson]) -> list[Words]:
    told = [_UNSURE_UNIT.format(name=u.name, count=u.count) for u in units if not u.is_sure]
    return told + [
        _UNSURE_PERSON.format(name=p.name, count=p.count) for p in people if not p.is_sure
    ]
