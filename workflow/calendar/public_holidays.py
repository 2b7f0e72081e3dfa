"""The public holidays of a country from the ``holidays`` library, a year at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version

import holidays
from holidays.constants import HOLIDAY_NAME_DELIMITER as _BETWEEN
from holidays.utils import list_supported_countries

from workflow.words import Words

DEFAULT = "CN"
EDITION = version("holidays")
_AMERICAN = "en_US"
_LANGUAGES = {"zh": ("zh_CN", "zh_TW"), "en": (_AMERICAN, "en_GB")}
_MONTH_FIRST = re.compile(r"\b(\d\d)/(\d\d)/(\d{4})\b")


@dataclass(frozen=True, slots=True)
class CountryYear:
    """A year of a country: working days, days with a name, and working weekend days."""

    working: frozenset[date]
    named: Mapping[date, Words]
    make_up: frozenset[date]


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the code of every country there is a calendar for."""
    return frozenset(list_supported_countries(include_aliases=False))


@lru_cache(maxsize=512)
def year_of(country: str, year: int) -> CountryYear:
    """Return a year of the country; years far off have weekends only."""
    known = _days(country, year, "")
    working = frozenset(day for day in days_of(year) if known.is_working_day(day))
    weekend_work = known.weekend_workdays
    return CountryYear(
        working,
        _named(country, year),
        frozenset(day for day in weekend_work if day.year == year),
    )


def days_of(year: int) -> list[date]:
    """Return every day of a year in order."""
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(366 if _is_leap(year) else 365)]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days(country: str, year: int, language: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year, language=language or None)


def _named(country: str, year: int) -> dict[date, Words]:
    """Name the days off in both languages, as far as the library speaks them."""
    zh, en = (_names(country, year, _spoken(country, tongue)) for tongue in ("zh", "en"))
    return {
        day: Words((zh.get(day) or name).replace(_BETWEEN, "、"), name)
        for day, name in en.items()
        if day.year == year
    }


def _names(country: str, year: int, language: str) -> dict[date, str]:
    """Return the names by day in one language, with dates in the order year, month, day.

    Half of the readers take 02/03/2026 for another day.
    """
    names = _days(country, year, language).items()
    if language != _AMERICAN:
        return dict(names)
    return {day: _MONTH_FIRST.sub(r"\3-\1-\2", name) for day, name in names}


@lru_cache(maxsize=32)
def _spoken(country: str, tongue: str) -> str:
    kind = type(_days(country, 2000, ""))
    spoken = kind.supported_languages
    for language in (*_LANGUAGES[tongue], *_LANGUAGES["en"]):
        if language in spoken:
            return language
    return kind.default_language or ""


@lru_cache(maxsize=512)
def is_unpublished(country: str, year: int) -> bool:
    """Say whether the schedule of ``year`` is still unknown, in whole or in part.

    True where a country moves working days to weekends and has not yet published the year, where
    the dates of feasts are estimates, and beyond the range of the library.
    """
    kind = type(_days(country, 2000, ""))
    published = _published_until(country)
    if not kind.start_year <= year <= kind.end_year:
        return True
    return (published is not None and year > published) or _is_estimated(country, year)


@lru_cache(maxsize=32)
def _published_until(country: str) -> int | None:
    """Return the last year with make-up working days; none where the country knows no such."""
    moved = getattr(_days(country, 2000, ""), "special_public_holidays", {})
    return max((year for year, days in moved.items() if _moves_working_days(days)), default=None)


def _moves_working_days(days: tuple[object, ...]) -> bool:
    """Say whether days off stand for work on another day: the library writes both days then."""
    each = days if days and isinstance(days[0], tuple) else (days,)
    return any(isinstance(day, tuple) and len(day) > 3 for day in each)


def _is_estimated(country: str, year: int) -> bool:
    kind = type(_days(country, 2000, ""))
    mark = str(getattr(kind, "estimated_label", "")).replace("%s", "").strip()
    if not mark:
        return False
    return any(mark in name for name in _days(country, year, kind.default_language or "").values())
