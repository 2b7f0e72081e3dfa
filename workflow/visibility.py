"""Who may see an item: one rule, once in Python for an item and once in SQL for lists.

A post gives sight of its unit's subtree; what is assigned to a person is seen wherever it is.
Administrators see no items. Lists with ``readers`` are for these roles and the person concerned.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_

from workflow.errors import NotFound
from workflow.facts import Item
from workflow.lists import LIST_TYPES
from workflow.models import ItemRow
from workflow.rules import Actor, Post
from workflow.vocabulary import ADMINISTRATORS
from workflow.words import Words

_GONE = Words("没有编号为 {number} 的事项。", "There is no item {number}.")


def gone(number: str) -> NotFound:
    """Return the one answer for what is not there and for what one may not see."""
    return NotFound(_GONE.format(number=number[:40]))


def may_see(actor: Actor, item: Item) -> bool:
    """Say whether the actor may know that this item exists."""
    if actor.is_system or (item.holder_id is not None and item.holder_id in actor.people):
        return True
    return any(post.covers(item.scope) for post in _reading(actor, item.list_key))


def clause(actor: Actor, list_key: str) -> ColumnElement[bool]:
    """Return the same rule as a condition on the rows of one list."""
    posts = _reading(actor, list_key)
    own = ItemRow.holder_id == actor.person_id if actor.person_id is not None else false()
    within = [ItemRow.scope.startswith(path, autoescape=True) for path in _widest(posts)]
    return and_(ItemRow.list_key == list_key, or_(own, *within))


def _reading(actor: Actor, list_key: str) -> list[Post]:
    readers = LIST_TYPES[list_key].readers
    posts = [post for post in actor.posts if post.role not in ADMINISTRATORS]
    return [post for post in posts if post.role in readers] if readers else posts


def _widest(posts: list[Post]) -> list[str]:
    """Leave out every path that lies under another one."""
    paths = sorted({post.path for post in posts})
    return [p for p in paths if not any(p != other and p.startswith(other) for other in paths)]
