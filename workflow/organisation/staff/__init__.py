"""People and their accounts, as kept by the administrators of the whole installation.

The system administrator keeps people and accounts, the security administrator their guards: posts,
departures, second factors, and the reopening of accounts. Neither gets into another person's
account alone: entering a mail address reopens nothing (ADR 10).
"""

from workflow.organisation.staff.enrolment import Newcomer, enrol
from workflow.organisation.staff.forms import ACCOUNT_FORMS, ADD, PERSON_FORMS
from workflow.organisation.staff.queries import (
    AccountView,
    PersonPage,
    PersonRow,
    StaffFilter,
    people,
    person,
)

__all__ = [
    "ACCOUNT_FORMS",
    "ADD",
    "PERSON_FORMS",
    "AccountView",
    "Newcomer",
    "PersonPage",
    "PersonRow",
    "StaffFilter",
    "enrol",
    "people",
    "person",
]
