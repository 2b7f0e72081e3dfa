"""The own template in force for a kind of document on a day, read from the record."""

from __future__ import annotations

from workflow.platform import connect

_HOLDING = """
    SELECT content FROM paper_templates
     WHERE kind = %s AND language = %s AND holds_from <= %s::date AND taken_back_at IS NULL
     ORDER BY holds_from DESC LIMIT 1"""


def own_template(kind: str, language: str, day: str) -> bytes | None:
    """Return the template in force on a day (ISO), or ``None`` for the default template."""
    with connect() as connection:
        row = connection.execute(_HOLDING, [kind, language, day]).fetchone()
    return bytes(row[0]) if row else None
