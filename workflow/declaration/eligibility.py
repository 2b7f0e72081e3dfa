"""The people in post who may make a move: the rules applied to everybody around an item.

Somebody without an account can make none, whatever the post.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.declaration.facts import Facts
from workflow.declaration.packs import pack
from workflow.declaration.rules import Actor, Post, Rule


def in_post(rule: Rule, facts: Facts) -> Iterator[Actor]:
    """Yield the holders of the roles in the rule who can sign in, each with every post held."""
    people = {
        post.person_id: post.name
        for post in facts.standing
        if post.signs_in and post.role in rule.roles
    }
    for id_, name in people.items():
        held = [Post(post.role, post.unit_id, post.path) for post in facts.posts(id_)]
        yield Actor(
            id_, name, tuple(post for post in held if post.role not in pack().administrators)
        )


def eligible(rule: Rule, facts: Facts) -> Iterator[Actor]:
    """Yield the people in post who pass the rule; a delegate of an absent one is barred alike."""
    return (actor for actor in in_post(rule, facts) if rule(actor, facts))


def anybody(rule: Rule, facts: Facts) -> bool:
    """Say whether anybody in post passes the rule."""
    return next(eligible(rule, facts), None) is not None
