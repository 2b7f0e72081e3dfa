"""Corrections: declared moves to change values filled in before, with the old value kept.

A correction names its fields; the form shows today's values, and only what is sent is read. State,
round, due date and duties stay as they are: a correction neither restarts a clock nor changes who
may judge.
"""

from __future__ import annotations

from typing import Any

from workflow.declaration.facts import Facts, Item
from workflow.declaration.transition import Condition
from workflow.words import Words

# The columns of an item that declared fields of these keys fill in.
COLUMNS = {"title": "title", "severity": "severity", "holder": "holder_id", "unit": "unit_id"}


def value_now(item: Item, key: str) -> Any:
    """Return the present value of a declared field of an item, or ``None``."""
    return getattr(item, COLUMNS[key]) if key in COLUMNS else item.data.get(key)


def typed_now(item: Item, key: str) -> str:
    """Return the present value of a declared field as a form holds it."""
    value = value_now(item, key)
    if value is None:
        return ""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "yes" if value is True else str(value)


def told(value: Any) -> Any:
    """Return a typed value in the form kept with an item: days as ISO dates."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _changes(facts: Facts) -> bool:
    item = facts.item
    new = any(told(value) != value_now(item, key) for key, value in facts.fields.items())
    return new or any(value_now(item, key) is not None for key in facts.cleared)


CHANGED = Condition(
    Words("内容没有改动", "nothing was changed"),
    _changes,
    of_form=True,
)
