"""``GET /lists``: the declarations, sufficient for a client to build every form."""

from __future__ import annotations

from functools import lru_cache

from web.api import declared, said
from web.api.blueprint import blueprint
from web.api.spec import answers, spec
from workflow.declaration import ListType, Transition, pack
from workflow.snapshots import policies


@blueprint.get("/lists")
@spec.validate(resp=answers(declared.ListsPage), tags=["lists"], operation_id="lists")
def lists() -> declared.ListsPage:
    """Return every list: states, moves, and the fields and permissions of moves."""
    return _told(tuple(map(id, pack().lists.values())), policies.snapshot.cached.version)


@lru_cache(maxsize=2)
def _told(_lists: tuple[int, ...], _policies: bytes) -> declared.ListsPage:
    """Return the lists as declared, with the codes in force; made anew when these change."""
    return declared.ListsPage(lists=[_list_type(kind) for kind in pack().lists.values()])


def _list_type(kind: ListType) -> declared.ListType:
    return declared.ListType(
        key=kind.key,
        prefix=kind.prefix,
        words=said.words(kind.words),
        parents=list(kind.parents),
        needs_parent=kind.needs_parent,
        states=[
            declared.State(key=state.key, words=said.words(state.words), final=state.final)
            for state in kind.states
        ],
        transitions=[_transition(move) for move in kind.transitions],
    )


def _transition(move: Transition) -> declared.Transition:
    return declared.Transition(
        trigger=move.trigger,
        words=said.words(move.words),
        source=list(move.source),
        dest=move.dest,
        permission=said.words(move.may.words),
        judges=list(move.judges or ()),
        roles=sorted(move.permission.roles),
        conditions=[said.words(condition.unmet) for condition in move.conditions],
        fields=said.fields(move),
        comment_required=move.comment_required,
        takes_evidence=move.takes_evidence,
    )
