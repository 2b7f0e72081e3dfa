"""References in a form beside its item: units, and items read together with the item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from workflow.declaration import Actor, Facts, Field, Item, ListType, fields, pack
from workflow.engine.loading import Place, read, read_place
from workflow.engine.machine import Attempt
from workflow.engine.raising import Request
from workflow.engine.visibility import may_see
from workflow.errors import BadInput, CodedWords
from workflow.platform import Connection, narrow
from workflow.words import Words

NOT_THERE = Words("“{field}”没有找到", '"{field}" names nothing that is there')
_TABLES = {
    "person": "SELECT 1 FROM people WHERE id = %s AND coalesce(left_on, 'infinity') > %s",
    "unit": "SELECT 1 FROM units WHERE id = %s AND coalesce(valid_to, 'infinity') >= %s",
}
_ENTRY = """
    SELECT coalesce(u.path, '/') FROM register_entries e LEFT JOIN units u ON u.id = e.unit_id
     WHERE e.register = %s AND e.id = %s"""
_NO_UNIT = CodedWords("没有这个单位，或者它已撤销", "there is no such unit today", "not_there")


def numbers(requests: Sequence[Request]) -> list[str]:
    """Return the numbers of the items to be decided on, and of the items named in the forms."""
    typed = (
        request.fields.get(_field(pack().list_of(request.number), request.trigger))
        for request in requests
    )
    named = [narrow(number).upper() for number in typed if isinstance(number, str)]
    return [*(request.number for request in requests), *named]


def earlier(all_facts: Mapping[str, Facts], attempt: Attempt) -> Item | None:
    """Return the item named in the form, where the actor may see the item, or ``None``.

    The version of the named item is not checked: a simultaneous reopening makes no decision wrong.
    """
    named = _field(attempt.list_type, attempt.transition.trigger)
    found = all_facts.get(attempt.facts.fields.get(named, ""))
    return found.item if found and may_see(attempt.actor, found.item) else None


def _field(list_type: ListType | None, trigger: str) -> str:
    """Return the key of the field with a reference to another item, or ""."""
    move = list_type.named(trigger) if list_type else None
    return next((f.key for f in move.fields if f.use == "reference"), "") if move else ""


class References:
    """Units and other things named in forms, each unit read once for many decisions."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._places: dict[int | None, Place] = {}

    def place(self, unit_id: int | None) -> Place:
        """Return a unit of today.

        Raises ``BadInput`` for a missing unit.
        """
        if unit_id not in self._places:
            known = next(iter(self._places.values()), None)
            found = read_place(self.connection, unit_id, known) if unit_id else None
            if found is None:
                raise BadInput(fields.CHECK, {"unit": _NO_UNIT})
            self._places[unit_id] = found
        return self._places[unit_id]

    @contextmanager
    def checking(
        self, actor: Actor, asked: Iterable[Field], raw: Mapping[str, object], today: date
    ) -> Iterator[None]:
        """Refuse references to missing or hidden things, together with the faults of the form.

        Raises ``BadInput`` with every field.
        """
        references = [field for field in asked if field.kind == "ref"]
        try:
            yield
        except BadInput as refusal:
            others = self._faults(actor, references, raw, today)
            raise BadInput(refusal.words, others | refusal.fields) from None
        if faults := self._faults(actor, references, raw, today):
            raise BadInput(fields.CHECK, faults)

    def _faults(
        self, actor: Actor, asked: Iterable[Field], raw: Mapping[str, object], today: date
    ) -> dict[str, Words]:
        return {
            field.key: NOT_THERE.format(field=field.words)
            for field in asked
            if (value := fields.value_of(field, raw.get(field.key))) is not None
            and not is_there(self.connection, actor, field.of, value, today)
        }


def is_there(connection: Connection, actor: Actor, of: str, value: Any, today: date) -> bool:
    """Say whether a person, a unit, an item of a list or an entry exists for the actor."""
    if of in pack().lists:
        found = read(connection, [value]).get(value) if isinstance(value, str) else None
        return found is not None and found.item.list_key == of and may_see(actor, found.item)
    if not isinstance(value, int):
        return False
    if of in _TABLES:
        return connection.execute(_TABLES[of].encode(), [value, today]).fetchone() is not None
    row = connection.execute(_ENTRY, [of, value]).fetchone()
    return (
        row is not None
        and of in pack().registers
        and pack().registers[of].read.held_by(actor, row[0])
    )
