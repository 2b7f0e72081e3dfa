"""A preview of a ledger, item by item, in words: the same for the pages and for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from workflow.imports.ledger.directory import Directory
from workflow.imports.ledger.parties import PersonText, UnitText
from workflow.imports.ledger.result_types import Ledger, ProblemEntry, Refused, TaskEntry

PlannedItem = dict[str, Any]
# Fields that have a place of their own in an item; where one was doubted, its text is kept, too.
_PLACED = {
    "problem", "measures", "due", "found_on", "assigned_on", "severity", "lead_unit",
    "responsible_unit", "assisting_unit", "unit_and_person", "first", "direct", "specific",
}  # fmt: skip
_UNIT_FIELDS = ("lead_unit", "responsible_unit", "assisting_unit", "unit_and_person")
_LEVEL_OF = {"responsible": "specific", "lead": "direct", "assisting": ""}


def columns_of(ledger: Ledger) -> dict[str, str]:
    """Return the meaning of each column by its name; by sheet where the sheets differ."""
    meanings: dict[str, str] = {}
    for table in ledger.tables:
        for column in table.columns:
            if meanings.setdefault(column.name, column.meaning) != column.meaning:
                meanings[f"{table.sheet}!{column.name}"] = column.meaning
    return meanings


def items_of(
    ledger: Ledger, refused: Iterable[Refused], directory: Directory | None, language: str
) -> Iterator[PlannedItem]:
    """Yield each problem as a future item; finished problems too, with their state."""
    doubts: dict[tuple[str, int], set[str]] = defaultdict(set)
    for one in refused:
        doubts[one.sheet, one.row].add(one.column)
    for problem in ledger.problems:
        yield _item(problem, doubts[problem.sheet, problem.row], directory, language)


def _item(
    problem: ProblemEntry, doubted: set[str], directory: Directory | None, language: str
) -> PlannedItem:
    deadline = problem.deadline
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "title": problem.title,
        "section": problem.section,
        "units": names_of_units(problem.units, directory),
        "people": [name_of(person) for person in problem.people],
        "found": problem.found_on.isoformat() if problem.found_on else None,
        "assigned": problem.assigned_on.isoformat() if problem.assigned_on else None,
        "due": deadline.due.isoformat() if deadline.due else None,
        "reading": deadline.note.of(language),
        "deadline": {
            "text": deadline.text,
            "kind": deadline.kind,
            "long_term": deadline.long_term,
            "certain": deadline.certain,
            "done": deadline.done,
        },
        "severity": problem.severity,
        "state": problem.state,
        "tasks": [_task(task, directory, language) for task in problem.tasks],
        "responsibilities": _responsibilities(problem, directory),
        "other": _other(problem, doubted),
        "pictures": problem.pictures,
    }


def _task(task: TaskEntry, directory: Directory | None, language: str) -> PlannedItem:
    due = task.deadline.due
    return {
        "text": task.text,
        "units": names_of_units(task.units, directory),
        "due": due.isoformat() if due else None,
        "reading": task.deadline.note.of(language),
    }


def _responsibilities(problem: ProblemEntry, directory: Directory | None) -> list[PlannedItem]:
    return [
        {
            "unit": names_of_units([unit], directory)[0],
            "part": unit.role,
            "people": [name_of(p) for p in problem.people if p.level == _LEVEL_OF[unit.role]],
        }
        for unit in problem.units
    ]


def _other(problem: ProblemEntry, doubted: set[str]) -> dict[str, str]:
    """Return the texts kept by the name of their column, with doubtful values."""
    kept: dict[str, str] = {}
    for field, (name, _) in problem.columns.items():
        text = problem.text.get(field, "")
        whole = field != "problem" or text == problem.title
        if text and (field not in _PLACED or name in doubted or not whole):
            kept[name or field] = text
    return kept | problem.extras


def names_of_units(units: Iterable[UnitText], directory: Directory | None) -> list[str]:
    """Return units by their names in the organisation, else as they are written, each once."""
    return list(dict.fromkeys(_unit_name(unit.text, directory) for unit in units))


def _unit_name(text: str, directory: Directory | None) -> str:
    found = directory.unit(text) if directory else None
    if found is None:
        return text
    return found.name_en if text.isascii() and found.name_en else found.name


def name_of(person: PersonText) -> str:
    """Return the name of a person, or the post where no person is named."""
    return person.name or person.post or person.text
