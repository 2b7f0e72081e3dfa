"""The log of a year: one line for everything that somebody was told, and when mail left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg

from tests.simulation.year import ZONE

_TOLD = """
    SELECT e.at, i.number, coalesce(e.changes #>> '{note,rung}', e.trigger), e.dest,
           string_agg(p.name, ' ' ORDER BY p.id)
      FROM inbox n JOIN events e ON e.item_id = n.item_id AND e.seq = n.seq
      JOIN items i ON i.id = n.item_id JOIN people p ON p.id = n.person_id
     GROUP BY e.at, i.number, i.id, e.seq, e.changes, e.trigger, e.dest
     ORDER BY e.at, i.id, e.seq"""
_MAILS = """
    SELECT o.id, p.name, coalesce(i.number, 'digest')
      FROM outbox o JOIN people p ON p.id = o.person_id LEFT JOIN items i ON i.id = o.item_id"""


def told(owner: psycopg.Connection[Any]) -> list[str]:
    """Return what people were told, in order: when, of what, what happened, who."""
    rows = owner.execute(_TOLD).fetchall()
    return [
        f"{_at(at)} {number} {trigger} -> {dest}: {names}"
        for at, number, trigger, dest, names in rows
    ]


def mailed(owner: psycopg.Connection[Any], left: Sequence[tuple[datetime, int]]) -> list[str]:
    """Return which mail left when, and to whom."""
    known = {row[0]: row[1:] for row in owner.execute(_MAILS).fetchall()}
    lines = [(at, *known[outbox_id]) for at, outbox_id in left]
    return [f"{_at(at)} {number}: {name}" for at, name, number in sorted(lines)]


def _at(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"
