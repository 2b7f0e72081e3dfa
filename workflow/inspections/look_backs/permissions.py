"""People with a part in a sample, from whom the sample is secret before its day.

People and units with a part in the population are told on the day, not before: not even the
existence of the plan.
"""

from __future__ import annotations

from typing import Any

from workflow.declaration import Actor

# A unit's own people, those of what lies below it, and whoever worked on the item.
PART = """(
    EXISTS (SELECT FROM unnest(%(own)s::text[]) AS p (path) WHERE starts_with(p.path, i.scope))
    OR coalesce(i.holder_id = ANY (%(people)s::int[]), false)
    OR coalesce(i.duties -> 'rectifier' @> ANY (%(as_json)s::jsonb[]), false)
    OR coalesce(i.duties -> 'planner' @> ANY (%(as_json)s::jsonb[]), false))"""


def part_of(actor: Actor) -> dict[str, Any]:
    """Return the values for ``PART``, the SQL condition "has a part in the item"."""
    return {
        "own": [post.path for post in (*actor.posts, *actor.own)],
        "people": list(actor.people),
        "as_json": [str(person) for person in actor.people],
    }
