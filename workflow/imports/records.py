"""The record of an import: file, rows and values, written in the transaction of the import."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypedDict

from psycopg.rows import class_row

from workflow.declaration import PROBLEMS, Actor
from workflow.engine.raising import NewItem
from workflow.engine.results import Done
from workflow.imports.ledger.result_types import ProblemEntry
from workflow.platform import Connection, connect

_NOTE = """
    INSERT INTO imports (name, sha256, at, by_id, by_name, choices, counts)
    VALUES (%(name)s, %(sha256)s, %(at)s, %(by)s, %(by_name)s, %(choices)s, %(counts)s)
    RETURNING id"""
_NOTE_ROWS = """
    INSERT INTO import_rows (import_id, item_id, is_new, sheet, "row", cells, brought)
    SELECT %(id)s, i.id, r.is_new, r.sheet, r."row", r.cells, r.brought
      FROM jsonb_to_recordset(%(rows)s::jsonb)
           AS r (number text, is_new boolean, sheet text, "row" int, cells jsonb, brought jsonb)
      JOIN items i ON i.number = r.number"""
_TOGETHER = 2_000  # rows in a statement: of a large ledger little lies in memory twice
COLUMNS = "id, name, sha256, at, by_id, by_name, choices, counts, taken_back_at, taken_back_by"
_READ = f"SELECT {COLUMNS} FROM imports"  # noqa: S608 -- fixed texts
# What a problem has in fields of its own; a sheet may change these by the usual moves.
BROUGHT = ("title", "unit", "severity", "aspect", "source", "found_on", "target", "measures")


class ImportChoices(TypedDict):
    """The choices of a person for an import."""

    finished: str
    only_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """An import that was written."""

    id: int
    name: str
    sha256: str
    at: datetime
    by_id: int | None
    by_name: str
    choices: ImportChoices
    counts: dict[str, int]
    taken_back_at: datetime | None
    taken_back_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRecord:
    """A problem in an import: the row and the values of the row."""

    number: str
    is_new: bool
    sheet: str
    row: int
    cells: Mapping[str, str]
    brought: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportToNote:
    """An import about to be written, without its rows."""

    name: str
    sha256: str
    at: datetime
    actor: Actor
    choices: ImportChoices
    counts: Mapping[str, int]


def note(connection: Connection, made: ImportToNote, rows: Iterable[RowRecord]) -> int:
    """Write the record of an import; return its number."""
    import_id = note_head(connection, made)
    note_rows(connection, import_id, rows)
    return import_id


def note_head(connection: Connection, made: ImportToNote) -> int:
    """Write the record of an import without its rows; return its number."""
    values = {
        "name": made.name, "sha256": made.sha256, "at": made.at, "by": made.actor.person_id,
        "by_name": made.actor.name, "choices": json.dumps(made.choices),
        "counts": json.dumps(made.counts),
    }  # fmt: skip
    row = connection.execute(_NOTE, values).fetchone()
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    return int(row[0])


def note_rows(connection: Connection, import_id: int, rows: Iterable[RowRecord]) -> None:
    """Write rows of an import."""
    left = iter(rows)
    while some := [_told(one) for one in islice(left, _TOGETHER)]:
        connection.execute(_NOTE_ROWS, {"id": import_id, "rows": json.dumps(some)})


def _told(one: RowRecord) -> dict[str, Any]:
    return {
        "number": one.number, "is_new": one.is_new, "sheet": one.sheet, "row": one.row,
        "cells": {**one.cells}, "brought": {**one.brought},
    }  # fmt: skip


def new_rows(
    families: Sequence[tuple[ProblemEntry, list[NewItem]]], done: Sequence[Done]
) -> Iterable[RowRecord]:
    """Yield the record of each new problem; ``done`` has all items in the order of raising."""
    numbers = (one.number for one in done if one.list_key == PROBLEMS)
    for (problem, family), number in zip(families, numbers, strict=True):
        yield RowRecord(
            number=number, is_new=True, sheet=problem.sheet, row=problem.row,
            cells=cells_of(problem), brought=brought_by(problem, family[0]),
        )  # fmt: skip


def cells_of(problem: ProblemEntry) -> dict[str, str]:
    """Return the filled cells of a row, by meaning or by the name of the column."""
    return {key: text for key, text in {**problem.extras, **problem.text}.items() if text}


def brought_by(problem: ProblemEntry, new: NewItem) -> dict[str, str]:
    """Return a row's values for the fields of the problem."""
    values: dict[str, Any] = {key: new.fields.get(key) for key in BROUGHT}
    values["due"] = problem.deadline.due
    return {key: str(value) for key, value in values.items() if value not in (None, "")}


def every_import() -> list[ImportRecord]:
    """Return the imports, the newest first."""
    with connect() as connection, connection.cursor(row_factory=class_row(ImportRecord)) as cursor:
        return cursor.execute(f"{_READ} ORDER BY id DESC".encode()).fetchall()


def read_import(connection: Connection, import_id: int) -> ImportRecord | None:
    """Return an import by its number, or ``None``; its row stays locked in a transaction."""
    with connection.cursor(row_factory=class_row(ImportRecord)) as cursor:
        return cursor.execute(f"{_READ} WHERE id = %s FOR UPDATE".encode(), [import_id]).fetchone()
