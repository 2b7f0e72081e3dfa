"""What the answers of a check come to, by the rows of its sheet: kept beside the answers.

A sheet may have a thousand lines and a round hundreds of units; whoever looks over a round reads
these numbers and not the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from workflow.declaration.notes import AnswerRecord, RowTally, SheetOfCheck
from workflow.platform import cleaned

_FAIL = "fail"


def lines_named(text: str) -> list[str]:
    """Return the numbers of lines in a text with commas between."""
    return [number for one in text.replace("，", ",").split(",") if (number := cleaned(one))]


def tally_of(answers: Iterable[AnswerRecord]) -> RowTally | None:
    """Return what answers come to, or ``None`` where there are none."""
    given = [*answers]
    if not given:
        return None
    made: RowTally = {
        "answered": len(given),
        "failing": sum(1 for answer in given if answer["verdict"] == _FAIL),
        "on": max(answer["on"] for answer in given),
    }
    if scores := [Decimal(answer["score"]) for answer in given if "score" in answer]:
        made["score"] = f"{sum(scores, Decimal(0)).normalize():f}"
    return made


def tallies(
    rows: Mapping[str, Iterable[str]], answers: Mapping[str, AnswerRecord]
) -> dict[str, RowTally]:
    """Return what the answers come to by row; ``rows`` are the numbers of lines by row."""
    found = {
        row: tally_of(answers[number] for number in numbers if number in answers)
        for row, numbers in rows.items()
    }
    return {row: tally for row, tally in found.items() if tally}


def rows_touched(sheet: SheetOfCheck, lines: Iterable[str]) -> dict[str, list[str]]:
    """Return the rows with one of some lines, each with all its lines."""
    some = {*lines}
    rows = sheet.get("rows", {})
    return {row: numbers for row, numbers in rows.items() if not some.isdisjoint(numbers)}
