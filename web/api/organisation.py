"""``/organisation`` and ``/units``: the tree, a unit, changes, and handing over."""

from __future__ import annotations

from datetime import date

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Day, Id, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, Form, FormBody, acted, filled, form
from web.api.once import once
from web.api.shapes import Problem
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from web.errors import problem_of
from web.step_up import demand_proof
from workflow import organisation as commands
from workflow.declaration.named_rights import HAND_OVER
from workflow.organisation.commands import Changed
from workflow.organisation.forms import (
    END_POST,
    HAND_OVER_ALL,
    UnitForm,
    form_asked,
    forms_for,
    hand_over_named,
)
from workflow.organisation.tree_queries import TreeNode, tree
from workflow.organisation.unit_queries import PostView, unit_page


class TreeQuery(Sent):
    """The part of the tree below a unit."""

    below: Id | None = None


class TreeUnit(Told):
    """A unit in the tree, with the names of the heads; ``below`` counts the units below."""

    id: int
    words: Words
    kind: str
    depth: int
    heads: list[Words]
    below: int


class Organisation(Told):
    """The tree in order; ``whole`` is false where units further down are left out."""

    units: list[TreeUnit]
    whole: bool


class PostInUnit(Told):
    """A post in a unit, with the id for ending the post."""

    id: int
    person_id: int
    person: Words
    role: Words
    valid_from: date
    valid_to: date | None
    stands: str


class UnitDetail(Told):
    """A unit, the posts, and the changes offered to the account."""

    id: int
    words: Words
    kind: str
    active: bool
    valid_from: date
    valid_to: date | None
    posts: list[PostInUnit]
    changes: list[Form]


class UnitChanged(Told):
    """A change carried out, with the number of moved items, or a change in wait of agreement."""

    unit_id: int
    items: int
    warnings: list[Words]
    waits: bool


class EndOfPost(Sent):
    """The last day of a post, by default today."""

    last: Day | None = None


class HandOverRefused(Told):
    """An item not handed over, and the reason."""

    number: str
    problem: Problem


class HandedOver(Told):
    """The items handed over, and the refused items."""

    id: int
    done: list[str]
    refused: list[HandOverRefused]


@blueprint.get("/organisation")
@spec.validate(resp=answers(Organisation, 404), tags=["organisation"], operation_id="organisation")
def organisation(query: TreeQuery) -> Organisation:
    """Return the tree of units visible to the account, or the part below a unit."""
    found = tree(actor(), query.below)
    return Organisation(units=[_node(node) for node in found.nodes], whole=found.whole)


@blueprint.get("/units/<int:unit_id>")
@spec.validate(resp=answers(UnitDetail, 404), tags=["organisation"], operation_id="unit")
def unit(unit_id: int) -> UnitDetail:
    """Return a unit, the posts, and the changes open to the account."""
    page = unit_page(unit_id, actor())
    offered = forms_for(actor(), page.unit.path) if page.is_active else []
    return UnitDetail(
        id=page.unit.id,
        words=said.words(page.unit.words),
        kind=page.kind.key,
        active=page.is_active,
        valid_from=page.unit.valid_from,
        valid_to=page.unit.valid_to,
        posts=[_post(post) for post in page.posts],
        changes=[form(one) for one in offered],
    )


@blueprint.post("/units/<int:unit_id>/<act:change>")
@spec.validate(
    resp=answers(UnitChanged, *REFUSED), tags=["organisation"], operation_id="change_unit"
)
def change_unit(
    unit_id: int, change: str, json: FormBody
) -> tuple[UnitChanged, int, dict[str, str]]:
    """Make a change of a unit: found, rename, move, merge, dissolve, appoint, and so on."""
    page = unit_page(unit_id, actor())
    asked = form_asked(actor(), change, page.unit.path)
    values, _ = filled(asked, json)
    return once(UnitChanged, json, lambda: _carried(asked, unit_id, values))


@blueprint.post("/posts/<int:post_id>/end")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["organisation"], operation_id="end_post")
def end_post(post_id: int, json: EndOfPost) -> tuple[Acted, int, dict[str, str]]:
    """End a post with a last day, by default today."""
    demand_proof(END_POST)
    return acted(json, lambda: commands.end_post(actor(), post_id, json.last))


@blueprint.post("/hand-overs")
@spec.validate(resp=answers(HandedOver, *REFUSED), tags=["organisation"], operation_id="hand_over")
def hand_over(json: FormBody) -> tuple[HandedOver, int, dict[str, str]]:
    """Hand all open items of ``giver`` over to ``taker``, by the rules of each list."""
    HAND_OVER.demand(actor())
    values, comment = filled(HAND_OVER_ALL, json)
    return once(HandedOver, json, lambda: _handed(hand_over_named(actor(), values, comment)))


def _carried(asked: UnitForm, unit_id: int, values: dict[str, object]) -> UnitChanged:
    done = asked.carry_out(actor(), unit_id, values)
    changed = done if isinstance(done, Changed) else Changed(unit_id)
    return UnitChanged(
        unit_id=changed.unit_id,
        items=changed.items,
        warnings=[said.words(words) for words in changed.warnings],
        waits=asked.waits,
    )


def _handed(found: commands.HandOver) -> HandedOver:
    return HandedOver(
        id=found.id,
        done=[done.number for done in found.done],
        refused=[
            HandOverRefused(
                number=number, problem=Problem.model_validate(problem_of(error).get_json())
            )
            for number, error in found.refused
        ],
    )


def _node(node: TreeNode) -> TreeUnit:
    return TreeUnit(
        id=node.id,
        words=said.words(node.name),
        kind=node.kind.key,
        depth=node.depth,
        heads=[said.words(name) for name in node.heads],
        below=node.below,
    )


def _post(post: PostView) -> PostInUnit:
    return PostInUnit(
        id=post.id,
        person_id=post.person_id,
        person=said.words(post.name),
        role=said.words(post.role),
        valid_from=post.valid_from,
        valid_to=post.valid_to,
        stands=post.stands,
    )
