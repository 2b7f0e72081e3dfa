"""The ids for fields of kind ``unit`` and ``person``."""

from __future__ import annotations

from web.api import said
from web.api.blueprint import blueprint
from web.api.declared import Told, Words
from web.api.spec import answers, spec
from web.auth import actor
from workflow import queries


class Unit(Told):
    """A unit, with the id for a field of kind ``unit``."""

    id: int
    words: Words


class UnitsPage(Told):
    """The units allowed in the account's fields."""

    units: list[Unit]


class Person(Told):
    """A person, with the id for a field of kind ``person``."""

    id: int
    words: Words
    posts: Words


class PeoplePage(Told):
    """The people allowed in an item's fields."""

    people: list[Person]


@blueprint.get("/units")
@spec.validate(resp=answers(UnitsPage), tags=["directory"], operation_id="units")
def units() -> UnitsPage:
    """Return the units in which the account may raise items, in the order of the tree."""
    choices = queries.units(actor())
    return UnitsPage(units=[Unit(id=unit.id, words=said.words(unit.words)) for unit in choices])


@blueprint.get("/items/<number>/people")
@spec.validate(resp=answers(PeoplePage, 404), tags=["directory"], operation_id="people")
def people(number: str) -> PeoplePage:
    """Return the people in post in an item's unit or above, the nearest first."""
    choices = queries.people_in_post(queries.item(number, actor()).item.scope)
    return PeoplePage(
        people=[
            Person(id=one.id, words=said.words(one.words), posts=said.words(one.detail))
            for one in choices
        ]
    )
