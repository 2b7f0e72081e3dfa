"""English deadlines, translated into equal Chinese phrases, so that a single grammar reads all."""

from __future__ import annotations

import re
from collections.abc import Callable

from workflow.imports.ledger.written_dates import MONTHS, NUMERIC, full_year, without_time

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>\d{4})"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4,
             "4th": 4, "last": 4}  # fmt: skip
_ORDINAL = "(?P<quarter>" + "|".join(_ORDINALS) + ")"
_NUMBERS = {word: number for number, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
)} | {"fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90, "a": 1, "an": 1}  # fmt: skip
_NUMBER = r"(?P<number>\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNITS = {
    "hour": "小时",
    "day": "天",
    "week": "周",
    "month": "个月",
    "quarter": "个季度",
    "year": "年",
}
_UNIT = r"(?P<business>(?:working|business|calendar)[\s-]+)?(?P<unit>hours?|hrs?|days?|weeks?|months?|quarters?|years?)"
_LEAD = re.compile(
    r"^(?:(?:to be )?(?:completed?|implemented|closed|resolved|done|finished|fixed|due)?\s*(?:by|before|no later than|not later than|prior to|until|on or before|on|in|during|at|target|est\.?|approx\.?|c\.|~)\s+)(?:the\s+)?",
    re.I,
)
# What was finished on a day is not due on it: "completed 18 May", but not "completed by 18 May".
_DONE_ON = re.compile(
    r"^(?:(?:was|has been|already|fully)\s+)*(?:completed|implemented|closed|resolved|done|finished|remediated|fixed|rectified)"
    r"\s*(?:on|in|:|-)?\s+(?!by\b|before\b|within\b|no later|not later|prior)(?=.*\d)",
    re.I,
)
_BEFORE = re.compile(r"^(?:before|prior to)\b", re.I)
_AFTER = re.compile(
    r"\s*(?:(?:of|from|after|following|since)\s+(?:the\s+)?(?:date of\s+)?(?:receipt|(?:report )?issu(?:e|ance)|report|finding|notification|notice|detection|discovery|audit|approval of the plan)(?:\s+(?:date|report))?)$",
    re.I,
)
_WORDS = (
    (r"immediate(?:ly)?|asap|as soon as possible|at once|right away|forthwith|urgent(?:ly)?|now", "立即整改"),
    (r"on[- ]?going|continu(?:ous|ously|al|ing)|long[- ]?term|permanent(?:ly)?|standing|perpetual|recurring", "长期坚持"),
    (r"(?:already |fully |has been |was )?(?:completed?|implemented|closed|done|finished|resolved|remediated|fixed|rectified)", "已完成"),
    (r"t\.?b\.?[dca]\.?|to be (?:determined|decided|confirmed|advised|agreed)|unknown|not set|pending|open|various", "待定"),
    (r"n\.?/?a\.?|none|nil|not applicable|-+", "无"),
    (r"today|same day", "当天"),
    (r"e\.?o\.?y\.?|(?:by )?(?:the )?(?:end of (?:the |this )?(?:calendar )?year|year[- ]?end)", "今年年底"),
    (r"(?:the )?end of next year", "明年年底"),
    (r"e\.?o\.?m\.?|(?:the )?(?:end of (?:the |this )?month|month[- ]?end)", "本月底"),
    (r"(?:the )?(?:end of )?next month", "下月底"),
    (r"e\.?o\.?q\.?|(?:the )?(?:end of (?:the |this )?quarter|quarter[- ]?end)", "本季度末"),
    (r"(?:the )?(?:end of )?next quarter", "下季度"),
    (r"mid[- ]?year", "年中"),
)  # fmt: skip
_SAID = tuple((re.compile(words, re.I), phrase) for words, phrase in _WORDS)
_Found = dict[str, str]


def _year(found: _Found) -> str:
    return f"{full_year(int(found['year'].lstrip(chr(39))))}年" if found.get("year") else ""


def _month(found: _Found) -> str:
    return f"{MONTHS[found['month'].lower()]}月"


def _quarter(found: _Found) -> str:
    number = found["quarter"].lower()
    return f"{_year(found)}第{_ORDINALS.get(number, number)}季度末"


def _half(found: _Found) -> str:
    first = found["half"].lower() in ("1", "first")
    return f"{_year(found)}{'上' if first else '下'}半年"


