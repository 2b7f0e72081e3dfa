"""Closed problems of the same unit that an open one is like: shown to a person, never acted upon.

Whether something has come back is for people to say; how like two texts are is counted by the
pairs of characters they share, which needs no words and so serves Chinese and English alike.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workflow.declaration.facts import Item
from workflow.declaration.rules import Actor
from workflow.engine.visibility import clause
from workflow.platform.db import reading
from workflow.platform.models import ItemRow
from workflow.profession.moves.relapse import OVERSEES
from workflow.words import Words

LOOKED_AT = 300  # closed problems of the unit, the newest first
SHOWN = 3
LEAST = 0.3  # of likeness; where the aspect is the same, less is enough
LEAST_IN_ASPECT = 0.2
_SAME = Words("同一单位、同一方面，文字相似{percent}%", "same unit, same aspect, {percent}% alike")
_TEXT = Words("同一单位，文字相似{percent}%", "same unit, {percent}% alike")


@dataclass(frozen=True, slots=True)
class Alike:
    """A closed problem, how like it is, and why it is shown."""

    number: str
    title: str
    closed_at: datetime
    likeness: float
    reason: Words


def alike(item: Item, actor: Actor) -> list[Alike]:
    """Return what an open problem may be a relapse of, to those who assign and oversee.

    What people have judged already is not shown again.
    """
    asks = any(actor.holds(role, item.scope) for role in OVERSEES.roles)
    if item.list_key != "problems" or not item.awaits or not asks:
        return []
    query = (
        select(ItemRow.number, ItemRow.title, ItemRow.state_since, ItemRow.data["aspect"].astext)
        .where(
            clause(actor, "problems"),
            ItemRow.unit_id == item.unit_id,
            ItemRow.state == "closed",
            ItemRow.id != item.id,
        )
        .order_by(ItemRow.state_since.desc())
        .limit(LOOKED_AT)
    )
    with reading() as connection:
        rows = connection.execute(query).all()
    own, aspect = _pairs(item.title), item.data.get("aspect")
    judged = {*item.data.get("unlike", ()), item.data.get("relapse_of")}
    found = [_compared(own, aspect, *row) for row in rows if row.number not in judged]
    return sorted((f for f in found if f), key=lambda f: -f.likeness)[:SHOWN]


def _compared(
    own: Counter[str], aspect: str | None, number: str, title: str, at: datetime, other: str | None
) -> Alike | None:
    likeness, same = likeness_of(own, _pairs(title)), bool(aspect) and aspect == other
    if likeness < (LEAST_IN_ASPECT if same else LEAST):
        return None
    reason = (_SAME if same else _TEXT).format(percent=round(likeness * 100))
    return Alike(number, title, at, likeness, reason)


def likeness_of(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of pairs that two texts have in common, from nothing to all (Dice)."""
    pairs = one.total() + other.total()
    return 2 * (one & other).total() / pairs if pairs else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
    return Counter(plain[n : n + 2] for n in range(len(plain) - 1))
