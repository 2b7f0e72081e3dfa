"""Now, for the tests: the one place that reads the clock.

Most tests name their own days and need none of this. The day is that of the organisation: there,
midnight comes before that of the machine.
"""

from datetime import UTC, date, datetime

from workflow.platform import settings


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day of the organisation, as every rule has it."""
    return now().astimezone(settings().zone).date()


def seconds() -> int:
    """Return the whole seconds since 1970, as one-time codes and ID tokens count them."""
    return int(now().timestamp())
