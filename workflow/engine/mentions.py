"""People named in a comment with @: in post around the item, with a right to see the item."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from workflow.declaration import Actor, Facts, Item, Post
from workflow.engine.visibility import may_see

MARK = "@"


def mentionable(facts: Facts, item: Item) -> dict[int, str]:
    """Return the names of the people in post around an item who may see it and can sign in."""
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
    """Yield the names behind a mark: of names that begin alike the longest that stands there."""
    for part in text.split(MARK)[1:]:
        name = next((name for name in longest_first if part.startswith(_plain(name))), None)
        if name:
            yield name


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _somebody(facts: Facts, person: int) -> Actor:
    held = (post for post in facts.standing if post.person_id == person)
    return Actor(person, "", tuple(Post(post.role, post.unit_id, post.path) for post in held))
