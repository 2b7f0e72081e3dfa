"""Parts of an item, raised together with the item by a single form and decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass

from workflow.declaration.facts import Facts
from workflow.words import Words

# From the facts of the place and the fields of a row: its text, or why there is none to propose.
Proposes = Callable[[Facts, Mapping[str, object]], "str | Words"]


@dataclass(frozen=True, slots=True)
class PartForm:
    """Rows of another list on the form for raising an item; unit and severity are the item's.

    Blank rows are filled in one by one. With ``each``, the choices of a field, there is a row for
    each choice, and an empty text is proposed.
    """

    list: str
    _: KW_ONLY
    blank: int = 0
    each: str = ""  # key of a choice field
    proposes: Proposes | None = None


INHERITED = ("unit", "severity")
