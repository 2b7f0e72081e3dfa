"""The ids for fields of kind ``unit`` and ``person``."""

from __future__ import annotations

from web.api import said, shapes
from web.api.blueprint import blueprint
from web.api.spec import answers, spec
from web.auth import actor
from workflow import queries


@blueprint.get("/units")
@spec.validate(resp=answers(shapes.Units), tags=["directory"], operation_id="units")
def units() -> shapes.Units:
    """Return the units in which the account may raise items, in the order of the tree."""
    choices = queries.units(actor())
    return shapes.Units(
        units=[shapes.Unit(id=unit.id, words=said.words(unit.words)) for unit in choices]
    )


@blueprint.get("/items/<number>/people")
@spec.validate(resp=answers(shapes.People, 404), tags=["directory"], operation_id="people")
def people(number: str) -> shapes.People:
    """Return the people in post in an item's unit or above, the nearest first."""
    choices = queries.people_in_post(queries.item(number, actor()).item.scope)
    return shapes.People(
        people=[
            shapes.Person(id=one.id, words=said.words(one.words), posts=said.words(one.detail))
            for one in choices
        ]
    )
