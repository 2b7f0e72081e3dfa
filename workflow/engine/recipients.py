"""The recipients of a move's notices: people in its relations with permission, and delegates.

The holder, people with a duty, or the nearest in post of a role, on the day of the decision; never
the mover, nor a person who may not see the item or the entries opened by the move. While a person
is away, their delegate is told as well, on their behalf and no further. People named in a comment
with @ are in post around the item, with a right to see the item.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from workflow.declaration import Actor, Effect, Email, Facts, Item, Notice, Open, Post, pack
from workflow.declaration.referral import newest
from workflow.engine.visibility import may_read, may_see

MARK = "@"


def told(
    facts: Facts, item: Item, effect: Notice | Email, effects: Sequence[Effect], actor: Actor
) -> dict[int, int | None]:
    """Return the recipients of an effect: person id, with the absent person's id for a delegate.

    ``effects`` are all effects of the move: a person who may not see an opened entry is not told.
    """
    opened = {other.list for other in effects if isinstance(other, Open)}
    related = _related(facts, item, effect.to) - {*actor.people}
    people = [person for person in sorted(related) if may_know(facts, item, person, opened)]
    everybody: dict[int, int | None] = dict.fromkeys(people)
    for person in people:
        delegate = facts.delegates.get(person)
        if delegate is None or delegate in actor.people or _is_shut_out(facts, item, delegate):
            continue
        everybody.setdefault(delegate, person)
    return everybody


def _is_shut_out(facts: Facts, item: Item, delegate: int) -> bool:
    """Say whether the item is withheld from a delegate, by the delegate's own posts."""
    own = tuple(Post(s.role, s.unit_id, s.path) for s in facts.posts(delegate))
    heads = pack().lists[item.list_key].withheld_from
    people = item.process.get("shut_out", ())
    return Actor(delegate, "", own).is_shut_out(heads, item.scope, people)


def _related(facts: Facts, item: Item, relations: Sequence[str]) -> set[int]:
    people: set[int] = set()
    for relation in relations:
        if relation == "holder":
            people |= {item.holder_id} if item.holder_id else set()
        elif relation in pack().duties:
            people |= set(item.duties.get(relation, ()))
        elif relation == "awaited":
            people |= _related(facts, item, [item.awaits])
        elif relation == "mentioned":
            people |= mentioned(facts, item)
        elif relation == "follower":
            people |= {*facts.followers.get(item.id, ())}
        elif relation == "superior":
            people |= _superiors(facts, item.awaits)
        elif relation == "level_above":
            people |= _related(facts, item, [mark["to"] for mark in newest(item).values()])
        else:
            people |= _nearest(facts, relation)
    return people


def _superiors(facts: Facts, awaited: str) -> set[int]:
    """Return the people in post at the nearest level above: nothing waits unnoticed."""
    found = (_nearest(facts, role) for role in pack().levels_above(awaited))
    return next(filter(None, found), set())


def _nearest(facts: Facts, role: str) -> set[int]:
    in_post = [s for s in facts.standing if s.role == role]
    nearest = max((len(s.path) for s in in_post), default=0)
    return {s.person_id for s in in_post if len(s.path) == nearest}


def may_know(facts: Facts, item: Item, person: int, opened: AbstractSet[str] = frozenset()) -> bool:
    """Say whether a person may see an item, and the entries of the lists ``opened`` by a move."""
    somebody = _somebody(facts, person)
    if not may_see(somebody, item):
        return False
    confidential = opened & {*pack().confidential} if opened else opened
    return all(may_read(somebody, key, item.scope, item.holder_id) for key in confidential)


def _somebody(facts: Facts, person: int) -> Actor:
    held = facts.posts(person)
    return Actor(person, "", tuple(Post(post.role, post.unit_id, post.path) for post in held))


def mentionable(facts: Facts, item: Item) -> dict[int, str]:
    """Return the names of people in post around an item, able to see the item and to sign in."""
    names = {post.person_id: post.name for post in facts.standing if post.signs_in}
    return {id_: name for id_, name in names.items() if may_see(_somebody(facts, id_), item)}


def mentioned(facts: Facts, item: Item) -> set[int]:
    """Return the people named in the comment; of two with one name, both."""
    if MARK not in _plain(facts.comment):
        return set()
    names = mentionable(facts, item)
    found = set(_names_in(_plain(facts.comment), sorted({*names.values()}, key=len, reverse=True)))
    return {id_ for id_, name in names.items() if name in found}


def _names_in(text: str, longest_first: list[str]) -> Iterator[str]:
    """Yield the names behind a mark: of names beginning alike the longest in the text."""
    for part in text.split(MARK)[1:]:
        name = next((name for name in longest_first if part.startswith(_plain(name))), None)
        if name:
            yield name


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
