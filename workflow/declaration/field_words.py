"""How the value of a field reads: on a page, in a column of a list, in a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from workflow.declaration.field import Field
from workflow.words import Words, listed

_YES = Words("是", "yes")
Names = Mapping[tuple[str, int | str], Words]  # (what is referred to, its key) -> its name


def named_by(field: Field) -> str:
    """Return the kind of reference of a field: "person", "unit", a list or a register, or ""."""
    return field.kind if field.kind in ("person", "unit") else field.of


def read(field: Field, value: Any, names: Mapping[Any, Words] | Names) -> Words:
    """Return the words for a value; ``names`` are the names of people, units and entries."""
    match field.kind:
        case "choice":
            return _chosen(field, value)
        case "many":
            return listed(_chosen(field, one) for one in value)
        case "code":
            code = field.table.find(value) if field.table else None
            return code.words if code else same(value)
        case "money":
            return same(f"¥{Decimal(value):,.2f}")
        case "person" | "unit" | "ref":
            known = names.get((named_by(field), value)) or names.get(value)
            return known or same(value)
        case "yes":
            return _YES if value is True else same(value)
    return same(value)


def same(value: object) -> Words:
    """Return a value that needs no translation as words."""
    return Words(str(value), str(value))


def _chosen(field: Field, value: Any) -> Words:
    return next((c.words for c in field.choices if c.key == value), same(value))
