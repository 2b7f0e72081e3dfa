"""Who has a part in a sample and may not know of it before its day.

The people and the units that have a part in what may be drawn are told on the day, not before:
not even that there is something to be told.
"""

from __future__ import annotations

from typing import Any

from workflow.declaration.rules import Actor

# A unit's own people, those of what lies below it, and whoever worked on the item.
PART = """(
    EXISTS (SELECT FROM unnest(%(own)s::text[]) AS p (path) WHERE starts_with(p.path, i.scope))
    OR coalesce(i.holder_id = ANY (%(people)s::int[]), false)
    OR coalesce(i.duties -> 'rectifier' @> ANY (%(as_json)s::jsonb[]), false)
    OR coalesce(i.duties -> 'planner' @> ANY (%(as_json)s::jsonb[]), false))"""


def part_of(actor: Actor) -> dict[str, Any]:
    """Return the values by which ``PART`` asks whether somebody has a part in an item."""
    return {
        "own": [post.path for post in (*actor.posts, *actor.own)],
        "people": list(actor.people),
        "as_json": [str(person) for person in actor.people],
    }
