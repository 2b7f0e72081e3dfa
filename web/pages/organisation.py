"""The organisation: the tree with heads and vacancies, a unit, and the forms of its changes."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from web import drafts, step_up
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, listed_faults, tree_input
from web.languages import language
from web.numbers import number
from web.pages import approvals
from workflow import organisation
from workflow.declaration import END_POSTS, fields
from workflow.declaration.named_rights import HAND_OVER
from workflow.errors import NotFound, WorkflowError
from workflow.organisation.commands import Changed
from workflow.organisation.forms import (
    END_POST,
    HAND_OVER_ALL,
    UnitForm,
    form_asked,
    forms_for,
    hand_over_named,
    present,
)
from workflow.organisation.tree_queries import tree
from workflow.organisation.unit_forms import unit_forms_of
from workflow.organisation.unit_queries import UnitPage, unit_page
from workflow.words import Words

blueprint = Blueprint("organisation", __name__, url_prefix="/organisation")


@blueprint.get("")
def show() -> str:
    """Show the tree, or the part below a unit."""
    below = number(request.args, "below")
    top = unit_page(below, actor()) if below else None
    return render_template(
        "organisation.html",
        tree=tree(actor(), below),
        top=top,
        may_hand_over=HAND_OVER.held_by(actor()),
    )


@blueprint.get("/<int:unit_id>")
def unit(unit_id: int) -> str:
    """Show a unit."""
    page = unit_page(unit_id, actor())
    return render_template(
        "organisation_unit.html",
        page=page,
        papers=unit_forms_of(page),
        forms=forms_for(actor(), page.unit.path) if page.is_active else [],
        may_end=END_POSTS.held_by(actor(), page.unit.path),
    )


@blueprint.get("/<int:unit_id>/<key>")
def form(unit_id: int, key: str) -> str:
    """Show the form of a change."""
    page, asked = _asked(unit_id, key)
    return _form(page, asked, Filled(present(asked, page.unit)))


@blueprint.post("/<int:unit_id>/<key>")
def change(unit_id: int, key: str) -> AnyResponse:
    """Make the change, or show the form again with the reason."""
    page, asked = _asked(unit_id, key)
    filled = Filled.sent()
    try:
        values, _ = fields.parse(asked, filled.values, "")
        step_up.prove(asked)
        done = asked.carry_out(actor(), unit_id, values)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        return make_response(_form(page, asked, filled, error), status_of(error))
    changed = done if isinstance(done, Changed) else Changed(unit_id)
    drafts.done(_told(asked, changed))
    return redirect(url_for(".unit", unit_id=changed.unit_id), 303)


@blueprint.post("/posts/<int:post_id>/end")
def end_post(post_id: int) -> AnyResponse:
    """End a post with its last day, by default today."""
    filled = Filled.sent()
    unit_id = fields.unit_id(filled.values.pop("unit", ""))
    values, _ = fields.parse(END_POST, filled.values, "")
    organisation.end_post(actor(), post_id, values.get("last"))
    flash(gettext("The post was ended."))
    return redirect(url_for(".unit", unit_id=unit_id) if unit_id else url_for(".show"), 303)


@blueprint.get("/hand-over")
def hand_over_form() -> str:
    """Show the people who have to hand over, and the form of a hand-over."""
    HAND_OVER.demand(actor())
    return _hand_over_page(Filled({"giver": request.args.get("from", "")}))


@blueprint.post("/hand-over")
def hand_over() -> AnyResponse:
    """Hand all open items of a person over to another."""
    HAND_OVER.demand(actor())
    filled = Filled.sent()
    try:
        values, comment = fields.parse(HAND_OVER_ALL, filled.values, filled.comment)
        done = hand_over_named(actor(), values, comment)
    except WorkflowError as error:
        filled.note(error)
        return make_response(_hand_over_page(filled, error), status_of(error))
    if done.refused:
        return make_response(_hand_over_page(filled, done=done), 200 if done.done else 409)
    drafts.done(
        ngettext("%(num)s item was handed over.", "%(num)s items were handed over.", len(done.done))
    )
    return redirect(url_for(".hand_over_form"), 303)


def _asked(unit_id: int, key: str) -> tuple[UnitPage, UnitForm]:
    page = unit_page(unit_id, actor())
    return page, form_asked(actor(), key, page.unit.path)


def _form(
    page: UnitPage, asked: UnitForm, filled: Filled, error: WorkflowError | None = None
) -> str:
    return render_template(
        "organisation_form.html",
        page=page,
        asked=asked,
        inputs=[tree_input(field, filled, actor()) for field in asked.fields],
        filled=filled,
        unproved=step_up.needed(asked),
        error=error,
        faults=listed_faults(asked, filled),
    )


def _hand_over_page(
    filled: Filled,
    error: WorkflowError | None = None,
    done: organisation.HandOver | None = None,
) -> str:
    return render_template(
        "organisation_hand_over.html",
        leavers=organisation.needing_hand_over(actor()),
        asked=HAND_OVER_ALL,
        inputs=[tree_input(field, filled, actor()) for field in HAND_OVER_ALL.fields],
        filled=filled,
        error=error,
        faults=listed_faults(HAND_OVER_ALL, filled),
        done=done,
    )


def _told(asked: UnitForm, changed: Changed) -> str:
    """Return the sentence of success: the change, the moved items, and the rules' warnings."""
    if asked.waits:
        return approvals.waits_for_another(asked.words)
    sentences = [gettext("Done: %(what)s.", what=_say(asked.words))]
    if changed.items:
        sentences.append(
            ngettext("%(num)s item followed.", "%(num)s items followed.", changed.items)
        )
    sentences += [_say(words) for words in changed.warnings]
    return " ".join(sentences)


def _say(words: Words) -> str:
    return words.of(language())
