"""``GET /lists``: the declarations, from which a client can build every form."""

from __future__ import annotations

from functools import cache

from web.api import said, shapes
from web.api.blueprint import blueprint
from web.api.spec import answers, spec
from workflow import definition
from workflow.lists import LIST_TYPES


@blueprint.get("/lists")
@spec.validate(resp=answers(shapes.Lists), tags=["lists"], operation_id="lists")
def lists() -> shapes.Lists:
    """Return every list: its states, its moves, what they ask for and who may make them."""
    return _declared()


@cache
def _declared() -> shapes.Lists:
    return shapes.Lists(lists=[_list_type(declared) for declared in LIST_TYPES.values()])


def _list_type(declared: definition.ListType) -> shapes.ListType:
    return shapes.ListType(
        key=declared.key,
        prefix=declared.prefix,
        words=said.words(declared.words),
        parents=list(declared.parents),
        needs_parent=declared.needs_parent,
        states=[
            shapes.State(key=state.key, words=said.words(state.words), final=state.final)
            for state in declared.states
        ],
        transitions=[_transition(transition) for transition in declared.transitions],
    )


def _transition(declared: definition.Transition) -> shapes.Transition:
    return shapes.Transition(
        trigger=declared.trigger,
        words=said.words(declared.words),
        source=list(declared.source),
        dest=declared.dest,
        permission=said.words(declared.permission.words),
        roles=sorted(declared.permission.roles),
        conditions=[said.words(condition.unmet) for condition in declared.conditions],
        fields=said.fields(declared),
        comment_required=declared.comment_required,
        takes_evidence=declared.takes_evidence,
    )
