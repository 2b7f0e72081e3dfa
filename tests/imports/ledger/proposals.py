"""What ``rectify import --json`` would propose for a file, without a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.imports.ledger.office import office
from workflow.errors import WorkflowError
from workflow.imports.ledger.directory import Directory
from workflow.imports.ledger.items import columns_of, items_of
from workflow.imports.ledger.plan_items import doubts_of
from workflow.imports.ledger.reading import read_ledger

TODAY = date(2026, 11, 29)


def proposed(path: Path, today: date = TODAY, directory: Directory | None = None) -> dict[str, Any]:
    """Return items, columns, what was refused and what is told; or the sentence of a refusal."""
    known = directory or office()
    try:
        ledger = read_ledger(path, today, known=known)
    except WorkflowError as refused:
        return {"error": refused.words.en, "items": [], "columns": {}, "refused": [], "notes": []}
    refused = [*ledger.refused, *doubts_of(ledger.problems, known)]
    return {
        "items": list(items_of(ledger, refused, known, "en")),
        "columns": columns_of(ledger),
        "refused": [
            {"sheet": r.sheet, "row": r.row, "column": r.column, "cell": r.cell, "value": r.value,
             "reason": r.reason.en, "effect": r.effect}
            for r in refused
        ],
        "notes": [note.en for note in ledger.notes],
    }  # fmt: skip
