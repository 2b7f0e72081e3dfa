"""Visibility of items: a single rule, in Python for an item and in SQL for lists.

A post gives sight of its unit's subtree; an item assigned to a person is visible to the person
anywhere. Administrators see no items. Lists with ``readers`` are for these roles and the person
concerned. What is withheld from somebody stays so, whatever the post (``Actor.is_shut_out``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, not_, or_
from sqlalchemy.dialects.postgresql import JSONB

from workflow.declaration import Actor, Item, ListType, Post, pack
from workflow.errors import NotFound
from workflow.platform.models import ItemRow
from workflow.words import Words

_GONE = Words("没有编号为 {number} 的事项。", "There is no item {number}.")
_NO_LIST = Words("没有“{key}”这个清单。", 'There is no list "{key}".')


def gone(number: str) -> NotFound:
    """Return the answer for missing and for invisible items alike."""
    return NotFound(_GONE.format(number=number[:40]))


def no_list(key: str) -> NotFound:
    """Return the answer for an undeclared list, and for a list closed to the person."""
    return NotFound(_NO_LIST.format(key=key[:40]))


def only_administers(actor: Actor) -> bool:
    """Say whether all posts of the actor are administrators', so that no list is open."""
    return bool(actor.posts) and all(post.role in pack().administrators for post in actor.posts)


def may_see(actor: Actor, item: Item) -> bool:
    """Say whether the actor may know that the item exists."""
    audience, shut_out = item.process.get("audience", ""), item.process.get("shut_out", ())
    return may_read(actor, item.list_key, item.scope, item.holder_id, audience, shut_out)


def may_read(
    actor: Actor, list_key: str, scope: str, holder_id: int | None, audience: str = "",
    shut_out: Sequence[int] = (),
) -> bool:  # fmt: skip
    """Say whether the actor may read an item of the list, at the path ``scope``, about a person.

    A circulated item is read by everybody in post in the unit at the path ``audience``, in the
    units below and above. Nobody reads what is withheld from them.
    """
    if actor.is_shut_out(pack().lists[list_key].withheld_from, scope, shut_out):
        return False
    if actor.is_system or (holder_id is not None and holder_id in actor.people):
        return True
    if audience and any(
        post.covers(audience) or post.path.startswith(audience) for post in _working(actor)
    ):
        return True
    return any(post.covers(scope) for post in _reading(actor, list_key))


def tells_secret(actor: Actor, item: Item, note: Mapping[str, Any]) -> bool:
    """Say whether the rung of an event's note opened an entry invisible to the actor."""
    return any(
        not may_read(actor, key, item.scope, item.holder_id)
        for key in confidential_of(pack().lists[item.list_key], note)
    )


def confidential_of(list_type: ListType, note: Mapping[str, Any]) -> set[str]:
    """Return the lists for named readers in which the rung of a note opens an entry."""
    return list_type.opened_by(note) & {*pack().confidential}


def paths_read(actor: Actor, list_key: str) -> list[str]:
    """Return the paths of the units in which the actor reads a list, none below another."""
    return _widest(_reading(actor, list_key))


def clause(actor: Actor, list_key: str) -> ColumnElement[bool]:
    """Return the rule of visibility as a condition on the rows of a list, if there is one."""
    if list_key not in pack().lists:
        return false()
    read = paths_read(actor, list_key)
    within = [ItemRow.scope.startswith(path, autoescape=True) for path in read]
    ways = [ItemRow.holder_id.in_(actor.people), *within]
    if pack().lists[list_key].circulates:
        ways += [_circulated_to(path) for path in sorted({post.path for post in _working(actor)})]
    return and_(ItemRow.list_key == list_key, or_(*ways), *_not_withheld(actor, list_key))


def _not_withheld(actor: Actor, list_key: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions to leave out items withheld from the actor, if any."""
    heads = pack().lists[list_key].withheld_from
    if not heads:
        return
    named = func.coalesce(ItemRow.process["shut_out"], literal([], JSONB))
    yield from (not_(named.bool_op("@>")(literal([person], JSONB))) for person in actor.people)
    headed = {post.path for post in (*actor.posts, *actor.own) if post.role in heads}
    if headed:
        yield ItemRow.scope.not_in(sorted(headed))


def _circulated_to(path: str) -> ColumnElement[bool]:
    """Return the condition that a row was circulated to people in post at the path."""
    audience = ItemRow.process["audience"].astext
    return or_(audience.startswith(path, autoescape=True), literal(path).startswith(audience))


def visible(actor: Actor) -> ColumnElement[bool]:
    """Return the same rule as a condition on the rows of all lists."""
    return or_(*(clause(actor, key) for key in pack().lists))


def discreet(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that leaves out confidential items the actor may not read."""
    confidential = pack().confidential
    readable = [clause(actor, key) for key in confidential]
    return or_(ItemRow.list_key.not_in(confidential), *readable)


def oversees(actor: Actor, path: str) -> bool:
    """Say whether the actor has a post, not an administrator's, in the unit or above."""
    return any(post.covers(path) for post in _working(actor))


def _reading(actor: Actor, list_key: str) -> list[Post]:
    readers = pack().lists[list_key].readers
    posts = _working(actor)
    return [post for post in posts if post.role in readers] if readers else posts


def _working(actor: Actor) -> list[Post]:
    return [post for post in actor.posts if post.role not in pack().administrators]


def _widest(posts: list[Post]) -> list[str]:
    """Return the paths not below another of the paths."""
    paths = sorted({post.path for post in posts})
    return [p for p in paths if not any(p != other and p.startswith(other) for other in paths)]
