"""Find the tables of a sheet, propose the meanings of their columns, and walk their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from workflow.imports.ledger.cells import Cell, Sheet, text_of
from workflow.imports.ledger.column_contents import SAMPLE, Contents, contents_of
from workflow.imports.ledger.columns import KEPT, Column, Header, matter_column, propose
from workflow.imports.ledger.date_order import order_by_sense, order_of
from workflow.imports.ledger.forms import is_blocks, is_form, read_blocks, read_forms
from workflow.imports.ledger.header_lines import HeaderLines, find_headers, texts_of
from workflow.imports.ledger.meanings import is_known, weights
from workflow.imports.ledger.particulars import Particulars, answering, read_particulars
from workflow.imports.ledger.parties import KnownParties
from workflow.imports.ledger.raw_rows import RawRow, TakenLine
from workflow.imports.ledger.rows import Walk
from workflow.imports.ledger.severities import Scale
from workflow.imports.ledger.ticked_columns import merged
from workflow.imports.ledger.turned_tables import turned
from workflow.imports.ledger.unnamed_headers import find_unnamed
from workflow.imports.ledger.written_dates import Order

DAYS = ("found_on", "assigned_on", "due", "completed_on")
# What shows that a table is a ledger although no column is called a problem.
_MEANT = {
    "due", "responsible_unit", "unit_and_person", "specific", "status", "found_on", "measures",
    "progress", "severity", "completed_on",
}  # fmt: skip
_FEWEST_MEANT = 2
_SHORTEST = 4  # letters of a problem
_LOOKED_AT = 5_000  # rows


@dataclass(slots=True)
class Table:
    """A table of a sheet: its header, printed once or repeatedly, and the rows below."""

    sheet: Sheet
    headers: tuple[Header, ...]
    particulars: Particulars
    end: int
    known: KnownParties
    form: list[RawRow] | None = None
    is_counts: bool = False  # numbers of problems and not problems
    lines: list[TakenLine] = field(default_factory=list)
    scale: Scale = field(default_factory=lambda: Scale(()))
    orders: dict[str, Order | None] = field(default_factory=dict)
    kinds: Mapping[int, str] = field(default_factory=dict)  # of lines, as chosen by a person

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns with their meanings."""
        if self.form is not None:
            return tuple({c.name: c for raw in self.form for c in raw.header.columns}.values())
        return self.headers[0].columns

    def samples(self, most: int = 3) -> dict[int, tuple[str, ...]]:
        """Return the first different values of each column, by its index."""
        if self.form is not None:
            return {
                column.index: tuple(filter(None, (raw.text(column.meaning) for raw in self.form)))[
                    :most
                ]
                for column in self.columns
            }
        return {c.index: tuple(islice(_column_at(self, c.index), most)) for c in self.columns}

    @property
    def has_problems(self) -> bool:
        """Say whether the table lists problems."""
        return not self.is_counts and "problem" in self.headers[0].fields

    def rows(self) -> Iterator[RawRow]:
        """Yield the data rows; afterwards ``lines`` holds the kinds of the other lines."""
        if self.form is not None:
            yield from self.form
            return
        walk = Walk(self.sheet, self.headers, self.end, self.known, kinds=self.kinds)
        yield from walk.rows()
        self.lines = walk.lines


def read_tables(
    sheet: Sheet, known: KnownParties, chosen: Mapping[str, str], file: str, today: date
) -> list[Table]:
    """Return the tables of a sheet from above; a form or a text of blocks counts as a table."""
    if found_at_left := turned(sheet):
        titles = [
            text
            for cells in sheet.rows
            if len(said := texts_of(cells)) == 1
            for text in said.values()
        ]
        return read_tables(found_at_left, known, chosen, " ".join((file, *titles)), today)
    if is_form(sheet):
        return [_formed(sheet, read_forms(sheet), known, file, today)]
    found = list(find_headers(sheet, chosen))
    if not found:
        if blocks := read_blocks(sheet) if is_blocks(sheet) else []:
            return [_formed(sheet, blocks, known, file, today)]
        unnamed = find_unnamed(sheet)
        tables = _tables(sheet, [unnamed], known, chosen, file, today) if unnamed else []
        return [
            table for table in tables if len(_MEANT & {*table.headers[0].fields}) > _FEWEST_MEANT
        ]
    return _tables(sheet, found, known, chosen, file, today)


