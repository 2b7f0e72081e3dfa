"""The column names of ledgers: a data file, extensible by an organisation."""

from __future__ import annotations

from pathlib import Path

from workflow.imports.ledger.name_patterns import by_words
from workflow.imports.ledger.vocabulary import Vocabulary

MEANINGS = [
    "no",
    "issue_no",
    "problem_no",
    "source",
    "aspect",
    "category",
    "severity",
    "title",
    "problem",
    "description",
    "cause",
    "target",
    "measures",
    "lead_unit",
    "responsible_unit",
    "assisting_unit",
    "unit_and_person",
    "first",
    "direct",
    "specific",
    "post",
    "assigned_on",
    "found_on",
    "due",
    "completed_on",
    "progress",
    "status",
    "note",
    "text",
]
LEDGER = Vocabulary(MEANINGS, Path(__file__).parent / "synonyms.csv", by_words)
weights, is_known, add_names = LEDGER.weights, LEDGER.is_known, LEDGER.add
read_synonyms = LEDGER.read
