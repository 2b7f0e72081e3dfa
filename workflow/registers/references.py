"""The references in a register's form: unit, people, items and entries of other registers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.declaration import (
    CHECK,
    UNIT,
    Field,
    Register,
    RegisterChange,
    RegisterEntry,
    named_by,
)
from workflow.engine.references import NOT_THERE, is_there
from workflow.errors import BadInput, CodedWords, NotFound
from workflow.registers import every_register
from workflow.registers.queries import find

_NO_UNIT = CodedWords(
    "请选择由您登记的单位", "choose a unit that it is for you to keep", "not_yours"
)
_UNIT = """
    SELECT kind, path FROM units
     WHERE id = %s AND valid_from <= %s AND coalesce(valid_to, 'infinity') >= %s"""


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """The unit of an entry: kind and path."""

    kind: str
    path: str


def place_of(made: RegisterChange, register: Register, values: Mapping[str, Any]) -> UnitPlace:
    """Return the unit of an entry.

    Raises ``BadInput`` where the unit does not exist or is not the keeper's.
    """
    asked = [values[UNIT], made.today, made.today]
    row = made.connection.execute(_UNIT, asked).fetchone()
    if row is None or not register.keep.held_by(made.actor, row[1]):
        raise BadInput(CHECK, {UNIT: _NO_UNIT})
    return UnitPlace(*row)


def check_references(
    made: RegisterChange, register: Register, values: Mapping[str, Any],
    before: RegisterEntry | None,
) -> None:  # fmt: skip
    """Refuse new references to missing things, and to things hidden from the keeper.

    Raises ``BadInput``.
    """
    was = before.values if before else {}
    faults = {
        field.key: NOT_THERE.format(field=field.words)
        for field in register.fields
        if (value := values.get(field.key)) is not None
        and named_by(field)
        and was.get(field.key) != value
        and not _is_there(made, field, value)
    }
    if faults:
        raise BadInput(CHECK, faults)


def _is_there(made: RegisterChange, field: Field, value: Any) -> bool:
    of, connection = named_by(field), made.connection
    if of not in every_register():
        return is_there(connection, made.actor, of, value, made.today)
    try:
        return bool(find(connection, made.actor, every_register()[of], str(value)))
    except NotFound:
        return False
