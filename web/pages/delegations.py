"""Delegating for one's own absence, and acting for an absent person."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from web import standing_in, step_up
from web.auth import actor, identity, safe_next
from web.errors import answered
from web.numbers import number
from workflow import accounts, organisation, queries
from workflow.declaration.fields import CHECK
from workflow.errors import BadInput, TooManyTries, WorkflowError
from workflow.profession.rights import DELEGATE
from workflow.words import Words

blueprint = Blueprint("delegations", __name__, url_prefix="/account/delegations")
_NO_DATE = Words("请填写日期，例如2026-03-01", "give a date, such as 2026-03-01")
_NOBODY = Words("请选择受托人", "choose a person")


@blueprint.get("")
def show() -> str:
    """Show the delegations to and by the person signed in."""
    return _page()


@blueprint.post("")
def make() -> AnyResponse:
    """Delegate from a day to a day."""
    try:
        step_up.prove(DELEGATE)
        person, begin, until = _read()
        organisation.delegate(actor(), person, begin, until, request.form.get("reason", ""))
    except (BadInput, TooManyTries) as error:
        return answered(_page(error), error)
    return redirect(url_for(".show"), 303)


@blueprint.post("/<int:delegation_id>/end")
def end(delegation_id: int) -> AnyResponse:
    """End a delegation of the person signed in."""
    organisation.end_delegation(actor(), delegation_id)
    return redirect(url_for(".show"), 303)


@blueprint.post("/choose")
def choose() -> AnyResponse:
    """Act for an absent person from now on, or as oneself again."""
    number = request.form.get("behind", "")[:9]
    answer = make_response(redirect(safe_next(request.form.get("next", "/")), 303))
    return standing_in.keep(answer, number if number.isdecimal() else "")


def _read() -> tuple[int, date, date]:
    form, faults = request.form, {}
    days = {"begin": date.min, "until": date.min}
    for name in days:
        try:
            days[name] = date.fromisoformat(form.get(name, ""))
        except ValueError:
            faults[name] = _NO_DATE
    person = number(form, "delegate")
    if not person:
        faults["delegate"] = _NOBODY
    if faults:
        raise BadInput(CHECK, faults)
    return person or 0, days["begin"], days["until"]


def _page(error: WorkflowError | None = None) -> str:
    me = identity().actor
    around: dict[int, queries.NamedChoice] = {}
    for post in me.posts:
        around |= {choice.id: choice for choice in queries.people_in_post(post.path)}
    return render_template(
        "delegations.html",
        rows=accounts.delegations_of(me.person_id or 0),
        people=[choice for choice in around.values() if choice.id not in me.people],
        error=error,
        faults=error.fields if isinstance(error, BadInput) else {},
    )
