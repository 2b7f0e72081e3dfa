"""Points in time as deadlines name them: a day, a month, a quarter, a half or a year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflow.imports.ledger.written_dates import last_of_month, make_day


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time as written; without ``day`` the last day of the month."""

    year: int | None
    month: int
    day: int | None = None
    unit: str = "day"  # what "before" stands in front of: a day, or a whole unit of time
    eve: bool = False  # a feast: the day meant is the one before it
    near: bool = False  # named by its distance: this year, next month

    def on(self, year: int) -> date | None:
        """Return the day of the point, with ``year`` for a missing year."""
        month = (self.year or year, self.month)
        found = make_day(*month, self.day) if self.day else last_of_month(*month)
        return found - timedelta(days=1) if found and self.eve else found

    def after(self, anchor: date, *, patience: int = 0) -> date | None:
        """Return the day of the point; without a year the next on or after ``anchor``.

        A day at most ``patience`` days before the anchor is accepted as well: a ledger of September
        may have a deadline in June.
        """
        if self.year:
            return self.on(self.year)
        days = (self.on(year) for year in range(anchor.year, anchor.year + 9))
        earliest = anchor - timedelta(days=patience)
        return next((day for day in days if day and day >= earliest), None)

    def eve_of_unit(self) -> Point:
        """Return the end of the month or year before: the meaning of "before June"."""
        if self.unit == "month" and self.month > 1:
            return replace(self, month=self.month - 1, unit="day")
        return Point(self.year - 1 if self.year else None, 12, near=self.near)


DateParts = dict[str, str]
Build = Callable[[DateParts, date], Point | None]

_YEAR = r"(?:(?P<year>\d{4}|\d{2})年度?|(?P<that>今年|本年度?|当年|明年|次年|来年))"
_END = r"(?:年?(?P<part>底|末|内|终))"
_PART = r"(?P<part>底|末|内|终|初|上旬|中旬|下旬)"
_TENTHS = {"初": 10, "上旬": 10, "中旬": 20}
_PLANS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_WEEK = "一二三四五六日"
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "七一": (7, 1), "八一": (8, 1), "国庆": (10, 1)}


def _year(found: DateParts, anchor: date) -> int | None:
    if found.get("year"):
        number = int(found["year"])
        return number + 2000 if number < 100 else number
    return anchor.year + (found["that"][0] in "明次来") if found.get("that") else None


def _day(found: DateParts, anchor: date) -> Point | None:
    return Point(_year(found, anchor), int(found["month"]), int(found["day"]))


def _month(found: DateParts, anchor: date) -> Point | None:
    part = found.get("part", "")
    unit = "day" if part else "month"
    return Point(_year(found, anchor), int(found["month"]), _TENTHS.get(part), unit)


def _whole_year(found: DateParts, anchor: date) -> Point | None:
    return Point(_year(found, anchor), 12, unit="day" if found.get("part") else "year")


def _this_year(_found: DateParts, anchor: date) -> Point | None:
    return Point(anchor.year, 12, near=True)


def _quarter(found: DateParts, anchor: date) -> Point | None:
    unit = "day" if found.get("part") else "quarter"
    return Point(_year(found, anchor), 3 * int(found["quarter"]), unit=unit)


def _half(found: DateParts, anchor: date) -> Point | None:
    month = 6 if found["half"] == "上" else 12
    return Point(_year(found, anchor), month, unit="day" if found.get("part") else "half")


def _near_month(found: DateParts, anchor: date) -> Point | None:
    ahead = anchor.month + (found.get("near", "") in ("下", "下个", "次"))
    day = _TENTHS.get(found.get("part", ""))
    return Point(anchor.year + (ahead > 12), (ahead - 1) % 12 + 1, day, near=True)


def _day_of_near_month(found: DateParts, anchor: date) -> Point | None:
    """Read 下个月15日前."""
    month = _near_month(found, anchor)
    return replace(month, day=int(found["day"])) if month else None


def _near_quarter(found: DateParts, anchor: date) -> Point | None:
    ahead = (anchor.month + 2) // 3 + (found.get("near", "") == "下")
    return Point(anchor.year + (ahead > 4), 3 * ((ahead - 1) % 4 + 1), near=True)


def _feast(found: DateParts, anchor: date) -> Point | None:
    return Point(_year(found, anchor), *_FEASTS[found["feast"]], eve=True)


def _middle(found: DateParts, anchor: date) -> Point | None:
    return Point(_year(found, anchor), 6, near="year" not in found)


