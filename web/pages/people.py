"""People and their accounts, for the system and the security administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import drafts, step_up
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs, listed_faults
from web.languages import language
from web.numbers import number
from web.pages import approvals
from workflow.declaration import KEEP_PEOPLE, fields
from workflow.errors import NO_PAGE, NotFound, WorkflowError
from workflow.organisation import staff
from workflow.organisation.staff.forms import StaffForm, form_asked, present
from workflow.organisation.staff.queries import STATES, AccountView
from workflow.words import Words

blueprint = Blueprint("people", __name__, url_prefix="/people")
ROWS = 50


@blueprint.get("")
def show() -> str:
    """Show a page of the people there are."""
    sought = staff.StaffFilter(request.args.get("q", "").strip(), request.args.get("state", ""))
    rows, more = staff.people(actor(), sought, number(request.args, "after"), ROWS)
    filters = {"q": sought.q, "state": sought.state}
    shown: dict[str, Any] = {key: value for key, value in filters.items() if value}
    return render_template(
        "people.html",
        rows=rows,
        sought=sought,
        states=STATES,
        may_add=KEEP_PEOPLE.held_by(actor()),
        next=url_for(".show", **shown, after=more) if more else None,
        first=url_for(".show", **shown) if request.args.get("after") else None,
    )


@blueprint.get("/add")
def add_form() -> str:
    """Show the form to add a person."""
    _demand_adding()
    return _form(staff.ADD, Filled({"language": "zh"}), url_for(".show"))


@blueprint.post("/add")
def add() -> AnyResponse:
    """Add a person, or show the form again with the reason."""
    _demand_adding()
    return _done(staff.ADD, 0, url_for(".show"), lambda made: url_for(".person", person_id=made))


@blueprint.get("/<int:person_id>")
def person(person_id: int) -> str:
    """Show a person, the accounts, and the possible acts."""
    page = staff.person(actor(), person_id)
    return render_template(
        "person.html",
        page=page,
        states=STATES,
        forms=[form for form in staff.PERSON_FORMS.values() if form.is_for(actor(), page)],
        account_forms={
            account.id: [
                f for f in staff.ACCOUNT_FORMS.values() if f.is_for(actor(), page, account)
            ]
            for account in page.row.accounts
        },
    )


@blueprint.get("/<int:person_id>/<key>")
def form(person_id: int, key: str) -> str:
    """Show the form of an act on a person."""
    page, asked = staff.person(actor(), person_id), _asked(staff.PERSON_FORMS, key)
    return _form(asked, Filled(present(asked, page)), _page_of(person_id), page.row.words)


@blueprint.post("/<int:person_id>/<key>")
def act(person_id: int, key: str) -> AnyResponse:
    """Carry the act out, or show the form again with the reason."""
    page, asked = staff.person(actor(), person_id), _asked(staff.PERSON_FORMS, key)
    back = _page_of(person_id)
    return _done(asked, person_id, back, lambda _: back, page.row.words)


@blueprint.get("/<int:person_id>/accounts/<int:account_id>/<key>")
def account_form(person_id: int, account_id: int, key: str) -> str:
    """Show the form of an act on an account."""
    account, asked = _account(person_id, account_id), _asked(staff.ACCOUNT_FORMS, key)
    login = Words(account.login, account.login)
    return _form(asked, Filled(), _page_of(person_id), login)


@blueprint.post("/<int:person_id>/accounts/<int:account_id>/<key>")
def account_act(person_id: int, account_id: int, key: str) -> AnyResponse:
    """Carry out an act on an account, or show the form again with the reason."""
    account, asked = _account(person_id, account_id), _asked(staff.ACCOUNT_FORMS, key)
    back, login = _page_of(person_id), Words(account.login, account.login)
    return _done(asked, account_id, back, lambda _: back, login)


def _asked(forms: dict[str, StaffForm], key: str) -> StaffForm:
    return form_asked(actor(), forms, key)


def _demand_adding() -> None:
    form_asked(actor(), {staff.ADD.key: staff.ADD}, staff.ADD.key)


def _account(person_id: int, account_id: int) -> AccountView:
    for account in staff.person(actor(), person_id).row.accounts:
        if account.id == account_id:
            return account
    raise NotFound(NO_PAGE)


def _done(
    asked: StaffForm, about: int, back: str, onward: Callable[[int], str], whom: Words | None = None
) -> AnyResponse:
    """Carry out the act of a form and redirect; a refusal keeps the entered values."""
    filled = Filled.sent()
    try:
        values, _ = fields.parse(asked, filled.values, "")
        step_up.prove(asked)
        made = asked.carry_out(actor(), about, values)
    except NotFound:
        raise
    except WorkflowError as error:
        return _again(asked, filled, back, whom, error)
    drafts.done(_told(asked, values, made))
    return redirect(onward(made if isinstance(made, int) else 0), 303)


def _told(asked: StaffForm, values: dict[str, Any], made: object) -> str:
    if asked.waits(values, made):
        return approvals.waits_for_another(asked.words)
    return str(gettext("Done: %(what)s.", what=asked.words.of(language())))


def _again(
    asked: StaffForm, filled: Filled, back: str, whom: Words | None, error: WorkflowError
) -> AnyResponse:
    filled.note(error)
    return make_response(_form(asked, filled, back, whom, error), status_of(error))


def _form(
    asked: StaffForm, filled: Filled, back: str, whom: Words | None = None,
    error: WorkflowError | None = None,
) -> str:  # fmt: skip
    return render_template(
        "person_form.html",
        asked=asked,
        whom=whom,
        back=back,
        inputs=inputs(asked, filled, actor(), None),
        proof=step_up.needed(asked),
        filled=filled,
        error=error,
        faults=listed_faults(asked, filled),
    )


def _page_of(person_id: int) -> str:
    return url_for(".person", person_id=person_id)
