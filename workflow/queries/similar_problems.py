"""Problems of a unit that another is like, closed or open: shown to people, never acted upon.

Whether a problem has come back is for people to say; the likeness of two texts is counted by shared
pairs of characters, which needs no words and so serves Chinese and English alike.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from workflow.declaration import (
    MARK_RELAPSE,
    PROBLEMS,
    Actor,
    FindingOrigin,
    Item,
    pack,
    process_of,
)
from workflow.engine.visibility import clause
from workflow.platform import reading
from workflow.platform.models import ItemRow
from workflow.words import Words

LOOKED_AT = 300  # closed problems of the unit, the newest first
SHOWN = 3
LEAST = 0.3  # of likeness; where the aspect is the same, less is enough
LEAST_IN_ASPECT = 0.2
LEAST_OF_DOUBLES = 0.6
RECENT = 60  # days in which a problem raised is looked at as the first of a double
_SAME = Words("同一单位、同一方面，文字相似{percent}%", "same unit, same aspect, {percent}% alike")
_LINE = Words("同一单位、检查表同一条目", "same unit, the same line of the sheet")
_TEXT = Words("同一单位，文字相似{percent}%", "same unit, {percent}% alike")


@dataclass(frozen=True, slots=True)
class Alike:
    """A problem with likeness (0 to 1), day, and the reason for showing the problem."""

    number: str
    title: str
    at: datetime
    likeness: float
    reason: Words


def alike(item: Item, actor: Actor) -> list[Alike]:
    """Return closed problems similar to an open problem, for people who assign and oversee.

    Pairs already judged by people are not shown again.
    """
    if item.list_key != PROBLEMS or not item.awaits or not _oversees(actor, item):
        return []
    query = (
        select(
            ItemRow.number,
            ItemRow.title,
            ItemRow.state_since,
            ItemRow.data["aspect"].astext,
            ItemRow.process["finding"].label("finding"),
        )
        .where(
            clause(actor, PROBLEMS),
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
    process = process_of(item)
    judged = {*process.get("unlike", ()), process.get("relapse_of")}
    line = _line_of(process.get("finding"))
    found = [
        _of_line(row.number, row.title, row.state_since)
        if line and line == _line_of(row.finding)
        else _compared(own, aspect, *row[:4])
        for row in rows
        if row.number not in judged
    ]
    return sorted((f for f in found if f), key=lambda f: -f.likeness)[:SHOWN]


def alike_raised(unit_id: int, title: str, actor: Actor, now: datetime) -> list[Alike]:
    """Return open problems of a unit that a new one would double: like words, raised of late."""
    query = (
        select(ItemRow.number, ItemRow.title, ItemRow.created_at)
        .where(
            clause(actor, PROBLEMS),
            ItemRow.unit_id == unit_id,
            ItemRow.awaits != "",
            ItemRow.created_at >= now - timedelta(days=RECENT),
        )
        .order_by(ItemRow.id.desc())
        .limit(LOOKED_AT)
    )
    with reading() as connection:
        rows = connection.execute(query).all()
    own = _pairs(title)
    told = ((row, likeness_of(own, _pairs(row.title))) for row in rows)
    found = [
        Alike(row.number, row.title, row.created_at, like, _TEXT.format(percent=round(like * 100)))
        for row, like in told
        if like >= LEAST_OF_DOUBLES
    ]
    return sorted(found, key=lambda one: -one.likeness)[:SHOWN]


def _line_of(origin: FindingOrigin | None) -> tuple[str, str] | None:
    """Return sheet and line of a finding, the same in every edition."""
    return (origin["sheet"], origin["line"]) if origin else None


def _of_line(number: str, title: str, at: datetime) -> Alike:
    """Return a closed problem of the same line: nothing is more alike, whatever the texts."""
    return Alike(number, title, at, 1.0, _LINE)


def _oversees(actor: Actor, item: Item) -> bool:
    """Say whether the actor has a role that may find the item a relapse."""
    move = pack().lists[item.list_key].named(MARK_RELAPSE)
    return move is not None and any(actor.holds(r, item.scope) for r in move.permission.roles)


def _compared(
    own: Counter[str], aspect: str | None, number: str, title: str, at: datetime, other: str | None
) -> Alike | None:
    likeness, same = likeness_of(own, _pairs(title)), bool(aspect) and aspect == other
    if likeness < (LEAST_IN_ASPECT if same else LEAST):
        return None
    reason = (_SAME if same else _TEXT).format(percent=round(likeness * 100))
    return Alike(number, title, at, likeness, reason)


def likeness_of(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of common pairs of two texts, from 0 to 1 (Dice coefficient)."""
    pairs = one.total() + other.total()
    return 2 * (one & other).total() / pairs if pairs else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
    return Counter(plain[n : n + 2] for n in range(len(plain) - 1))
