"""Cascades: the moves of what hangs on an item, made together with a move of the item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.declaration.facts import Facts
from workflow.words import Words

# From the facts of a child and the form of its parent: the child's form, or why it stays behind.
Gives = Callable[[Facts, Mapping[str, Any]], "Mapping[str, object] | Words"]


def as_filled_in(_: Facts, form: Mapping[str, Any]) -> Mapping[str, object]:
    """Fill a child's form in as the parent's was."""
    return form


@dataclass(frozen=True, slots=True)
class Cascade:
    """A move of the children in a list, declared on the move of their parent.

    Whoever may make the parent's move makes the children's, unless barred by their own work.
    """

    list: str
    trigger: str
    gives: Gives = as_filled_in
