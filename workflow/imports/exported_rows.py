"""The cells of an exported special ledger beside the cells of an export of today."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.declaration import PROBLEMS, SYSTEM
from workflow.engine.loading import read_now
from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.row_text import unguarded
from workflow.imports.ledger.special_ledger import COLUMNS
from workflow.platform import connect
from workflow.queries import Filters
from workflow.queries.exports.ledger_facts import read_facts
from workflow.queries.exports.ledger_rows import LedgerRows
from workflow.queries.list_batches import all_rows
from workflow.words import LANGUAGES

Lines = Sequence[Mapping[str, str]]  # column -> text, line by line


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedCell:
    """A changed cell; ``of_task`` is the key of the task, where the cell belongs to a task."""

    number: str
    line: int
    key: str
    column: str
    ours: str
    theirs: str
    of_task: str = ""


@dataclass(frozen=True, slots=True)
class ExportedLines:
    """The lines of a problem as an export writes them now, and its tasks, line by line."""

    names: Mapping[str, str]  # column key -> name in the language of the file
    lines: list[dict[str, str]]  # by column key
    tasks: list[str]

    def differing(self, number: str, theirs: Lines, serial: int) -> Iterator[ExportedCell]:
        """Yield the changed cells of a problem; ``serial`` is the problem's place in the file."""
        for n in range(max(len(self.lines), len(theirs))):
            written = dict(self.lines[n]) if n < len(self.lines) else {}
            if "no" in written:
                written["no"] = str(serial)
            told = theirs[n] if n < len(theirs) else {}
            yield from self._line(number, n, written, told)

    def _line(
        self, number: str, n: int, written: Mapping[str, str], told: Mapping[str, str]
    ) -> Iterator[ExportedCell]:
        for column in COLUMNS:
            name = self.names[column.key]
            if n and not column.of_task and name not in told:
                continue  # merged with the line above
            ours, theirs = written.get(column.key, ""), told.get(name, "")
            if ours == theirs:
                continue
            own = column.of_task and n < len(self.tasks)
            yield ExportedCell(
                number=self.tasks[n] if own else number, line=n, key=column.key, column=name,
                ours=ours, theirs=theirs, of_task=column.key if own else "",
            )  # fmt: skip


def exported_today(numbers: Container[str], lines: Lines) -> Iterator[tuple[str, ExportedLines]]:
    """Yield the lines that an export writes now of some problems, in the language of ``lines``."""
    language = _language(lines)
    names = {column.key: column.words.of(language) for column in COLUMNS}
    with connect() as connection:
        rows = LedgerRows(read_now(connection), language)
    with all_rows(PROBLEMS, SYSTEM, Filters(), oldest_first=True) as (reading, _, batches):
        for batch in batches:
            known = [row for row in batch if row.number in numbers]
            facts = read_facts(reading, SYSTEM, known)
            for row, block in zip(known, rows.blocks(known, facts), strict=True):
                tasks = [task.number for task in facts.of(row.id, "tasks")]
                told = [_told(line) for line in block.lines]
                yield row.number, ExportedLines(names, told, tasks if len(told) > 1 else [])


def _told(line: Sequence[Cell]) -> dict[str, str]:
    return {c.key: unguarded(text_of(cell)) for c, cell in zip(COLUMNS, line)}  # noqa: B905 -- photos come last


def _language(lines: Lines) -> str:
    name = next(column.words for column in COLUMNS if column.key == "problem")
    return next((one for one in LANGUAGES if name.of(one) in lines[0]), LANGUAGES[0])
