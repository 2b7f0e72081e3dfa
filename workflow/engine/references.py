"""References in a form beside its item: units, and items read together with the item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from workflow.declaration import fields
from workflow.declaration.facts import Facts, Item
from workflow.declaration.list_type import ListType
from workflow.engine.loading import Place, read_place
from workflow.engine.machine import Attempt
from workflow.engine.raising import Request
from workflow.engine.visibility import may_see
from workflow.errors import BadInput
from workflow.platform.db import Connection
from workflow.profession.lists import LIST_TYPES
from workflow.words import Words

Units = Callable[[int | None], Place]
_NO_UNIT = Words("没有这个单位，或者它已撤销", "there is no such unit today")


def numbers(requests: Sequence[Request]) -> list[str]:
    """Return the numbers of the items to be decided on, and of the items named in the forms."""
    typed = (request.fields.get(_field(_list_of(request), request.trigger)) for request in requests)
    named = [number.strip() for number in typed if isinstance(number, str)]
    return [*(request.number for request in requests), *named]


def earlier(all_facts: Mapping[str, Facts], attempt: Attempt) -> Item | None:
    """Return the item named in the form, where the actor may see the item, or ``None``.

    The version of the named item is not checked: a simultaneous reopening makes no decision wrong.
    """
    named = _field(attempt.list_type, attempt.transition.trigger)
    found = all_facts.get(attempt.facts.fields.get(named, ""))
    return found.item if found and may_see(attempt.actor, found.item) else None


def _list_of(request: Request) -> ListType | None:
    prefix = request.number.rstrip("0123456789-")
    return next((found for found in LIST_TYPES.values() if found.prefix == prefix), None)


def _field(list_type: ListType | None, trigger: str) -> str:
    """Return the key of the field that names another item, or nothing where there is none."""
    move = list_type.named(trigger) if list_type else None
    return next((f.key for f in move.fields if f.use == "reference"), "") if move else ""


def units(connection: Connection) -> Units:
    """Look each unit up once: thousands of rows, or of decisions, name few of them."""
    return cache(partial(_unit, connection))


def _unit(connection: Connection, unit_id: int | None) -> Place:
    place = read_place(connection, unit_id) if unit_id else None
    if place is None:
        raise BadInput(fields.CHECK, {"unit": _NO_UNIT})
    return place
