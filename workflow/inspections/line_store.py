"""The lines of an edition in the database: written as a whole, read in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields

from psycopg.rows import class_row

from workflow.inspections.lines import SheetLine
from workflow.platform import Connection

COLUMNS = ", ".join(field.name for field in fields(SheetLine))
_WRITE = f"COPY sheet_lines (edition_id, place, {COLUMNS}) FROM STDIN"
_READ = f"SELECT {COLUMNS} FROM sheet_lines WHERE edition_id = %s ORDER BY place"  # noqa: S608 -- names of fields
_ONE = f"SELECT {COLUMNS} FROM sheet_lines WHERE edition_id = %s AND number = %s"  # noqa: S608 -- the same


def write_lines(connection: Connection, edition: int, lines: Sequence[SheetLine]) -> None:
    """Write the lines of a new draft."""
    with connection.cursor() as cursor, cursor.copy(_WRITE.encode()) as copy:
        for place, line in enumerate(lines):
            copy.write_row([edition, place, *asdict(line).values()])


def lines_of(connection: Connection, edition: int) -> list[SheetLine]:
    """Return the lines of an edition in order."""
    with connection.cursor(row_factory=class_row(SheetLine)) as cursor:
        return cursor.execute(_READ.encode(), [edition]).fetchall()


def line_of(connection: Connection, edition: int, number: str) -> SheetLine | None:
    """Return a line of an edition, or ``None``."""
    with connection.cursor(row_factory=class_row(SheetLine)) as cursor:
        return cursor.execute(_ONE.encode(), [edition, number]).fetchone()
