"""``/calendar``: a year, and the organisation's own days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Day, Digits, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, acted
from web.api.refusals import Misread, Place
from web.api.shapes import SkippedDay
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.calendar import CONVENTIONS, Calendar, OwnDay
from workflow.declaration import CHECK, KEEP_CALENDAR, fields
from workflow.errors import BadInput, CodedWords
from workflow.escalation.calendar_changes import commands
from workflow.escalation.calendar_changes.forms import SET_DAYS, own_days
from workflow.words import Words as Sentence

_MOST = 2000
_TWICE = CodedWords("“{day}”出现了两次", '"{day}" is there twice', "repeated")
_Year = Annotated[int, Field(ge=1900, le=2199)]


class CalendarQuery(Sent):
    """The year to be told."""

    year: Annotated[int, Field(ge=1900, le=2199), Digits]


class OwnDaySent(Sent):
    """A day of the organisation's own: people work, or they are off."""

    day: str
    working: bool
    name: str
    name_en: str = ""
    note: str = ""


class OwnDaysSent(Sent):
    """Days of the organisation's own, all of them or none; with ``dry_run`` they are only read."""

    days: Annotated[list[OwnDaySent], Field(min_length=1, max_length=_MOST)]
    dry_run: bool = False


class DayRemoved(Sent):
    """A day of the organisation's own to be removed."""

    day: Day


class YearSettled(Sent):
    """Whether the schedule of a year is complete by the days set here."""

    year: _Year
    settled: bool


class ConventionSent(Sent):
    """Whether the first day counts for a kind of deadline."""

    key: Annotated[str, Field(max_length=40)]
    counts_first: bool


class OwnDayTold(Told):
    """A day of the organisation's own."""

    day: date
    working: bool
    words: Words
    note: str


class ConventionTold(Told):
    """A kind of deadline, and whether the first day counts."""

    key: str
    words: Words
    counts_first: bool


class CalendarYear(Told):
    """A year: days off, and free days worked, as in the reckoning of due dates."""

    year: int
    edition: str
    provisional: bool
    days: list[SkippedDay]
    own: list[OwnDayTold]
    conventions: list[ConventionTold]


@blueprint.get("/calendar")
@spec.validate(resp=answers(CalendarYear), tags=["calendar"], operation_id="calendar")
def calendar(query: CalendarQuery) -> CalendarYear:
    """Return a year of the calendar in force."""
    found, year = commands.in_force_now(), query.year
    return CalendarYear(
        year=year,
        edition=found.edition,
        provisional=found.is_provisional(year),
        days=_odd(found, year),
        own=[_own(found.own[day]) for day in sorted(found.own) if day.year == year],
        conventions=[
            ConventionTold(
                key=key, words=said.words(kind.words), counts_first=found.counts_first_of(kind)
            )
            for key, kind in CONVENTIONS.items()
        ],
    )


@blueprint.post("/calendar/days")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["calendar"], operation_id="set_days")
def set_days(json: OwnDaysSent) -> tuple[Acted, int, dict[str, str]]:
    """Set days of the organisation's own, or change them; all of them or none."""
    KEEP_CALENDAR.demand(actor())
    days = _days(json.days)
    return acted(json, lambda: None if json.dry_run else commands.set_days(actor(), days))


@blueprint.post("/calendar/days/remove")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["calendar"], operation_id="remove_day")
def remove_day(json: DayRemoved) -> tuple[Acted, int, dict[str, str]]:
    """Remove a day of the organisation's own; the country's calendar holds again."""
    return acted(json, lambda: commands.remove_day(actor(), json.day))


@blueprint.post("/calendar/years")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["calendar"], operation_id="settle_year")
def settle_year(json: YearSettled) -> tuple[Acted, int, dict[str, str]]:
    """Declare the schedule of a year complete, or not complete."""
    return acted(json, lambda: commands.settle_year(actor(), json.year, settled=json.settled))


@blueprint.post("/calendar/conventions")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["calendar"], operation_id="set_convention")
def set_convention(json: ConventionSent) -> tuple[Acted, int, dict[str, str]]:
    """Set whether the first day counts for a kind of deadline."""
    first = json.counts_first
    return acted(json, lambda: commands.set_convention(actor(), json.key, counts_first=first))


def _days(sent: Sequence[OwnDaySent]) -> list[OwnDay]:
    """Return the days as read by the form of the page.

    Raises ``Misread`` with each wrong field, and each day that is there twice.
    """
    days: list[OwnDay] = []
    faults: dict[str, Sentence] = {}
    places: dict[str, Place] = {}
    for n, one in enumerate(sent):
        for key, words in _fault_of(one, days).items():
            name = f"days.{n}.{key}"
            faults[name], places[name] = words, ("days", n, key)
    if faults:
        raise Misread(CHECK, faults, places)
    return days


def _fault_of(one: OwnDaySent, days: list[OwnDay]) -> dict[str, Sentence]:
    """Add a day to the days, or return the faults of the day."""
    given = one.model_dump() | {"working": "yes" if one.working else "no"}
    try:
        [day] = own_days(fields.parse(SET_DAYS, given, "")[0])
    except BadInput as error:
        return error.fields
    if any(other.day == day.day for other in days):
        return {"day": _TWICE.format(day=day.day)}
    days.append(day)
    return {}


def _odd(found: Calendar, year: int) -> list[SkippedDay]:
    days = found.days(date(year, 1, 1), date(year, 12, 31))
    told = (day for day in days if day.name.zh)
    return [SkippedDay(day=d.day, kind=d.kind, name=said.words(d.name)) for d in told]


def _own(day: OwnDay) -> OwnDayTold:
    return OwnDayTold(day=day.day, working=day.working, words=said.words(day.name), note=day.note)
