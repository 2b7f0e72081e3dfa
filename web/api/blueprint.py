"""The API's blueprint, and its refusals: problem documents with the right status."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from web import rate_limits
from web.api import keys, versions
from web.api.refusals import Malformed
from web.auth import actor
from web.errors import problem_of
from web.languages import language
from web.problems import members, problem
from workflow import queries
from workflow.errors import StaleItem

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
blueprint.after_request(rate_limits.tell)


class TriggerConverter(BaseConverter):
    """Takes the name of any move, except what is read of an item at the same place in the path."""

    regex = r"(?!(?:documents|events|evidence|figures|people)\Z)[^/]+"


class ActConverter(BaseConverter):
    """Takes the name of an act on a unit or a person, except what is read of them."""

    regex = r"(?!(?:people|record)\Z)[^/]+"


@blueprint.record
def _know_triggers(state: BlueprintSetupState) -> None:
    state.app.url_map.converters |= {"trigger": TriggerConverter, "act": ActConverter}


@blueprint.before_request
def _demand_key() -> None:
    if request.method == "POST":
        keys.demand()


@blueprint.errorhandler(Malformed)
def _malformed(error: Malformed) -> Response:
    return problem(400, error.words, error.code, **members(error))


@blueprint.errorhandler(StaleItem)
def _stale(error: StaleItem) -> Response:
    """Answer 412 where a version was demanded, with the events since that version."""
    shown = versions.demanded()
    if shown is None or request.view_args is None:
        return problem_of(error)
    if "number" not in request.view_args:
        return problem(412, error.words)
    view = queries.item(request.view_args["number"], actor())
    newer = [
        {
            "version": event.seq,
            "at": event.at.isoformat(),
            "move": event.move.of(language()),
            "by": event.actor_name,
            "comment": event.comment,
        }
        for event in view.events
        if event.seq > shown
    ]
    answer = problem(412, error.words, version=view.item.version, changes=newer)
    answer.headers["ETag"] = versions.tag(view.item.version)
    return answer
