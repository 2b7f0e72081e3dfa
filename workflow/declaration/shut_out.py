"""People from whom an item is withheld: the people concerned, and the head of a unit concerned.

Neither a post nor a delegation opens what is withheld; a delegate of somebody shut out is as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflow.declaration.rules import Actor


def is_shut_out(actor: Actor, heads: Sequence[str], scope: str, people: Iterable[int]) -> bool:
    """Say whether the actor is among the people, or heads the very unit at the path ``scope``."""
    if not {*people}.isdisjoint(actor.people):
        return True
    return any(post.role in heads and post.path == scope for post in (*actor.posts, *actor.own))
