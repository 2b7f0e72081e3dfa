"""Phrases of deadlines that nobody handed to us: right, or asked about, and never silently wrong.

``want`` names what a person may read in the phrase, found on Monday 2024-05-20: a day, ``IMM``,
``LONG``, ``DONE``, ``NONE``, or ``ASK`` where only a person can tell.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from workflow.calendar import add_working_days
from workflow.imports.ledger.deadline_phrases import DeadlineReading, PhraseBasis
from workflow.imports.ledger.deadlines import read_deadline
from workflow.words import Words

PHRASES = Path(__file__).parent / "data" / "other_phrases.csv"
FOUND = PhraseBasis(date(2024, 5, 20), Words("发现时间", "the day it was found"))


def said(reading: DeadlineReading) -> set[str]:
    told = {
        "IMM": reading.kind == "immediate",
        "LONG": reading.long_term or reading.kind == "long_term",
        "DONE": reading.done,
        "NONE": reading.kind == "none",
        str(reading.due): bool(reading.due) and reading.kind != "immediate",
    }
    found = {word for word, holds in told.items() if holds}
    return found if found and reading.certain else {*found, "ASK"}


def test_every_phrase_is_read_as_a_person_reads_it() -> None:
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 250
    wrong = [
        (row["phrase"], found, row["want"])
        for row in rows
        if not (found := said(read_deadline(row["phrase"], FOUND, add_working_days)))
        & set(row["want"].split())
    ]
    assert wrong == []


def test_at_once_in_a_ledger_that_says_only_its_year_is_asked_about() -> None:
    year = PhraseBasis(date(2024, 1, 1), Words("年份", "the year"), "year")
    reading = read_deadline("立行立改", year, add_working_days)
    assert (reading.kind, reading.due, reading.certain) == ("immediate", None, False)
