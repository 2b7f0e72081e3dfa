"""What a known row says otherwise than before, cell by cell: base, ours, theirs.

The base is what the last import brought. The special ledger as exported has no such base: it is
compared with what an export would write now, and what a value once was is nobody's edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from workflow.declaration import PROBLEMS, Item, pack, typed
from workflow.engine.loading import read
from workflow.imports.exported_rows import ExportedCell, exported_today
from workflow.imports.known_items import KnownItem
from workflow.imports.ledger.plan_items import Planner
from workflow.imports.ledger.result_types import ProblemEntry
from workflow.imports.records import brought_by
from workflow.imports.value_history import ValueHistory
from workflow.platform import Connection

# The fields that a sheet may change, by the meaning of their column.
FIELDS = {
    "problem": "title", "severity": "severity", "responsible_unit": "unit", "lead_unit": "unit",
    "unit_and_person": "unit", "source": "source", "aspect": "aspect", "target": "target",
    "measures": "measures", "found_on": "found_on", "due": "due", "due_on": "due",
}  # fmt: skip
_SINGLE = ("severity", "unit", "due")  # each by a move of its own
_CORRECT = "correct"
_READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A changed cell, and the move for the change."""

    number: str
    sheet: str
    row: int
    column: str
    base: str | None  # of the last import; none where the item never came by one
    ours: str
    theirs: str
    conflict: bool = False  # changed on both sides
    certain: bool = True  # surely this problem; else a person has to confirm it
    field: str = ""
    value: str = ""  # that the field would have
    move: str = ""  # none: state, decisions and kept texts are not changed by a sheet

    @property
    def id(self) -> str:
        """The name of the change in a file of choices."""
        return f"{self.number}.{self.column}"


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row of the file and the problem of the row."""

    problem: ProblemEntry
    item: KnownItem
    certain: bool
    names: frozenset[str] = frozenset()  # of the columns without a meaning


def compare(connection: Connection, planner: Planner, rows: Sequence[KnownRow]) -> list[CellChange]:
    """Return the changed cells of known rows, in the order of the file."""
    changes = [*_exported(connection, planner, rows)]
    others = (row for row in rows if not row.problem.lines)
    while some := [*islice(others, _READ_AT_ONCE)]:
        changes += _imported(connection, planner, some)
    return sorted(changes, key=lambda change: (change.sheet, change.row))


def _imported(
    connection: Connection, planner: Planner, rows: Sequence[KnownRow]
) -> Iterator[CellChange]:
    told = [(row, differing) for row in rows if (differing := [*_differing(row)])]
    items = read(connection, [row.item.number for row, _ in told]) if told else {}
    for row, differing in told:
        if facts := items.get(row.item.number):
            values = brought_by(row.problem, planner.trial(row.problem))
            for key, name, base in differing:
                change = _cell(row, facts.item, (key, name, base), values)
                if not change.field or change.value != _value(facts.item, change.field):
                    yield change


def _differing(row: KnownRow) -> Iterator[tuple[str, str, str]]:
    """Yield meaning (or name), name, and base of each cell that differs from the base."""
    problem, base = row.problem, _base(row.item)
    for key, (name, _) in problem.columns.items():
        differs = _squeezed(base.get(key, "")) != _squeezed(problem.text.get(key, ""))
        if differs and key != "no":
            yield key, name or key, base.get(key, "")
    kept = [name for name in base if name in row.names and name not in problem.columns]
    for name in dict.fromkeys((*problem.extras, *kept)):
        if _squeezed(base.get(name, "")) != _squeezed(problem.extras.get(name, "")):
            yield name, name, base.get(name, "")


def _base(item: KnownItem) -> Mapping[str, str]:
    """Return the cells of the last import; of before the records, the texts kept with the item."""
    return item.cells if item.cells is not None else {"problem": item.title, **item.text}


def _cell(
    row: KnownRow, item: Item, told: tuple[str, str, str], values: Mapping[str, str]
) -> CellChange:
    key, name, base = told
    problem, field = row.problem, FIELDS.get(key, "")
    theirs = problem.text.get(key, problem.extras.get(key, ""))
    change = CellChange(
        number=item.number, sheet=problem.sheet, row=problem.row, column=name, base=base,
        ours=base, theirs=theirs, certain=row.certain,
    )  # fmt: skip
    if key == "status":
        return replace(change, ours=pack().lists[PROBLEMS].state(item.state).words.zh)
    if not field:
        return change
    value, ours = values.get(field, ""), _value(item, field)
    moved = ours != row.item.brought.get(field, ours)
    return replace(
        change, field=field, value=value, ours=ours if moved else base, conflict=moved,
        move=move_of(item, field, value),
    )  # fmt: skip


def _value(item: Item, field: str) -> str:
    """Return the present value of a field as a row would bring it."""
    if field == "title":
        return item.title
    if field == "unit":
        return str(item.unit_id)
    if field == "severity":
        return item.severity
    if field == "due":
        return str(typed(item.process).get("due_on", ""))
    return str(item.data.get(field, ""))


def move_of(item: Item, field: str, value: str) -> str:
    """Return the move that gives a field a value, or "" where there is none in its state."""
    list_type = pack().lists[item.list_key]
    move = {
        "severity": _reclassified(item, value),
        "unit": "place" if item.state == list_type.initial else "move_unit",
        "due": "extension" if item.state == "assigned" and value > _value(item, "due") else "",
    }.get(field, _CORRECT)
    if move == "extension":
        return move
    declared = list_type.find(move, item.state)
    is_asked = declared and any(f.key == field for f in declared.fields)
    optional = field not in ("title", *_SINGLE)
    return move if is_asked and (value or optional) else ""


def _reclassified(item: Item, value: str) -> str:
    ranks = [*pack().severities]
    if value not in ranks:
        return ""
    higher = ranks.index(value) > ranks.index(item.severity)
    return "raise_severity" if higher else "lower_severity"


def _exported(
    connection: Connection, planner: Planner, rows: Sequence[KnownRow]
) -> Iterator[CellChange]:
    """Yield the cells of an exported ledger that differ from an export of today."""
    own = ((place, row) for place, row in enumerate(rows) if row.problem.lines)
    places = {row.item.number: (serial, place) for serial, (place, row) in enumerate(own, 1)}
    if not places:
        return
    first = rows[next(iter(places.values()))[1]]
    changed: list[tuple[KnownRow, list[ExportedCell]]] = []
    for number, lines in exported_today(places, first.problem.lines):
        serial, place = places[number]
        if cells := [*lines.differing(number, rows[place].problem.lines, serial)]:
            changed.append((rows[place], cells))
    numbers = {cell.number for _, cells in changed for cell in cells}
    items, history = read(connection, [*numbers]), ValueHistory.of(connection, numbers)
    for row, cells in changed:
        values = brought_by(row.problem, planner.trial(row.problem))
        for cell in cells:
            item = items[cell.number].item
            field = "title" if cell.of_task == "measures" else FIELDS.get(cell.key, "")
            if cell.of_task and cell.of_task != "measures":
                field = ""
            value = cell.theirs if cell.of_task else values.get(field, "")
            if history.was(cell.number, field, value):
                continue
            yield CellChange(
                number=cell.number, sheet=row.problem.sheet, row=row.problem.row + cell.line,
                column=cell.column, base=None, ours=cell.ours, theirs=cell.theirs,
                certain=row.certain, field=field, value=value,
                conflict=history.has_moved(cell.number, field),
                move=move_of(item, field, value) if field else "",
            )  # fmt: skip


def _squeezed(text: str) -> str:
    return "".join(text.split())
