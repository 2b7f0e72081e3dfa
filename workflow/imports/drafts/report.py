"""The report on a draft: the reading by the present choices, ready to be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workflow.imports.changes import CellChange
from workflow.imports.drafts.records import (
    ChangeShown,
    ColumnShown,
    Counts,
    DoubtShown,
    KeptChoices,
    LineShown,
    MissingShown,
    Report,
    Sentence,
)
from workflow.imports.drafts.values import values_of
from workflow.imports.import_ledger import TAKEN, Imported
from workflow.imports.layouts import fingerprint
from workflow.imports.ledger.cells import column_letters
from workflow.imports.ledger.columns import Column
from workflow.imports.ledger.items import name_of, names_of_units
from workflow.imports.ledger.result_types import Ledger, ProblemEntry, Refused
from workflow.imports.ledger.wishes import Wishes
from workflow.imports.missing_people import missing_people
from workflow.imports.reach import ImportReach
from workflow.words import Words

_SHOWN = 200  # characters of a text
_BRIEF = 60
_MOST_CHANGES, _MOST_GONE = 2_000, 500  # that are listed
_MOST_PEOPLE = 2_000
_Place = tuple[str, int]


def refused_report(words: Words, before: Report | None, choices: KeptChoices) -> Report:
    """Return the report on a file without a ledger by the present choices.

    The columns of the reading ``before`` stay, with their chosen meanings, to be corrected.
    """
    report: Report = before or {
        "error": None, "sheets": [], "columns": [], "values": [], "counts": None,
        "default": None, "can_go_in": False, "notes": [], "changes": [], "gone": [],
        "not_applied": [], "applied": 0, "import_id": None, "layout": "", "remembered": None,
    }  # fmt: skip
    columns: list[ColumnShown] = [
        {**column, "meaning": choices["columns"].get(column["name"], column["meaning"])}
        for column in report["columns"]
    ]
    error = list(words)
    return {**report, "error": error, "columns": columns, "counts": None, "can_go_in": False}


def report_of(imported: Imported, wishes: Wishes, reach: ImportReach) -> Report:
    """Return the report on a reading."""
    ledger, directory = imported.ledger, imported.directory
    default = reach.default(directory) if directory else None
    return {
        "error": None,
        "sheets": [{"name": s.name, "lines": s.lines, "read": s.read} for s in ledger.sheets],
        "columns": list(_columns(ledger).values()),
        "values": list(values_of(imported, wishes)),
        "people": list(_people(imported)),
        "counts": _counts(imported),
        "default": [default.name, default.name_en or default.name] if default else None,
        "can_go_in": imported.can_go_in,
        "notes": [list(note) for note in ledger.notes],
        "changes": [_change(change) for change in imported.changes[:_MOST_CHANGES]],
        "gone": [{"number": one.number, "title": one.title} for one in imported.gone[:_MOST_GONE]],
        "not_applied": [
            {"number": one.change.number, "column": one.change.column, "reason": list(one.why_not)}
            for one in imported.applied
            if one.why_not
        ],
        "applied": sum(one.why_not is None for one in imported.applied),
        "import_id": imported.import_id or None,
        "layout": fingerprint(c.name for table in ledger.tables for c in table.columns),
        "remembered": list(imported.layout.told) if imported.layout else None,
    }


def _people(imported: Imported) -> Iterator[MissingShown]:
    if imported.directory:
        for one in missing_people(imported.ledger.problems, imported.directory)[:_MOST_PEOPLE]:
            yield {"name": one.name, "unit": one.unit, "post": one.post, "count": one.count}


def _columns(ledger: Ledger) -> dict[str, ColumnShown]:
    """Return the columns by name: a choice holds for a name in all places."""
    columns: dict[str, ColumnShown] = {}
    for table in ledger.tables:
        for column in table.columns:
            shown = columns.setdefault(column.name, _column(column))
            shown["places"].append([table.sheet, column_letters(column.index)])
            samples = [text[:_SHOWN] for text in table.samples.get(column.index, ())]
            shown["samples"] = shown["samples"] or samples
            shown["certain"] = shown["certain"] and column.certain
    return columns


def _column(column: Column) -> ColumnShown:
    return {
        "name": column.name, "places": [], "samples": [], "meaning": column.meaning,
        "certain": column.certain, "chosen": column.chosen,
    }  # fmt: skip


def _counts(imported: Imported) -> Counts:
    actions = list(imported.actions.values())
    bad = {(one.sheet, one.row) for one in imported.refused if one.effect == "row"}
    return {
        "rows_read": imported.ledger.rows_read,
        "problems": imported.problems,
        "tasks": imported.tasks,
        "responsibilities": imported.responsibilities,
        "known": imported.known,
        "assigned": actions.count("assigned"),
        "waiting": actions.count("waiting"),
        "closed": actions.count("closed"),
        "changed": len(imported.changes),
        "gone": len(imported.gone),
        "finished": actions.count("finished"),
        "alike": actions.count("alike"),
        "refused": len(bad),
        "asked": sum(one.effect == "kept as text" for one in imported.refused),
        "homeless": sum(_is_homeless(problem, imported) for problem in imported.ledger.problems),
    }


def _change(change: CellChange) -> ChangeShown:
    return {
        "id": change.id, "number": change.number, "sheet": change.sheet, "row": change.row,
        "column": change.column, "ours": change.ours[:_SHOWN], "theirs": change.theirs[:_SHOWN],
        "conflict": change.conflict, "certain": change.certain, "can_apply": bool(change.move),
    }  # fmt: skip


def _is_homeless(problem: ProblemEntry, imported: Imported) -> bool:
    """Say whether a problem would be raised without a known unit."""
    if imported.actions.get((problem.sheet, problem.row)) not in ("raise", *TAKEN):
        return False
    known = imported.directory
    return known is not None and not any(known.has_unit(unit.text) for unit in problem.units)


def lines_of(imported: Imported) -> Iterator[tuple[bool, LineShown]]:
    """Yield every line of the ledger in order, and whether something is asked."""
    doubts: dict[_Place, list[Refused]] = defaultdict(list)
    for one in imported.refused:
        doubts[one.sheet, one.row].append(one)
    lines: dict[_Place, LineShown] = {}
    for problem in imported.ledger.problems:
        lines[problem.sheet, problem.row] = _problem(problem, imported)
    for taken in imported.ledger.taken:
        line = _line(taken.sheet, taken.row, taken.kind, taken.text)
        lines.setdefault((taken.sheet, taken.row), line)
    for place, refused in doubts.items():
        line = lines.setdefault(place, _line(*place, "problem", refused[0].value[:_BRIEF]))
        line["doubts"] = [_doubt(one) for one in refused]
        if any(one.effect == "row" for one in refused):
            line["action"] = "refused"
    order = {sheet.name: n for n, sheet in enumerate(imported.ledger.sheets)}
    for place in sorted(lines, key=lambda place: (order.get(place[0], 0), place[1])):
        yield _asks(lines[place]), lines[place]


def _asks(line: LineShown) -> bool:
    return bool(line["doubts"]) and line["action"] != "finished"


def _line(sheet: str, row: int, kind: str, text: str) -> LineShown:
    return {
        "sheet": sheet, "row": row, "kind": kind, "action": "", "text": text[:_SHOWN], "units": [],
        "people": [], "due": "", "severity": "", "state": "", "tasks": 0, "doubts": [],
    }  # fmt: skip


def _problem(problem: ProblemEntry, imported: Imported) -> LineShown:
    due = problem.deadline.due
    return {
        **_line(problem.sheet, problem.row, "problem", problem.title),
        "action": imported.actions.get((problem.sheet, problem.row), "raise"),
        "units": names_of_units(problem.units, imported.directory),
        "people": [name_of(person) for person in problem.people],
        "due": due.isoformat() if due else "",
        "severity": problem.severity,
        "state": problem.state,
        "tasks": len(problem.tasks),
    }


def _doubt(refused: Refused) -> DoubtShown:
    reason: Sentence = list(refused.reason)
    return {
        "column": refused.column, "cell": refused.cell, "value": refused.value[:_SHOWN],
        "reason": reason, "effect": refused.effect,
    }  # fmt: skip
