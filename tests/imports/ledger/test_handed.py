"""The ledgers that were handed to us, the smallest inputs that went wrong, and broken files."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.imports.ledger.proposals import proposed
from tests.imports.ledger.scoring import LEDGERS, Score, cases, expected, score
from tests.imports.ledger.small_cases import small_cases, wanted, wrongs
from tests.servers import ROOT
from workflow.calendar import add_working_days
from workflow.imports.ledger.deadline_phrases import DeadlineReading, PhraseBasis
from workflow.imports.ledger.deadlines import read_deadline
from workflow.words import Words

FOUND = PhraseBasis(date(2024, 5, 20), Words("发现时间", "the day it was found"))
_LIMITED = """
import json, resource, sys
from pathlib import Path
from tests.imports.ledger.proposals import proposed
from workflow import profession
from workflow.declaration.packs import register
register(profession.load)
told = proposed(Path(sys.argv[1]))
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
spent = sum(one.ru_utime + one.ru_stime for one in used)
# The peak of this program alone: getrusage also counts what its parent held when it forked.
[peak] = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
most = max(int(peak.split()[1]), used[1].ru_maxrss)
print(json.dumps([most // 1024, spent]))
"""


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    return [score(wanted := expected(case), proposed(case / wanted["file"])) for case in cases()]


def test_of_the_handed_layouts_nearly_every_cell_lands_where_a_person_puts_it(
    scores: list[Score],
) -> None:
    assert len(scores) == 28
    right, all_ = sum(s.right for s in scores), sum(s.cells for s in scores)
    wrong = [line for s in scores for line in (*s.silent, *s.asked)]
    assert right / all_ >= 0.95, wrong


def test_no_cell_of_a_handed_layout_goes_wrong_without_a_word(scores: list[Score]) -> None:
    assert [line for s in scores for line in s.silent] == []


def test_no_finished_row_of_a_handed_layout_is_taken_for_open(scores: list[Score]) -> None:
    assert [row for s in scores for row in s.open_but_finished] == []


@pytest.mark.parametrize("case", small_cases(), ids=lambda case: case.stem)
def test_the_smallest_inputs_that_went_wrong_are_read_right(case: Path) -> None:
    assert wrongs(case, proposed(case.parent / wanted(case)["file"])) == []


@pytest.mark.parametrize("file", sorted(LEDGERS.glob("bad/*")), ids=lambda file: file.name)
def test_a_broken_or_foreign_file_gets_a_result_or_a_sentence(file: Path) -> None:
    told = proposed(file)
    assert told.get("error") or told["items"] or told["refused"]


@pytest.mark.parametrize("name", ["47_stray_far_cell.xlsx", "01_truncated.xlsx", "04_table.ods"])
def test_a_broken_or_foreign_file_takes_little_time_and_memory(name: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(LEDGERS / "bad" / name)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    most, spent = json.loads(ended.stdout)
    assert most < 300
    assert spent < 6  # with the start of Python and of all that it imports


def said(reading: DeadlineReading) -> set[str]:
    words = {"immediate": {"IMM"}, "none": {"NONE"}}.get(reading.kind, set())
    if reading.due and reading.kind != "immediate":
        words = {reading.due.isoformat()}
    words |= {"LONG"} if reading.long_term else set()
    words |= {"DONE"} if reading.done else set()
    return words if words and reading.kind not in ("unclear", "unknown") else words | {"ASK"}


def test_deadlines_in_the_phrases_that_were_handed_to_us() -> None:
    wrong: list[str] = []
    with (LEDGERS / "phrases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        phrase = row["phrase"]
        cell = float(phrase[1:]) if phrase.startswith("#") else phrase
        reading = read_deadline(cell, FOUND, add_working_days)
        if not said(reading) & set(row["want"].split()):
            assert not reading.certain, f"{phrase} goes wrong without a word"
            wrong.append(phrase)
    assert len(wrong) <= 0.03 * len(rows), wrong
