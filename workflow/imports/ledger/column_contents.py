"""The contents of a column: dates, known units and people, grades, states, long texts, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from workflow.calendar import add_working_days
from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.deadline_phrases import PhraseBasis
from workflow.imports.ledger.deadlines import read_deadline
from workflow.imports.ledger.labelled_parties import without_labels
from workflow.imports.ledger.names import plain
from workflow.imports.ledger.parties import KnownParties, split_list
from workflow.imports.ledger.person_names import cleaned, looks_like_name
from workflow.imports.ledger.severities import is_severity, severity_of
from workflow.imports.ledger.states import is_answer, is_state, state_of
from workflow.imports.ledger.units_with_people import looks_like_unit, read_both
from workflow.imports.ledger.written_dates import NUMERIC, day_of
from workflow.words import Words

SAMPLE = 120
_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d+)?\s*[%％]?")
_CODE = re.compile(r"[A-Za-z]{0,8}[-_/#.]?\d[\w./#-]*")
_GRADED = re.compile(r"(?:问题|隐患|缺陷|不符合项?|风险)$")
_OPEN = re.compile(
    r"(?:尚|还)?(?:未|没有|没)\S{0,2}(?:完成|整改|落实|办结|销号|到位|解决|启动|开始|验收|闭环|处理|通过)\S{0,6}|"
    r"(?:正在|继续|持续|逐步|加快|部分|阶段性|按计划|按序时)\S{1,10}|\S{1,6}中|\S{0,12}(?:推进|进行|滞后|延期)|"
    r"\d{1,3}(?:\.\d+)?%?|[a-z ]{3,40}"
)
_AGREED = re.compile(
    r"(?:(?:fully|partially|partly|not|dis)\s*)?(?:agreed?|accepted|concur(?:red|s)?)\.?|(?:部分|不|基本)?(?:同意|采纳|接受|认可)",
    re.IGNORECASE,
)
_LONG = 12
_SHORT_PHRASE = 24  # characters of a deadline, of which not all may be understood
_LONGEST = 200  # characters of what may be a day, a name, a grade or a state
_SOME_DAY = PhraseBasis(date(2026, 1, 1), Words("", ""))


@dataclass(frozen=True, slots=True)
class Contents:
    """The share of each kind among a column's filled cells, from 0 to 1."""

    filled: int = 0
    of: int = 0
    date: float = 0
    deadline: float = 0
    number: float = 0
    serial: float = 0
    percent: float = 0
    code: float = 0
    unit: float = 0
    unit_like: float = 0
    person: float = 0
    person_like: float = 0
    both: float = 0
    severity: float = 0
    graded: float = 0  # grades that name what is graded: 一般问题, 重大隐患
    state: float = 0
    answer: float = 0
    agreed: float = 0  # yes or no to what is recommended
    long: float = 0
    distinct: float = 0

    @property
    def share_filled(self) -> float:
        """The share of filled cells, from 0 to 1."""
        return self.filled / self.of if self.of else 0.0


def contents_of(cells: Sequence[Cell], known: KnownParties) -> Contents:
    """Return the contents of a column, from a sample of its cells."""
    step = max(1, len(cells) // SAMPLE)
    sample = [cell for cell in cells[::step] if text_of(cell)]
    texts = [text_of(cell) for cell in sample]
    if not texts:
        return Contents(of=len(cells[::step]))

    short = [text for text in texts if len(text) <= _LONGEST]  # nothing longer is a name or a day

    def share(truths: Iterable[object]) -> float:
        return sum(map(bool, truths)) / len(texts)

    return Contents(
        filled=len(texts),
        of=len(cells[::step]),
        date=share(map(_is_date, sample)),
        deadline=share(map(_is_deadline, sample)),
        number=share(_NUMBER.fullmatch(text) for text in short),
        serial=_serial(texts),
        percent=share(text.endswith(("%", "％")) for text in short),
        code=share(_CODE.fullmatch(text) for text in short),
        unit=share(_all(text, known.has_unit) for text in short),
        unit_like=share(_all(text, looks_like_unit) for text in short),
        person=share(_all(text, lambda one: known.has_person(cleaned(one))) for text in short),
        person_like=share(_all(text, lambda one: looks_like_name(cleaned(one))) for text in short),
        both=share(all(read_both(text, known)) for text in short),
        severity=share(map(is_severity, short)),
        graded=share(_GRADED.search(text) and severity_of(text) for text in short),
        state=share(_is_state(text) for text in short),
        answer=share(map(is_answer, short)),
        agreed=share(_AGREED.fullmatch(text) for text in short),
        long=sum(min(len(text), 2 * _LONG) for text in texts) / (2 * _LONG * len(texts)),
        distinct=len(set(texts)) / len(texts),
    )


def _all(text: str, holds: object) -> bool:
    parts = split_list(without_labels(text))
    return bool(parts) and all(holds(part) for part in parts)  # type: ignore[operator]


def _is_state(text: str) -> bool:
    """Say whether a text is a state; 未建立台账 is a problem, although it begins as 未完成 does."""
    told = state_of(text)
    if told is None or not told.certain or is_answer(text):
        return is_state(text)
    return told.state != "open" or bool(is_state(text) or _OPEN.fullmatch(plain(text)))


def _is_date(cell: Cell) -> bool:
    if isinstance(cell, date):
        return True
    text = text_of(cell)
    if len(text) > 30 or isinstance(cell, float | bool):
        return False
    return bool(NUMERIC.search(text) or day_of(cell, _SOME_DAY.day))


def _is_deadline(cell: Cell) -> bool:
    if isinstance(cell, int | float) or len(text_of(cell)) > 60:
        return False
    reading = read_deadline(cell, _SOME_DAY, add_working_days)
    told = reading.certain or len(text_of(cell)) <= _SHORT_PHRASE
    return told and reading.kind not in ("unknown", "none", "done")


def _serial(texts: list[str]) -> float:
    """Return the share of numbers equal to the number before plus one."""
    numbers = [int(text) if text.isdecimal() and len(text) < 7 else None for text in texts]
    if len(numbers) == 1:
        return float(numbers[0] is not None and numbers[0] <= 999)
    follows = [b == a + 1 for a, b in pairwise(numbers) if a is not None]
    return sum(follows) / (len(numbers) - 1)
