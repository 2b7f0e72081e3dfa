"""The kinds of deadline phrases, and the surrounding wording without effect."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from workflow.imports.ledger.english_phrases import in_chinese
from workflow.imports.ledger.names import simplified
from workflow.imports.ledger.task_split import numbered_dates
from workflow.imports.ledger.written_dates import without_time
from workflow.words import Words

DeadlineKind = Literal[
    "date", "period", "immediate", "long_term", "unclear", "unknown", "none", "done"
]
# What a day to count from is: the row's own, the ledger's, only a year, or nothing but today.
Firm = Literal["row", "ledger", "year", "today"]
AddWorkingDays = Callable[[date, int], date]

_ENDS = "。.;；!！,，、:："
_QUOTES = re.compile("[“”\"'‘’「」『』《》]")
_HOUR = re.compile(
    r"(?<=[日号])(?:\d{1,2}(?::\d{2}|时|点)(?:\d{1,2}分?|整|半)?|(?:上午|下午|晚上?)?下班)"
)
# 一月内 is a month's time, and 2024下半年 the half of a year that the phrase names.
_SPELT = (
    (re.compile(r"^([一两])月(?=之?内|以内)"), r"\1个月"),
    (re.compile(r"(?<!\d)(20\d\d)(?=[上下]半年|全年|第?[一二三四1-4]季)"), r"\1年"),
)
_DASHED = re.compile(r"(?<!\d)(\d{4})[—–](\d{1,2})[—–](\d{1,2})(?!\d)")
_MOVED = re.compile(
    r"^.*(?:→|⇒|->|=>|—>|(?:调整|变更)[为至到]|改为|(?:延期?|延长|顺延|推迟)[至到])"
)
_BEFORE_IT_MOVED = re.compile(
    r"\((?:revised|changed|extended|moved|原|原定|由|变更前|调整前)[^()]*\)", re.I
)
_STAGE = re.compile(r"^(?:近期|短期|中期|远期|第.阶段)[:为]?(?=\S)")
_AROUND = re.compile(r"\(([^()]*)\)")
_PREFIX = re.compile(
    r"^(?:(?:整改|完成|办理|办结)(?:时限|期限|时间|日期)[:为是]?|(?:时限|期限|限期)[:为是]"
    r"|持续(?:整改|推进)[至到]|延(?:期|长)?[至到]|要求|力争|确保|计划|预计|务必|必须|务于|原则上"
    r"|最迟|最晚|不迟于|不晚于|截止到?|截至|限于|限[期时]?(?=\d)|拟于?|请于?|须于?|应于?|于|在|至|到|由)+"
)
_SUFFIX = re.compile(
    r"(?P<before>之前|以前|前)?(?:须|应|必须|要)?(?:全部|全面|基本|整体|彻底)?"
    r"(?:完成|办结|整改|到位|完毕|落实|销号|结束|解决|整治|工作|任务|上报|报送|为止|止|交账|清零|达标|治理|情况|结果|"
    r"(?:取得|见到?|显现)(?:阶段性|明显|初步|实质性|显著)*(?:成效|进展|成果))*$"
)


class PhraseBasis(NamedTuple):
    """The first day for relative phrases, with a name for people."""

    day: date
    words: Words
    firm: Firm = "row"


@dataclass(frozen=True, slots=True)
class DeadlineReading:
    """How a deadline was read; ``certain`` is False when a part of it was not understood."""

    text: str
    kind: DeadlineKind
    note: Words
    due: date | None = None
    long_term: bool = False
    certain: bool = True
    done: bool = False  # the cell says that the matter is finished


class Core(NamedTuple):
    """A phrase without the surrounding words, and whether 前 (before) followed."""

    text: str
    before: bool


def tidy(written: str) -> str:
    """Bring a phrase to half-width characters and digits, without spaces and end marks.

    The hour behind a day is no part of what people mean, nor is the day before it was moved.
    """
    for shape, spelt in _SPELT:
        written = shape.sub(spelt, written)
    text = without_time(numbered_dates(simplified(_DASHED.sub(r"\1-\2-\3", written))))
    text = _QUOTES.sub("", re.sub(r"\s+", "", in_chinese(text) or text))
    text = _BEFORE_IT_MOVED.sub("", _MOVED.sub("", _HOUR.sub("", text))).strip(_ENDS)
    match = _AROUND.fullmatch(text)
    return strip_marks(match[1]) if match else text


def without_stage(text: str) -> str:
    """Take off the name of a stage, as in "in the short term: June"."""
    return _STAGE.sub("", text)


def strip_marks(text: str) -> str:
    """Take the punctuation off both ends."""
    return text.strip(_ENDS)


def core_of(text: str) -> Core:
    """Take off "to be finished by" and "shall be rectified" on either side."""
    text = _PREFIX.sub("", text)
    ending = _SUFFIX.search(text)
    return Core(text[: ending.start()], bool(ending["before"])) if ending else Core(text, False)
