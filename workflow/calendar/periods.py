"""The periods of reporting: a year, and the halves, quarters and months of a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.words import Words

YEAR, HALF, QUARTER, MONTH = 12, 6, 3, 1  # by their length in months
_WRITTEN = re.compile(r"([12]\d{3})(?:-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?", re.ASCII)
_WORDS: dict[int, Words] = {
    YEAR: Words("{year}年", "{year}"),
    HALF: Words("{year}年{half}", "{half} half of {year}"),
    QUARTER: Words("{year}年第{number}季度", "quarter {number} of {year}"),
    MONTH: Words("{year}年{number}月", "{year}-{number:02d}"),
}
_HALVES = (Words("上半年", "first"), Words("下半年", "second"))


@dataclass(frozen=True, slots=True)
class Period:
    """A year or a part of one: the ``number``-th stretch of so many months."""

    year: int
    months: int = YEAR
    number: int = 1

    @classmethod
    def of(cls, day: date, months: int) -> Period:
        """Return the period around a day."""
        return cls(day.year, months, (day.month - 1) // months + 1)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * self.months + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        begins = self.number * self.months
        after = date(self.year + begins // YEAR, begins % YEAR + 1, 1)
        return after - timedelta(days=1)

    @property
    def before(self) -> Period:
        """The period just before."""
        return Period.of(self.first - timedelta(days=1), self.months)

    @property
    def words(self) -> Words:
        """The period as people say it."""
        half = _HALVES[self.number - 1] if self.months == HALF else ""
        return _WORDS[self.months].format(year=self.year, number=self.number, half=half)

    def __str__(self) -> str:
        """Return the period as it is kept, such as 2026-Q3."""
        part = {YEAR: "", HALF: f"-H{self.number}", QUARTER: f"-Q{self.number}"}
        return f"{self.year}" + part.get(self.months, f"-{self.number:02d}")


def read_period(text: str) -> Period | None:
    """Return the period written as 2026, 2026-H1, 2026-Q3 or 2026-09; otherwise nothing."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, part = int(found[1]), found[2] or ""
    if not part:
        return Period(year)
    if part.isdecimal():
        return Period(year, MONTH, int(part))
    return Period(year, HALF if part[0] == "H" else QUARTER, int(part[1]))
