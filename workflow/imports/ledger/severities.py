"""The severity of a problem, by the words of ledgers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from workflow.declaration import pack
from workflow.imports.ledger.names import forms_of, plain

DEFAULT = "general"  # for a word that says nothing of a scale
SEVERITIES = ("minor", "general", "major", "key")
_FILE = Path(__file__).parent / "severity_words.csv"
_LADDERS = {2: "major general", 3: "major general minor", 4: "key major general minor",
            5: "key major general minor minor"}  # fmt: skip
# Words that say "more than others" on a scale that has to be seen whole.
_LIKELY = {
    "extreme": "key", "catastrophic": "key", "significant": "major", "important": "major",
    "urgent": "major", "重要": "major", "突出": "major", "紧急": "major", "特急": "key",
    "加急": "major", "较一般": "general", "轻度": "minor", "重度": "major",
}  # fmt: skip
_COLOURS = {"红": 1, "橙": 2, "黄": 3, "蓝": 4, "red": 1, "orange": 2, "amber": 2, "yellow": 3,
            "blue": 4, "green": 4}  # fmt: skip
_ROMAN = {"ⅰ": 1, "ⅱ": 2, "ⅲ": 3, "ⅳ": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "甲": 1, "乙": 2, "丙": 3, "丁": 4}
_GRADE = re.compile(
    r"(?:p|s|sev|level|tier|priority|prio|grade|class|cat|category|类别|第)?([1-5a-e一二三四甲乙丙丁]|i{1,3}|iv)"
    r"(?:类|级|等|档|类问题|级隐患|类隐患|级风险|级缺陷)?"
)
_COLOUR = re.compile(r"(红|橙|黄|蓝)色?(?:预警|风险|等级|标)?|(red|orange|amber|yellow|blue|green)")


class Severity(NamedTuple):
    """A severity, and whether its word is beyond doubt."""

    key: str
    certain: bool


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {plain(word): row["severity"] for row in rows for word in row["words"].split("|")}


def severity_of(text: str) -> str | None:
    """Return the severity named in a cell, or ``None`` for an unknown word."""
    return next((key for form in forms_of(text) if (key := _known().get(form))), None)


def in_use(key: str) -> str:
    """Return a severity of the pack for a word's: itself, else the next graver, else the gravest.

    A pack may have fewer severities than ledgers have words for.
    """
    known = pack().severities
    graver = SEVERITIES[SEVERITIES.index(key) :]
    return next((one for one in graver if one in known), [*known][-1])


class Scale:
    """The words of a column, which together show the number of grades."""

    def __init__(self, words: Iterable[str], name: str = "") -> None:
        seen = {plain(word) for word in words} | {plain(part) for part in re.split("[/、]", name)}
        self.known = {key for word in seen if (key := severity_of(word))}
        self.grades = max((rank for word in seen if (rank := _rank(word))), default=0)

    def read(self, text: str) -> Severity:
        """Return the severity of a word; a place on a scale is a proposal and no certainty."""
        if key := severity_of(text):
            return Severity(in_use(key), certain=key in pack().severities)
        word = plain(text)
        if rank := _rank(word):
            ladder = _LADDERS[min(max(self.grades, 3), 5)].split()
            return Severity(in_use(ladder[min(rank, len(ladder)) - 1]), certain=False)
        return Severity(in_use(self._likely(word)), certain=False)

    def _likely(self, word: str) -> str:
        """Return the most likely severity of an unclear word among its neighbours."""
        for part, key in _LIKELY.items():
            if part in word:
                lowest = not self.known & {"minor", "general"} and bool(self.known)
                return "general" if lowest and part in ("important", "重要") else key
        inside = [key for said, key in _known().items() if len(said) > 1 and said in word]
        return max(inside, key=SEVERITIES.index, default=DEFAULT)


def _rank(word: str) -> int:
    """Return the place of a grade on its scale, the gravest first (A, Ⅰ级, 1, 红色), or 0."""
    if colour := _COLOUR.fullmatch(word):
        return _COLOURS[colour[1] or colour[2]]
    if not (grade := _GRADE.fullmatch(word)):
        return 0
    mark = grade[1]
    if mark.isdecimal():
        return int(mark)
    return _ROMAN.get(mark) or _CHINESE.get(mark) or ord(mark) - ord("a") + 1


def is_severity(text: str) -> bool:
    """Say whether a text looks like a grade of any scale."""
    word = plain(text)
    return bool(severity_of(text) or _rank(word) or any(part == word for part in _LIKELY))
