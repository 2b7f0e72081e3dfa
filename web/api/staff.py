"""``/people``: people and their accounts, for the administrators, and the acts on them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import url_for
from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import VISIBLE, Id, Limit, OneOf, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, Form, FormBody, filled, form
from web.api.items import next_page
from web.api.once import once
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.declaration import KEEP_PEOPLE
from workflow.errors import NO_PAGE, NotFound
from workflow.organisation import staff
from workflow.organisation.staff.forms import StaffForm, form_asked
from workflow.organisation.staff.queries import STATES, AccountView, PersonPage, PersonRow


class StaffQuery(Sent):
    """A filter of the people, and a page of them after the id ``after``."""

    q: Annotated[str, Field(max_length=200, pattern=VISIBLE)] = ""
    state: Annotated[str, OneOf(tuple(STATES))] | None = None
    after: Id | None = None
    limit: Limit = 50


class Account(Told):
    """An account of a person."""

    id: int
    login: str
    active: bool
    has_password: bool
    has_second_factor: bool


class StaffLine(Told):
    """A person as a line of the list; ``left_on`` is the first day away."""

    id: int
    words: Words
    code: str
    email: str
    left_on: date | None
    accounts: list[Account]


class StaffPage(Told):
    """A page of people; ``add`` is the form to add a person, where permitted."""

    people: list[StaffLine]
    add: Form | None
    next: str | None


class AccountActs(Told):
    """The acts on an account offered at present."""

    account_id: int
    acts: list[Form]


class StaffPerson(StaffLine):
    """A person with the acts offered at present."""

    language: str
    acts: list[Form]
    account_acts: list[AccountActs]


class PersonAdded(Told):
    """A person added; with a sign-in name the account waits for agreement."""

    id: int
    waits: bool


@blueprint.get("/people")
@spec.validate(resp=answers(StaffPage, 403, 404), tags=["people"], operation_id="staff")
def people_of_all(query: StaffQuery) -> StaffPage:
    """Return a page of the people of the organisation, for administrators."""
    sought = staff.StaffFilter(query.q.strip(), query.state or "")
    rows, more = staff.people(actor(), sought, query.after, query.limit)
    return StaffPage(
        people=[StaffLine(**_line(row)) for row in rows],
        add=form(staff.ADD) if KEEP_PEOPLE.held_by(actor()) else None,
        next=next_page(after=more) if more else None,
    )


@blueprint.get("/people/<int:person_id>")
@spec.validate(resp=answers(StaffPerson, 403, 404), tags=["people"], operation_id="staff_person")
def staff_person(person_id: int) -> StaffPerson:
    """Return a person, the accounts, and the acts open to the caller."""
    page = staff.person(actor(), person_id)
    return StaffPerson(
        **_line(page.row),
        language=page.language,
        acts=[form(one) for one in staff.PERSON_FORMS.values() if one.is_for(actor(), page)],
        account_acts=[_acts(page, account) for account in page.row.accounts],
    )


@blueprint.post("/people")
@spec.validate(
    resp=answers(PersonAdded, *REFUSED, status=201), tags=["people"], operation_id="add_person"
)
def add_person(json: FormBody) -> tuple[PersonAdded, int, dict[str, str]]:
    """Add a person; with a sign-in name an account is asked for, too."""
    form_asked(actor(), {staff.ADD.key: staff.ADD}, staff.ADD.key)
    values, _ = filled(staff.ADD, json)

    def act() -> PersonAdded:
        made = staff.ADD.carry_out(actor(), 0, values)
        assert isinstance(made, int)  # noqa: S101 -- adding gives the id
        return PersonAdded(id=made, waits=staff.ADD.waits(values, made))

    told, status, headers = once(PersonAdded, json, act, 201)
    where = url_for("api.staff_person", person_id=told.id)
    return told, status, headers | {"Location": where}


@blueprint.post("/people/<int:person_id>/<act:person_act>")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["people"], operation_id="act_on_person")
def act_on_person(
    person_id: int, person_act: str, json: FormBody
) -> tuple[Acted, int, dict[str, str]]:
    """Carry out an act on a person: correct, open-account, leave, return."""
    staff.person(actor(), person_id)
    return _acted(form_asked(actor(), staff.PERSON_FORMS, person_act), person_id, json)


@blueprint.post("/people/<int:person_id>/accounts/<int:account_id>/<account_act>")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["people"], operation_id="act_on_account")
def act_on_account(
    person_id: int, account_id: int, account_act: str, json: FormBody
) -> tuple[Acted, int, dict[str, str]]:
    """Carry out an act on an account: send a link, end sessions, close, reopen, and so on."""
    page = staff.person(actor(), person_id)
    if all(account.id != account_id for account in page.row.accounts):
        raise NotFound(NO_PAGE)
    return _acted(form_asked(actor(), staff.ACCOUNT_FORMS, account_act), account_id, json)


def _acted(asked: StaffForm, about: int, json: FormBody) -> tuple[Acted, int, dict[str, str]]:
    values, _ = filled(asked, json)

    def act() -> Acted:
        made = asked.carry_out(actor(), about, values)
        return Acted(waits=asked.waits(values, made))

    return once(Acted, json, act)


def _acts(page: PersonPage, account: AccountView) -> AccountActs:
    offered = [f for f in staff.ACCOUNT_FORMS.values() if f.is_for(actor(), page, account)]
    return AccountActs(account_id=account.id, acts=[form(one) for one in offered])


def _line(row: PersonRow) -> dict[str, object]:
    return {
        "id": row.id,
        "words": said.words(row.words),
        "code": row.code,
        "email": row.email,
        "left_on": row.left_on,
        "accounts": [_account(one) for one in row.accounts],
    }


def _account(one: AccountView) -> Account:
    return Account(
        id=one.id,
        login=one.login,
        active=one.active,
        has_password=one.has_password,
        has_second_factor=one.has_totp,
    )
