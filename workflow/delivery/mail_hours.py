"""When mail may leave: in working hours on working days, and the digest half an hour into them.

Asked whenever something is about to leave, so that a change of the calendar counts at once.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from workflow.calendar import WORK_BEGINS, Calendar
from workflow.platform import settings

# What falls due in the morning is raised when people come to work; the digest comes after it.
_SETTLING = timedelta(minutes=30)
_EVER = datetime.min.replace(tzinfo=UTC)


def opened(calendar: Calendar, now: datetime) -> datetime | None:
    """Return the start of the present mail hours, or ``None`` outside of mail hours."""
    hours, local = settings().hours_of_mail, now.astimezone(settings().zone)
    if hours is None:
        return _EVER
    begin, end = hours
    if not (calendar.is_working_day(local.date()) and begin <= local.time() < end):
        return None
    return datetime.combine(local.date(), begin, settings().zone)


def is_open(calendar: Calendar, now: datetime) -> bool:
    """Say whether mail may leave."""
    return opened(calendar, now) is not None


def opens_next(calendar: Calendar, now: datetime) -> datetime:
    """Return when mail may leave: now, or when the next working hours begin."""
    hours = settings().hours_of_mail
    if hours is None or is_open(calendar, now):
        return now
    zone = settings().zone
    day = now.astimezone(zone).date()
    while not calendar.is_working_day(day) or datetime.combine(day, hours[0], zone) <= now:
        day += timedelta(days=1)
    return datetime.combine(day, hours[0], zone)


def is_time_for_digest(calendar: Calendar, now: datetime) -> bool:
    """Say whether the digest of the present working day is to be made by now."""
    local = now.astimezone(settings().zone)
    if not (calendar.is_working_day(local.date()) and is_open(calendar, now)):
        return False
    return local.time() >= _digest_begins()


def digest_of(calendar: Calendar, day: date, now: datetime) -> datetime | None:
    """Return the time at which the digest of a day will be made, or ``None`` without a digest."""
    moment = max(now, datetime.combine(day, _digest_begins(), settings().zone))
    same_day = moment.astimezone(settings().zone).date() == day
    return moment if same_day and is_time_for_digest(calendar, moment) else None


def _digest_begins() -> time:
    begin, end = settings().hours_of_mail or (WORK_BEGINS, time.max)
    first = max(begin, WORK_BEGINS)
    settled = (datetime.combine(_EVER, first) + _SETTLING).time()
    return settled if settled < end else begin