def _period(found: _Found) -> str:
    number = _NUMBERS.get(found["number"].lower(), found["number"])
    unit = found["unit"].lower().rstrip("s").replace("hr", "hour")
    business = (found.get("business") or "").lower()
    if unit == "day" and business.startswith(("working", "business")):
        return f"{number}个工作日内"
    return f"{number}{_UNITS[unit]}内"


_PART = r"(?P<part>early|mid|late|end|beginning|start)(?:[\s-]+of)?(?:[\s-]+the)?[\s-]*"
_PARTS = {
    "early": "上旬",
    "beginning": "上旬",
    "start": "上旬",
    "mid": "15日",
    "late": "底",
    "end": "底",
}
_SHORT = r"(?P<year>\d{4}|'\d{2}|(?<=[/-])\d{2})"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[_Found], str]], ...] = tuple(
    (re.compile(pattern, re.I), build)
    for pattern, build in (
        (rf"{_MONTH}[\s\-/.,']*(?:of\s+)?{_SHORT}", lambda f: _year(f) + _month(f)),
        (rf"{_YEAR}[\s\-/.,]+{_MONTH}", lambda f: _year(f) + _month(f)),
        (rf"{_MONTH}", _month),
        (rf"{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", lambda f: f"{_month(f)}{f['day']}日"),
        (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/]*(?:of\s+)?{_MONTH}", lambda f: f"{_month(f)}{f['day']}日"),
        (rf"{_PART}{_MONTH}(?:[\s,]*{_YEAR})?", lambda f: _year(f) + _month(f) + _PARTS[f["part"].lower()]),
        (rf"year[\s-]*end[\s,]+{_YEAR}", lambda f: f"{_year(f)}底"),
        (rf"{_PART}{_YEAR}", lambda f: _year(f) + ("年中" if f["part"].lower() == "mid" else "年底")),
        (rf"(?:end of\s+|by\s+)?q(?P<quarter>[1-4])(?:[\s\-/,]*(?:of\s+)?(?:cy\s*)?{_SHORT})?", _quarter),
        (rf"(?:end of\s+)?{_YEAR}[\s\-/]*q(?P<quarter>[1-4])", _quarter),
        (rf"(?:end of\s+)?(?P<quarter>[1-4])q[\s\-/]*{_YEAR}", _quarter),
        (rf"(?:end of\s+)?(?:the\s+)?{_ORDINAL}\s+quarter(?:\s+(?:of\s+)?{_YEAR})?", _quarter),
        (rf"{_YEAR}[\s\-/]*h(?P<half>[12])|{_YEAR.replace('year', 'year2')}", lambda f: _half(f) if f.get("half") else f"{f['year2']}年底"),
        (rf"(?:(?P<half>[12])h|h(?P<half2>[12]))[\s\-/]*{_YEAR}", lambda f: _half({**f, "half": f.get("half") or f["half2"]})),
        (r"h(?P<half>[12])", _half),
        (rf"(?:the\s+)?(?P<half>first|second)\s+half(?:\s+(?:of\s+)?{_YEAR})?", _half),
        (rf"(?:within\s+|in\s+)?(?:the\s+next\s+|a period of\s+)?{_NUMBER}[\s-]*(?:\(\d+\)\s*)?{_UNIT}", _period),
    )
)  # fmt: skip


def in_chinese(written: str) -> str | None:
    """Return the Chinese phrase of an English deadline, or ``None`` for any other text.

    >>> in_chinese("by end of June 2026"), in_chinese("within 30 days"), in_chinese("Q3 2026")
    ('2026年6月底', '30天内', '2026年第3季度末')
    """
    text = " ".join(without_time(written).strip(" .;,").split())
    if not text.isascii() or not any(letter.isalpha() for letter in text):
        return None
    if done := _DONE_ON.match(text):
        rest = text[done.end() :]
        return f"{_phrase(rest) or rest}已完成"
    before = bool(_BEFORE.match(text))
    for shape in dict.fromkeys((text, _AFTER.sub("", _LEAD.sub("", text)))):
        if phrase := _phrase(shape):
            return phrase + ("前" if before and phrase.endswith(("日", "月")) else "")
    bare = _LEAD.sub("", text)
    return bare if bare != text and NUMERIC.fullmatch(bare) else None  # by 30/06/2026


def _phrase(text: str) -> str | None:
    for pattern, phrase in _SAID:
        if pattern.fullmatch(text):
            return phrase
    for form, build in _FORMS:
        if match := form.fullmatch(text):
            return build({key: value for key, value in match.groupdict().items() if value})
    return None
