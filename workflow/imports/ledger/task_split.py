"""Split measures into tasks, where they are numbered; otherwise there is a single task."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEGIN = r"(?:^|(?<=[。；;，,、：:…\s]))"
# Each style of enumeration; the group is the number. "1.5公里" is no enumeration.
_STYLES = (
    re.compile(_BEGIN + r"(\d{1,2})\s*(?:[.．](?!\d)|[、)）])\s*"),
    re.compile(r"[(（](\d{1,2})[)）]\s*[.、]?\s*"),
    re.compile(r"[(（]([一二三四五六七八九十]{1,3})[)）]\s*[.、]?\s*"),
    re.compile(_BEGIN + r"([一二三四五六七八九十]{1,3})、\s*"),
    re.compile(_BEGIN + r"(?:第)?([一二三四五六七八九十]{1,2})是(?:要)?\s*"),
    re.compile(rf"([{_CIRCLED}])\s*"),
)
_NUMBERED_YEAR = re.compile(r"(?<![\d.])(\d{1,2})[.．](?=(?:19|20)\d{2}\s*[年/.-])")
_ENDS = " \t\n\u3000；;，,"


@lru_cache(maxsize=4_096)
def split_measures(text: str) -> tuple[str, ...]:
    """Return the measures of a cell; a text before the first goes with the first."""
    text = text.strip()
    marks = min((found for style in _STYLES if (found := _marks(style, text))), default=None)
    if not marks:
        return _lines(_without_lone_mark(text))
    bounds = [*marks, (len(text), len(text))]
    parts = [text[here[1] : after[0]].strip(_ENDS) for here, after in pairwise(bounds)]
    lead = text[: marks[0][0]].strip(_ENDS)
    if lead:
        parts[0] = f"{lead}{parts[0]}" if lead.endswith(("：", ":")) else f"{lead}；{parts[0]}"
    return tuple(part for part in parts if part)


def numbered_dates(text: str) -> str:
    """Separate the number of a deadline from its year: 1.2026年 is no decimal number."""
    return _NUMBERED_YEAR.sub(r"\1、", text)


def _without_lone_mark(text: str) -> str:
    """Return a text without the number of its only measure: 1.补全 is one task, to 补全."""
    begins = (match for style in _STYLES if (match := style.match(text)) and _number(match[1]) == 1)
    mark = next(begins, None)
    return text[mark.end() :] if mark and "\n" not in text else text


def _lines(text: str) -> tuple[str, ...]:
    """Return each line as a measure, where no line is numbered."""
    return tuple(line for part in text.splitlines() if (line := part.strip(_ENDS)))


def _marks(style: re.Pattern[str], text: str) -> list[tuple[int, int]] | None:
    """Return the places of the marks 1, 2, 3 … of a style, or ``None`` for fewer than two."""
    marks: list[tuple[int, int]] = []
    for match in style.finditer(text):
        if _number(match[1]) == len(marks) + 1:
            marks.append(match.span())
    return marks if len(marks) > 1 else None


def _number(mark: str) -> int:
    if mark.isdecimal():
        return int(mark)
    if mark in _CIRCLED:
        return _CIRCLED.index(mark) + 1
    tens, ten, ones = mark.rpartition("十")
    if not ten:
        return _CHINESE.find(mark) + 1
    return 10 * (_CHINESE.find(tens) + 1 if tens else 1) + (_CHINESE.find(ones) + 1 if ones else 0)
