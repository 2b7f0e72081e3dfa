"""People named by a ledger and not there yet, and a roster of them to be checked and brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow.imports.ledger.directory import Directory, DirectoryUnit
from workflow.imports.ledger.parties import PersonText
from workflow.imports.ledger.person_names import cleaned, looks_like_name
from workflow.imports.ledger.result_types import ProblemEntry
from workflow.platform.sheets.marked import MarkedRow, MarkedSheet, write_marked
from workflow.words import Words

ROSTER = Words("台账中写到的人员", "People in the ledger")
_MEMBER = "党员"  # the post in a party unit of whoever has no other
_HEAD = ("姓名", "单位", "职务", "政治面貌", "备注")
_ROWS = Words("台账中出现 {count} 次", "{count:row|rows} of the ledger")


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPerson:
    """A missing person: the unit of the first row with the name and a unit, and the post."""

    name: str
    unit: str  # empty: no row with the name has a known unit
    post: str
    count: int  # of rows

    @property
    def is_sure(self) -> bool:
        """Whether the person can be brought in without a question."""
        return bool(self.unit)


def missing_people(problems: Iterable[ProblemEntry], directory: Directory) -> list[MissingPerson]:
    """Return the people of the problems with unknown names; posts alone are no people."""
    found: dict[str, tuple[str, str]] = {}
    counts: Counter[str] = Counter()
    for problem in problems:
        units = (directory.unit(unit.text) for unit in problem.units)
        unit = next(filter(None, units), None)
        for person in problem.people:
            if name := _missing(person, directory):
                counts[name] += 1
                known, post = found.get(name, ("", ""))
                found[name] = known or _named(unit, directory), post or person.post
    return [
        MissingPerson(name=name, unit=unit, post=post, count=counts[name])
        for name, (unit, post) in found.items()
    ]


def _missing(person: PersonText, directory: Directory) -> str:
    name = cleaned(person.name)
    return name if looks_like_name(name) and not directory.has_person(name) else ""


def _named(unit: DirectoryUnit | None, directory: Directory) -> str:
    """Return a name for a roster to find the unit, or an empty text."""
    return unit.name if unit and directory.unit(unit.name) is unit else ""


def roster_rows(people: Sequence[MissingPerson], language: str) -> list[list[str]]:
    """Return the rows of a roster of people, below its names of columns."""
    return [[*_HEAD]] + [
        [one.name, one.unit, one.post, _MEMBER, _ROWS.format(count=one.count).of(language)]
        for one in people
    ]


def roster(people: Sequence[MissingPerson], language: str) -> bytes:
    """Return the people as an .xlsx for the import of rosters, to be checked before."""
    names, *rows = roster_rows(people, language)
    head = dict(enumerate(names))
    marked = [MarkedRow(row) for row in rows]
    return write_marked([MarkedSheet(ROSTER.of(language), head, marked)])
