"""The fillings of a form that the checker tries: each value that a rule may look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

from workflow.checks.checker.family import DOUBLE
from workflow.checks.checker.situation_keys import SUSPECT
from workflow.declaration import Field, Transition, pack

_TEXTS = {"held_at": "09:30"}  # what has to be written in a form of its own


def fillings(transition: Transition, helper: int, severity: str) -> Iterator[dict[str, Any]]:
    """Yield every filling of a move's form that may matter to a rule, for an item of a class."""
    # A corrected class is any; raised is each in the class that the search begins with.
    classes = [*pack().severities] if transition.corrects else [severity]
    word = "y" if transition.corrects else "x"  # a correction has to change something
    options = [
        [(f.key, word if value == "x" else value) for value in _values(f, helper, classes)]
        for f in transition.fields
    ]
    return (dict(choice) for choice in product(*options))


def _values(asked: Field, helper: int, classes: list[str]) -> list[Any]:
    simple: dict[str, list[Any]] = {
        "text": [asked.pattern.example if asked.pattern else _TEXTS.get(asked.key, "x")],
        "long": ["x"],
        "number": [20],
        "yes": [True],
        "unit": [3],
        "date": [timedelta(days=30), timedelta(0)],
        "person": [SUSPECT, helper],
        "money": ["1.00"],
        "many": [[choice.key for choice in asked.choices]],
        "ref": [3],
    }
    if asked.key == "severity":
        return classes
    if asked.use == "reference":
        return [DOUBLE]
    if asked.kind == "choice":
        keys = [choice.key for choice in asked.choices]
        return keys if len(keys) <= 3 else keys[:1]  # more choices never change who may act
    if asked.table:
        return [asked.table.values[0].key]
    left_out = [""] if asked.kind == "date" and not asked.required else []
    return simple[asked.kind] + left_out
