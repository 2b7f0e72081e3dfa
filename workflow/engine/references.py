"""References in a form beside its item: units, and items read together with the item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from workflow.declaration import fields
from workflow.declaration.facts import Facts, Item
from workflow.engine.loading import Place, read_place
from workflow.engine.machine import Attempt
from workflow.engine.raising import Request
from workflow.engine.visibility import may_see
from workflow.errors import BadInput
from workflow.platform.db import Connection
from workflow.words import Words

Units = Callable[[int | None], Place]
_FIELD = "earlier"
_NO_UNIT = Words("没有这个单位，或者它已撤销", "there is no such unit today")


def numbers(requests: Sequence[Request]) -> list[str]:
    """Return the numbers of the items to be decided on, and of the items named in the forms."""
    typed = (request.fields.get(_FIELD) for request in requests)
    named = [number.strip() for number in typed if isinstance(number, str)]
    return [*(request.number for request in requests), *named]


def earlier(all_facts: Mapping[str, Facts], attempt: Attempt) -> Item | None:
    """Return the item named in the form, where the actor may see the item, or ``None``.

    The version of the named item is not checked: a simultaneous reopening makes no decision wrong.
    """
    found = all_facts.get(attempt.facts.fields.get(_FIELD, ""))
    return found.item if found and may_see(attempt.actor, found.item) else None


def units(connection: Connection) -> Units:
    """Look each unit up once: thousands of rows, or of decisions, name few of them."""
    return cache(partial(_unit, connection))


def _unit(connection: Connection, unit_id: int | None) -> Place:
    place = read_place(connection, unit_id) if unit_id else None
    if place is None:
        raise BadInput(fields.CHECK, {"unit": _NO_UNIT})
    return place
