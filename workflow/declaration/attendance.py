"""Attendance: whether a person in post can act in an awaited relation, and the roles above.

Somebody can act who is in post, has an account, and may make a move that takes the item on. The
answer is by the posts and accounts of the day, never by the declarations alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow.calendar import last_day
from workflow.declaration.facts import Facts
from workflow.declaration.list_type import ListType
from workflow.declaration.packs import pack
from workflow.declaration.rules import Actor, Post

HAND_OVER = "hand_over"


def is_attended(list_type: ListType, facts: Facts, relation: str) -> bool:
    """Say whether somebody in post can act in a relation to the item."""
    moves = list_type.taking_on(facts.item.state)
    people = _people(list_type, facts, relation)
    return any(t.may(actor, facts) for actor in people for t in moves)


def has_gone(list_type: ListType, facts: Facts) -> bool:
    """Say whether the item's assignee can act no more."""
    holder = facts.item.holder_id
    return holder is not None and next(_able(list_type, facts, [holder]), None) is None


def waited_for(list_type: ListType, facts: Facts) -> Iterator[str]:
    """Yield the relations with a stopping vacancy: the awaited relation, and a chased holder."""
    state = list_type.state(facts.item.state)
    relation = state.relation(facts.item)
    yield relation
    if relation != "holder" and state.ladder and _opens_documents(list_type, facts):
        yield "holder"


def levels_over(list_type: ListType, facts: Facts, relation: str) -> Iterator[str]:
    """Yield the roles above a relation with a person in post able to sign in, the nearest first.

    Where people are in post and may not act, such as those who recused themselves, the roles that
    may come first.
    """
    here = {post.role for post in facts.standing if post.signs_in}
    readable = {*list_type.readers} or here
    over = [
        role
        for role in dict.fromkeys((*_above(relation), *pack().above.values()))
        if role != relation and role in here & readable
    ]
    if relation in here:
        over.sort(key=lambda role: not is_attended(list_type, facts, role))
    yield from over


def _above(relation: str) -> Iterator[str]:
    """Yield the roles above a relation; what has nobody above is placed as the assignee's."""
    return pack().levels_above(relation if relation in pack().above else "holder")


def _opens_documents(list_type: ListType, facts: Facts) -> bool:
    """Say whether the ladder still opens a document against the holder, where the holder left."""
    if not has_gone(list_type, facts):
        return False
    item = facts.item
    if item.due_at is None:
        return False
    ladder, clock = list_type.state(item.state).ladder, (item.list_key, item.state, item.severity)
    plan = facts.policies.plan(clock, ladder, last_day(item.due_at, facts.zone))
    return any(step.rung.opens for step in plan[item.rung :])


def _people(list_type: ListType, facts: Facts, relation: str) -> Iterator[Actor]:
    if relation == "holder":
        held = [facts.item.holder_id, facts.parent.holder_id if facts.parent else None]
        return _able(list_type, facts, (person for person in held if person is not None))
    if relation in pack().duties:
        return _able(list_type, facts, facts.item.duties.get(relation, ()))
    return _able(
        list_type, facts, [post.person_id for post in facts.standing if post.role == relation]
    )


def _able(list_type: ListType, facts: Facts, people: Iterable[int]) -> Iterator[Actor]:
    """Yield the people able to sign in and in post, here where the item can be handed on."""
    here = list_type.find(HAND_OVER, facts.item.state) is not None
    administrators = pack().administrators
    for person in dict.fromkeys(people):
        held = [p for p in facts.posts(person) if p.signs_in and p.role not in administrators]
        if any(not here or facts.item.scope.startswith(post.path) for post in held):
            posts = tuple(Post(post.role, post.unit_id, post.path) for post in held)
            yield Actor(person, held[0].name, posts)
