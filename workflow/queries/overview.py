"""How the lists stand that a person sees: what is open, what is late, what is due soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, text

from workflow.db import reading
from workflow.loading import CLOCK
from workflow.models import ItemRow
from workflow.rules import Actor
from workflow.visibility import clause

_LATE = text(f"items.due_at <= ({CLOCK})")
_SOON = text(f"items.due_at > ({CLOCK}) AND items.due_at <= ({CLOCK}) + interval '7 days'")


@dataclass(frozen=True, slots=True)
class Standing:
    """The open items of one list, counted."""

    list_key: str
    open: int
    late: int
    soon: int


def overview(actor: Actor, list_keys: Sequence[str]) -> list[Standing]:
    """Return how these lists stand, in their order; a list without open items is left out."""
    query = (
        select(
            ItemRow.list_key,
            func.count(),
            func.count().filter(_LATE),
            func.count().filter(_SOON),
        )
        .where(ItemRow.awaits != "", or_(*(clause(actor, key) for key in list_keys)))
        .group_by(ItemRow.list_key)
    )
    with reading() as connection:
        found = {row[0]: Standing(*row) for row in connection.execute(query)}
    return [found[key] for key in list_keys if key in found]