def _formed(sheet: Sheet, rows: list[RawRow], known: KnownParties, file: str, today: date) -> Table:
    particulars = read_particulars([], [sheet.name, file], today)
    titles = [cells for cells in sheet.rows if len(texts_of(cells)) == 1]
    particulars = read_particulars(list(titles[:3]), [sheet.name, file], today)
    plain = Particulars(dated=particulars.dated, year=particulars.year)
    headers = (rows[0].header,) if rows else (Header.of(0, 0, ()),)
    return Table(sheet, headers, plain, len(sheet.rows), known, rows)


def _tables(
    sheet: Sheet,
    found: list[HeaderLines],
    known: KnownParties,
    chosen: Mapping[str, str],
    file: str,
    today: date,
) -> list[Table]:
    runs: list[list[HeaderLines]] = []
    for lines in found:
        if runs and _again(runs[-1][0], lines):
            runs[-1].append(lines)
        else:
            runs.append([lines])
    ends = [run[0].top for run in runs[1:]] + [len(sheet.rows)]
    tables = []
    begin = 0
    for run, end in zip(runs, ends, strict=True):
        header, counts = _header(sheet, run, end, known, chosen)
        headers = tuple(header.at(lines.top, lines.bottom) for lines in run)
        above = sheet.rows[begin : run[0].top]
        around = [*above, *_below(sheet, run[-1].bottom, end)]
        told = read_particulars(around, [sheet.name, file], today)
        particulars = replace(told, person=answering(above))
        table = Table(sheet, headers, particulars, end, known, is_counts=counts)
        tables.append(_looked_through(table))
        begin = end
    return tables


def _looked_through(table: Table) -> Table:
    """Learn from whole columns the number of grades, and the order of day and month."""
    header = table.headers[0]
    table.scale = Scale(_column(table, "severity"), header.name("severity"))
    table.orders = {field: order_of(_column(table, field)) for field in DAYS}
    return table


def settle_orders(tables: Sequence[Table], today: date) -> Order | None:
    """Settle an open order of day and month by the other columns of the file.

    Return the order found by sense alone, which has to be noted, or ``None``.
    """
    settled = {order for table in tables for order in table.orders.values() if order}
    by_sense = None
    if not settled:
        by_sense = order_by_sense((r for t in tables for r in _written_days(t)), today)
    only = by_sense or (next(iter(settled)) if len(settled) == 1 else None)
    for table in tables:
        table.orders = {field: table.orders.get(field) or only for field in DAYS}
    return by_sense


def _written_days(table: Table) -> Iterator[dict[str, str]]:
    header = table.headers[0]
    places = {field: header.fields[field] for field in DAYS if field in header.fields}
    for row in range(header.row + 1, min(table.end, header.row + _LOOKED_AT)) if places else ():
        texts = texts_of(table.sheet.rows[row])
        yield {field: texts.get(column, "") for field, column in places.items()}


def _column(table: Table, field: str) -> Iterator[str]:
    """Yield the texts of a field, each once, of at most so many rows."""
    yield from _column_at(table, table.headers[0].fields.get(field, -1))


def _column_at(table: Table, column: int) -> Iterator[str]:
    header = table.headers[0]
    rows = range(header.row + 1, min(table.end, header.row + _LOOKED_AT)) if column >= 0 else ()
    seen: set[str] = set()
    for row in rows:
        cells = header.row_of(table.sheet.rows[row])
        text = text_of(cells[column]) if column < len(cells) else ""
        if text and text not in seen:
            seen.add(text)
            yield text


