"""``POST /items/{number}/{trigger}`` and ``POST /decisions``: make a move, or many, or foresee."""

from __future__ import annotations

from flask import request

from web.api import bodies, files, keys, said, shapes, versions
from web.api.blueprint import blueprint
from web.api.items import told_of
from web.api.spec import answers, spec
from web.api.values import check_move
from web.auth import actor
from web.errors import problem_of
from web.problems import body_has
from web.step_up import demand_scope
from workflow.engine import commands, foreseeing
from workflow.engine.commands import Done, Request
from workflow.engine.results import Results
from workflow.errors import BadInput, NotProved, WorkflowError


@blueprint.post("/items/<number>/<trigger:trigger>")
@spec.validate(
    resp=answers(shapes.Done, 403, 404, 409, 412, 413, 415, 422),
    tags=["items"],
    operation_id="move",
)
def move(number: str, trigger: str, json: bodies.Move) -> tuple[shapes.Done, int, dict[str, str]]:
    """Make a move on an item, with files or without.

    With If-Match only if the item is unchanged since the reading.
    """
    check_move(number, trigger, json.fields, json.comment)
    demand_scope(number, trigger)
    sent = request.files.getlist("file")
    key = keys.key_for(json.model_dump() | files.content(sent))
    done = commands.fire(
        number,
        trigger,
        actor(),
        fields=json.fields,
        comment=json.comment,
        evidence=files.stored(number, trigger, sent, key),
        version=versions.demanded(),
        key=key,
    )
    return said.done(done), 200, told_of(done)


@blueprint.post("/decisions")
@spec.validate(
    resp=answers(shapes.DecisionResults, 409, 413, 415, 422),
    tags=["items"],
    operation_id="decisions",
)
def decisions(json: bodies.DecisionsBatch) -> tuple[shapes.DecisionResults, int, dict[str, str]]:
    """Make many moves, each by the same rules as alone, and each with a result of its own."""
    asked, refused = _asked(json)
    decided = commands.decide(asked, actor(), key=keys.key_for(json.model_dump()))
    again = any(isinstance(result, Done) and result.replayed for result in decided)
    told = shapes.DecisionResults(results=_results(json, refused, decided))
    return told, 200, {keys.REPLAYED: "true"} if again else {}


@blueprint.post("/decisions/foreseen")
@spec.validate(
    resp=answers(shapes.Foreseen, 413, 415, 422), tags=["items"], operation_id="foresee_decisions"
)
def foresee_decisions(json: bodies.DecisionsBatch) -> shapes.Foreseen:
    """Return the results and the effects of decisions if made now; change nothing."""
    keys.refuse_reused(json.model_dump())
    asked, refused = _asked(json)
    found = foreseeing.foresee_now(asked, actor())
    return shapes.Foreseen(
        results=_results(json, refused, found.outcomes),
        told=found.told,
        mailed=found.mailed,
        opened=dict(found.opened),
    )


def _asked(json: bodies.DecisionsBatch) -> tuple[list[Request], dict[int, WorkflowError]]:
    """Return the requests, and the refusals of malformed decisions by their place."""
    body_has(bodies.Decision.model_fields)
    refused = {n: error for n, d in enumerate(json.decisions) if (error := _mistyped(d))}
    asked = [
        Request(d.number, d.trigger, d.fields, comment=d.comment, version=d.version)
        for n, d in enumerate(json.decisions)
        if n not in refused
    ]
    return asked, refused


def _results(
    json: bodies.DecisionsBatch, refused: dict[int, WorkflowError], decided: Results
) -> list[shapes.Result]:
    outcomes = iter(decided)
    return [
        _result(n, decision.number, refused.get(n) or next(outcomes))
        for n, decision in enumerate(json.decisions)
    ]


def _mistyped(decision: bodies.Decision) -> WorkflowError | None:
    try:
        check_move(decision.number, decision.trigger, decision.fields, decision.comment)
        demand_scope(decision.number, decision.trigger)
    except (BadInput, NotProved) as error:
        return error
    return None


def _result(place: int, number: str, result: Done | WorkflowError) -> shapes.Result:
    if isinstance(result, Done):
        return shapes.Result(number=number, status=200, done=said.done(result))
    told = problem_of(result, ("decisions", place)).get_json()
    problem = shapes.Problem.model_validate(told)
    return shapes.Result(number=number, status=problem.status, problem=problem)
