"""Working days and the reckoning of periods in working days: pure values, no database.

A ``Calendar`` is a country's statutory days with an organisation's own days on top. ``Facts`` carry
the calendar, so that a decision counts with the calendar read together with the item.
"""

from workflow.calendar.conventions import BINDING, CONVENTIONS, PUBLICITY, Convention
from workflow.calendar.day_bounds import WORK_BEGINS, end_of, last_day, work_begins
from workflow.calendar.days import Calendar, Day, OwnDay
from workflow.calendar.periods import HALF, MONTH, QUARTER, YEAR, Period, read_period
from workflow.calendar.timetables import RHYTHM_WORDS, RHYTHMS, Rhythm, Timetable

STATUTORY = Calendar()  # of the default country, without own days
add_working_days = STATUTORY.add_working_days

__all__ = [
    "BINDING", "CONVENTIONS", "HALF", "MONTH", "PUBLICITY", "QUARTER", "RHYTHMS", "RHYTHM_WORDS",
    "STATUTORY", "WORK_BEGINS", "YEAR", "Calendar", "Convention", "Day", "OwnDay", "Period",
    "Rhythm", "Timetable", "add_working_days", "end_of", "last_day", "read_period", "work_begins",
]  # fmt: skip