def _again(first: HeaderLines, lines: HeaderLines) -> bool:
    same = sum(first.names.get(column) == name for column, name in lines.names.items())
    return same >= 0.8 * max(len(first.names), len(lines.names))


def _below(sheet: Sheet, bottom: int, end: int) -> list[Sequence[Cell]]:
    """Return the last short lines below a table, the place of signatures and of the day."""
    last = range(max(bottom + 1, end - 6), end)
    return [
        sheet.rows[row]
        for row in last
        if len(texts_of(sheet.rows[row])) <= 6 and _labelled(sheet, row)
    ]


def _labelled(sheet: Sheet, row: int) -> bool:
    texts = list(texts_of(sheet.rows[row]).values())
    return any(":" in text.replace("：", ":") for text in texts) or len(texts) <= 2


def _header(
    sheet: Sheet, run: list[HeaderLines], end: int, known: KnownParties, chosen: Mapping[str, str]
) -> tuple[Header, bool]:
    names = run[0].names
    contents = _contents(sheet, run, end, names, known)
    columns = propose(names, contents, chosen)
    header = Header.of(run[0].top, run[0].bottom, columns, run[0].ticked)
    return header, _is_counts(columns, contents)


def _contents(
    sheet: Sheet, run: list[HeaderLines], end: int, names: Mapping[int, str], known: KnownParties
) -> dict[int, Contents]:
    """Look at the rows below the headers, at most at some of them."""
    heads = {row for lines in run for row in range(lines.top, lines.bottom + 1)}
    below = [row for row in range(run[0].bottom + 1, end) if row not in heads]
    step = max(1, len(below) // (2 * SAMPLE))
    looked_at = (merged(sheet.rows[row], run[0].ticked) for row in below[::step])
    rows = [cells for cells in looked_at if len(texts_of(cells)) > 1]
    return {
        column: contents_of(
            [cells[column] if column < len(cells) else None for cells in rows], known
        )
        for column in names
    }


def _is_counts(columns: Sequence[Column], contents: Mapping[int, Contents]) -> bool:
    """Say whether a table counts problems: numbers stand where their texts should."""
    named = [column for column in columns if _named_matter(column)]
    filled = [column for column in named if contents[column.index].filled]
    return bool(filled) and all(contents[column.index].number > 0.9 for column in filled)


def _named_matter(column: Column) -> bool:
    return column.meaning == "problem" or (
        column.meaning == KEPT and not column.chosen and _means_problem(column.name)
    )


def _means_problem(name: str) -> bool:
    found = weights(name)
    return found.get("problem", 0) >= 60 or found.get("title", 0) >= 60


def with_matter(table: Table) -> Table | None:
    """Return the table with a column for its problem, or ``None`` without such a column.

    A name decides; where none does, the column of the longest texts, if the others leave no doubt
    that the table is a ledger.
    """
    header = table.headers[0]
    column = matter_column({c.index: c.name for c in header.columns if not c.chosen})
    if column is None and len(_MEANT & set(header.fields)) >= _FEWEST_MEANT:
        column = _longest_text(table)
    if column is None:
        return None
    columns = tuple(
        Column(c.index, c.name, "problem", certain=False) if c.index == column else c
        for c in header.columns
    )
    made = Header.of(header.top, header.row, columns, header.ticked)
    table.headers = tuple(made.at(one.top, one.row) for one in table.headers)
    return table


def _longest_text(table: Table) -> int | None:
    """Return the column of the longest texts, without any other meaning, or ``None``."""
    best: tuple[float, int] | None = None
    for column in table.columns:
        if column.meaning != KEPT or column.chosen or is_known(column.name):
            continue
        texts = list(_column_at(table, column.index))
        words = [text for text in texts if sum(map(str.isalpha, text)) >= _SHORTEST]
        if texts and len(words) >= 0.8 * len(texts):
            length = sum(map(len, words)) / len(words)
            best = max(best or (0.0, 0), (length, column.index))
    return best[1] if best else None
