"""Rounds of checks: planned, and followed unit by unit."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web import drafts
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, Input, Option, input_of, inputs, unit_chosen
from workflow.declaration import Field
from workflow.errors import NotFound, WorkflowError
from workflow.inspections import progress, rounds
from workflow.inspections.coverage import sheets_covered
from workflow.inspections.round_forms import kind_field, round_form
from workflow.queries.people_choices import people_around
from workflow.queries.unit_choices import MOST
from workflow.registers.queries import today
from workflow.words import Words

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")


@blueprint.get("")
def show() -> str:
    """Show the rounds around the person."""
    return render_template(
        "rounds.html",
        rounds=progress.rounds(actor()),
        may_plan=rounds.is_planner(actor()),
        kind=_kind,
    )


@blueprint.get("/plan")
def form() -> str:
    """Show the form of a round; the address may hold initial values."""
    rounds.refuse_others(actor())
    begun = {"first_day": today().isoformat(), "unit_kinds": "branch"}
    return _form(Filled(begun | request.args.to_dict()))


@blueprint.post("/plan")
def plan() -> Response:
    """Plan a round, or show the form again with the reason and the entered values."""
    rounds.refuse_others(actor())
    filled = Filled.sent()
    try:
        filled.values = unit_chosen(actor(), filled.values)
        made = rounds.plan(actor(), filled.values)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        return make_response(_form(filled, error), status_of(error))
    drafts.done(gettext("The round is planned, and the units are told."))
    return redirect(url_for(".round_", round_id=made), 303)


@blueprint.get("/<int:round_id>")
def round_(round_id: int) -> str:
    """Show a round unit by unit."""
    found, checks = progress.round_of(actor(), round_id)
    return render_template("round.html", round=found, checks=checks, kind=_kind)


def _kind(key: str) -> Words:
    table = kind_field().table
    code = table.find(key) if table else None
    return code.words if code else Words(key, key)


def _form(filled: Filled, error: WorkflowError | None = None) -> str:
    asked = round_form()
    drawn = inputs(asked, filled, actor(), None)
    return render_template(
        "round_form.html",
        inputs=[_filled_in(one, filled) for one in drawn],
        error=error,
        faults=filled.faults_beside({field.key for field in asked.fields}),
    )


def _filled_in(drawn: Input, filled: Filled) -> Input:
    """Return the input with the published editions, or the people around, to choose from."""
    options = _options(drawn.field)
    return input_of(drawn.field, filled, options) if options is not None else drawn


def _options(asked: Field) -> list[Option] | None:
    if asked.key == "edition":
        return [
            Option(str(one.id), one.words, Words(f"第{one.number}版", f"edition {one.number}"))
            for one in sheets_covered(actor())
        ]
    if asked.kind == "person":
        around = people_around([post.path for post in actor().posts], MOST)
        return [Option(str(one.id), one.words, one.detail) for one in around]
    return None