def _plan(found: DateParts, _anchor: date) -> Point | None:
    return Point(_PLANS[found["plan"]], 12)


def _same_day(_found: DateParts, anchor: date) -> Point | None:
    return Point(anchor.year, anchor.month, anchor.day, near=True)


def _weekday(found: DateParts, anchor: date) -> Point | None:
    """Read 本周五 or 下周一; a week named alone means the end of the week."""
    name = found.get("weekday", "日").replace("天", "日").replace("7", "日")
    weekday = int(name) - 1 if name.isdecimal() else _WEEK.index(name)
    ahead = weekday - anchor.weekday() + 7 * (found.get("near", "")[:1] == "下")
    day = anchor + timedelta(days=ahead)
    return Point(day.year, day.month, day.day, near=True)


def _bare_day(found: DateParts, anchor: date) -> Point | None:
    """Read "15日" as the next 15th."""
    for month in (Point(None, anchor.month), _near_month({"near": "下"}, anchor)):
        day = month and make_day(month.year or anchor.year, month.month, int(found["day"]))
        if day and day >= anchor:
            return Point(day.year, day.month, day.day, near=True)
    return None


def _forms(*forms: tuple[str, Build]) -> tuple[tuple[re.Pattern[str], Build], ...]:
    return tuple((re.compile(pattern), build) for pattern, build in forms)


_FORMS = _forms(
    (r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})日?", _day),
    (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _day),
    (r"(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])", _month),
    (r"(?P<year>20\d{2})", _whole_year),
    (r"(?P<near>本|当|这个|下|下个|次)月(?P<day>\d{1,2})[日号]", _day_of_near_month),
    (rf"{_YEAR}?(?P<month>\d{{1,2}})月份?(?P<day>\d{{1,2}})[日号]?", _day),
    (r"(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})日?", _day),
    (rf"{_YEAR}?(?P<month>\d{{1,2}})月份?{_PART}?", _month),
    # A spreadsheet shows October, typed as 2024.10, as 2024.1: that one is not read.
    (rf"(?P<year>\d{{4}})(?:[-/]|\.(?!1$))(?P<month>\d{{1,2}})月?{_PART}?", _month),
    (rf"{_YEAR}(?:{_END}|全年)?", _whole_year),
    (r"全年(?:度|内)?", _this_year),
    (rf"(?:{_YEAR}|年)年?中(?:期|旬)?", _middle),
    (rf"(?P<plan>{'|'.join(_PLANS)})(?:规划)?(?:时期|期间|期)?(?:末|结束|收官)?", _plan),
    (r"(?:当天|当日|今天|今日|本日)(?:内)?", _same_day),
    (r"(?P<near>本|这|下|下个)?(?:周|星期)(?P<weekday>[一二三四五六日天1-7])", _weekday),
    (r"(?P<near>本|这|下|下个)(?:周|星期)(?:内|末|底)?", _weekday),
    (rf"{_YEAR}?[-/]?[qQ](?P<quarter>[1-4]){_END}?", _quarter),
    (r"年(?:底|末|内|终)", _this_year),
    (rf"{_YEAR}?第?(?P<quarter>[1-4])个?季度{_END}?", _quarter),
    (rf"{_YEAR}?(?P<half>[上下])半年{_END}?", _half),
    (r"(?P<near>本|当|这个|下|下个|次)月(?P<part>初|上旬|中旬|下旬)", _near_month),
    (r"(?P<near>本|当)?月(?:底|末|内)", _near_month),
    (r"(?P<near>下|下个|次)月(?:底|末|内)?", _near_month),
    (r"(?P<near>本|当)?季度?(?:底|末|内)", _near_quarter),
    (r"(?P<near>下)个?季度(?:底|末|内)?", _near_quarter),
)
_BEFORE_FORMS = _forms(
    (rf"{_YEAR}?(?P<feast>{'|'.join(_FEASTS)})节?", _feast),
    (r"(?P<day>\d{1,2})[日号]", _bare_day),
)


def read_point(text: str, anchor: date, *, before: bool = False) -> Point | None:
    """Return the point of a text with nothing else; ``before`` for a following 前."""
    for pattern, build in _FORMS + (_BEFORE_FORMS if before else ()):
        if match := pattern.fullmatch(text):
            found = {key: value for key, value in match.groupdict().items() if value}
            point = build(found, anchor)
            return replace(point, near=True) if point and "that" in found else point
    return None
