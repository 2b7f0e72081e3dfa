"""Who may draw, and who may know of a sample before its day.

The people and the units that have a part in what may be drawn are told on the day, not before:
not even that there is something to be told.
"""

from __future__ import annotations

from typing import Any

from workflow.declaration.rules import Actor
from workflow.errors import NO_PAGE, NotFound
from workflow.profession.roles import ADMINISTRATORS

ROLES = ("party_work_director", "discipline_officer")
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


def may_draw(actor: Actor) -> bool:
    """Say whether somebody may draw anywhere."""
    return any(role in ROLES for role in actor.roles)


def may_draw_in(actor: Actor, path: str) -> bool:
    """Say whether somebody may draw in the unit at this path."""
    return any(actor.holds(role, path) for role in ROLES)


def may_look(actor: Actor) -> bool:
    """Say whether there may ever be look-backs for somebody to read."""
    return any(post.role not in ADMINISTRATORS for post in actor.posts)


def may_read(actor: Actor, path: str) -> bool:
    """Say whether somebody may read, from its day on, what was drawn in the unit at this path."""
    return any(post.covers(path) for post in actor.posts if post.role not in ADMINISTRATORS)


def demand(actor: Actor) -> None:
    """Refuse whoever may draw nowhere: there is no such page for them."""
    if not may_draw(actor):
        raise NotFound(NO_PAGE)
