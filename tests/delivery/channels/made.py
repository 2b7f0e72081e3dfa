"""Channels for tests, added as their administrator adds them."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.cast import OFFICE, actor
from workflow.delivery.channels import commands

TOPICS = {"raised": True, "moved": True, "escalated": True}


def channel(kind: str = "wecom", unit: int = OFFICE, **more: Any) -> int:
    """Add a channel that hears everything, and return its id."""
    values = {"name": "群", "unit": unit, "robot": "key-0123-do-not-tell", **TOPICS, **more}
    if kind == "webhook":
        values.pop("robot")
        values.setdefault("base_url", "https://hook.example.org/in")
    return commands.add(actor("system-admin"), kind, values).id


def posts(owner: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    """Return what is promised to channels: channel, number of the item, trigger."""
    return owner.execute(
        "SELECT o.channel_id, i.number, e.trigger FROM outbox o JOIN items i ON i.id = o.item_id"
        " JOIN events e ON e.item_id = o.item_id AND e.seq = o.seq"
        " WHERE o.person_id IS NULL ORDER BY o.id"
    ).fetchall()
