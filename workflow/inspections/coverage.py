"""Coverage: the procedures of a sheet by unit: checked when, failing how often, open, never.

The lines are those of the newest published edition; a check by an earlier edition counts where the
number of the line is the same. Each cell leads to the rows behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psycopg.rows import class_row
from sqlalchemy import Select, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import JSONB

from workflow.declaration import (
    CHECKS,
    PROBLEMS,
    READ_SHEETS,
    Actor,
    RectificationProcess,
    RowTally,
    typed,
)
from workflow.declaration.check_tally import tallies
from workflow.engine.visibility import clause
from workflow.errors import NO_PAGE, NotFound
from workflow.inspections.editions import BY_AGE, SELECT, SheetEdition
from workflow.inspections.line_store import lines_of
from workflow.inspections.lines import SheetLine, rows_of
from workflow.inspections.progress import OLD_ANSWERS, TALLY
from workflow.platform import Connection, connect, reading
from workflow.platform.models import ItemRow, Unit
from workflow.words import Words

MOST_UNITS = 20  # columns of a page
_NEWEST = f"""{SELECT} WHERE sheet = %s AND published_at IS NOT NULL
    ORDER BY number DESC LIMIT 1"""
_EACH = f"""SELECT * FROM (
        SELECT DISTINCT ON (sheet) * FROM ({SELECT} WHERE published_at IS NOT NULL) AS e
         ORDER BY sheet, number DESC) AS newest
    ORDER BY {BY_AGE.format(table="newest")}"""  # noqa: S608 -- fixed texts only
_OF_SHEET = """(process -> 'sheet' ->> 'edition')::int
               IN (SELECT id FROM sheet_editions WHERE sheet = :sheet)"""


@dataclass(slots=True)
class CoverageCell:
    """What is known of a procedure in a unit."""

    on: date | None = None  # the newest answer
    answered: int = 0
    failing: int = 0
    raised: int = 0
    open: int = 0
    checks: set[str] = field(default_factory=set)  # numbers
    problems: set[str] = field(default_factory=set)

    @property
    def never(self) -> bool:
        """Whether no check has answered the procedure here, and no open problem is about it."""
        return not (self.answered or self.open)

    def note_answers(self, check: str, tally: RowTally) -> None:
        """Note what the answers of a check come to."""
        on = date.fromisoformat(tally["on"])
        self.on = max(self.on, on) if self.on else on
        self.answered += tally["answered"]
        self.failing += tally["failing"]
        self.checks.add(check)

    def note_problem(self, number: str, is_open: bool) -> None:
        """Note a problem raised for a line."""
        self.raised += 1
        self.open += is_open
        self.problems.add(number)


@dataclass(frozen=True, slots=True)
class CoveredUnit:
    """A unit of the table."""

    id: int
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The table: procedures (or chapters without any) by unit; no cell means never."""

    edition: SheetEdition
    rows: list[SheetLine]
    units: list[CoveredUnit]
    cells: Mapping[tuple[str, int], CoverageCell]  # by number of the row and unit
    after: int | None  # where the next page of units begins

    @property
    def never(self) -> int:
        """The number of cells of this page that no check has reached."""
        known = sum(1 for cell in self.cells.values() if not cell.never)
        return len(self.rows) * len(self.units) - known


def coverage(actor: Actor, sheet: str, kinds: Sequence[str], after: int = 0) -> Coverage:
    """Return a page of the coverage of a sheet in the units visible to the actor.

    Raises ``NotFound`` for a sheet without a published edition, and without the right.
    """
    READ_SHEETS.demand(actor)
    with connect() as connection:
        edition = _newest(connection, sheet)
        lines = lines_of(connection, edition.id)
    units, more = _units(actor, kinds, after)
    held = rows_of(lines)
    cells = _cells(actor, edition.sheet, [unit.id for unit in units], held)
    return Coverage(
        edition=edition, rows=[line for line in lines if line.number in held], units=units,
        cells=cells, after=units[-1].id if more else None,
    )  # fmt: skip


def sheets_covered(actor: Actor) -> list[SheetEdition]:
    """Return the newest published edition of each sheet."""
    READ_SHEETS.demand(actor)
    with connect() as connection, connection.cursor(row_factory=class_row(SheetEdition)) as cursor:
        return cursor.execute(_EACH.encode()).fetchall()


def _newest(connection: Connection, sheet: str) -> SheetEdition:
    with connection.cursor(row_factory=class_row(SheetEdition)) as cursor:
        found = cursor.execute(_NEWEST.encode(), [sheet[:40].replace("\0", "")]).fetchone()
    if found is None:
        raise NotFound(NO_PAGE)
    return found


def _units(actor: Actor, kinds: Sequence[str], after: int) -> tuple[list[CoveredUnit], bool]:
    paths = [Unit.path.startswith(p, autoescape=True) for p in READ_SHEETS.paths(actor)]
    query = (
        select(Unit.id, Unit.name, Unit.name_en)
        .where(Unit.kind.in_(kinds), Unit.id > after, Unit.valid_to.is_(None))
        .where(or_(*paths))
        .order_by(Unit.id)
        .limit(MOST_UNITS + 1)
    )
    with reading() as connection:
        rows = connection.execute(query).all()
    units = [CoveredUnit(id_, Words(zh, en or zh)) for id_, zh, en in rows]
    return units[:MOST_UNITS], len(units) > MOST_UNITS


def _cells(
    actor: Actor, sheet: str, units: Sequence[int], rows: Mapping[str, Sequence[str]]
) -> dict[tuple[str, int], CoverageCell]:
    cells: dict[tuple[str, int], CoverageCell] = {}
    row_of = {number: row for row, held in rows.items() for number in held}
    with reading() as connection:
        for number, unit, kept, old in connection.execute(_checks(actor, units), {"sheet": sheet}):
            for row, tally in (tallies(rows, old) if kept is None else kept).items():
                if row in rows:
                    cells.setdefault((row, unit), CoverageCell()).note_answers(number, tally)
        for number, unit, awaits, kept in connection.execute(_problems(actor, units)):
            line = _line(typed(kept), sheet)
            if line in row_of:
                cell = cells.setdefault((row_of[line], unit), CoverageCell())
                cell.note_problem(number, bool(awaits))
    return cells


def _line(process: RectificationProcess, sheet: str) -> str:
    origin = process.get("finding")
    return origin["line"] if origin and origin["sheet"] == sheet else ""


def _checks(actor: Actor, units: Sequence[int]) -> Select[Any]:
    return (
        select(
            ItemRow.number, ItemRow.unit_id, literal_column(TALLY, JSONB),
            literal_column(OLD_ANSWERS, JSONB),
        )
        .where(clause(actor, CHECKS), ItemRow.unit_id.in_(units), ItemRow.state != "called_off")
        .where(ItemRow.process.has_key("answers"), text(_OF_SHEET))
    )  # fmt: skip


def _problems(actor: Actor, units: Sequence[int]) -> Select[Any]:
    return (
        select(ItemRow.number, ItemRow.unit_id, ItemRow.awaits, ItemRow.process)
        .where(clause(actor, PROBLEMS), ItemRow.unit_id.in_(units))
        .where(ItemRow.process.has_key("finding"), ItemRow.state != "withdrawn")
    )
