"""The day it is where the organisation works: there, midnight comes before that of the machine."""

from datetime import date, datetime

from workflow.platform.config import settings


def today() -> date:
    """Return the day of the organisation, as every rule has it."""
    return datetime.now(settings().zone).date()
