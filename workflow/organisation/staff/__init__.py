"""People and their accounts, as the administrators of the whole installation keep them.

The system administrator keeps people and accounts, the security administrator what guards them:
who is in post, who has left, second factors, and which closed account opens again. Neither gets
into somebody's account alone: whoever enters a mail address reopens nothing (ADR 10).
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
