"""The sheets of the pack, brought into a database that does not know them yet.

Only a sheet without any edition is brought in: what an organisation made of it stays.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from workflow.declaration import DeclaredSheet, pack
from workflow.inspections.line_store import write_lines
from workflow.inspections.lines import read_lines
from workflow.platform import Connection

_KNOWN = "SELECT DISTINCT sheet FROM sheet_editions"
_FIRST = """
    INSERT INTO sheet_editions (sheet, number, zh, en, reason, drafted_at, drafted_by)
    VALUES (%s, 1, %s, %s, %s, now(), 'Rectify') RETURNING id"""
_PUBLISH = "UPDATE sheet_editions SET published_at = now(), published_by = 'Rectify' WHERE id = %s"
_REASON = "随软件提供的第一版"


def bring_in(connection: Any) -> None:
    """Publish the first edition of every sheet of the pack that has no edition yet."""
    known = {row[0] for row in connection.execute(_KNOWN)}
    for sheet in pack().sheets.values():
        if sheet.key not in known:
            _bring_in(connection, sheet)


def _bring_in(connection: Connection, sheet: DeclaredSheet) -> None:
    lines = read_lines([*csv.DictReader(io.StringIO(sheet.lines))], first=2)
    [(edition,)] = connection.execute(
        _FIRST, [sheet.key, sheet.words.zh, sheet.words.en, _REASON]
    ).fetchall()
    write_lines(connection, edition, lines)
    connection.execute(_PUBLISH, [edition])
