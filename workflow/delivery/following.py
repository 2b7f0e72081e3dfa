"""Following items: a person's own choice, for the inbox and mails about decisions of others."""

from __future__ import annotations

from workflow import journal
from workflow.declaration import Actor
from workflow.errors import CodedWords, NotPermitted, NotPossible
from workflow.platform import connect
from workflow.queries.item_access import facts_of

MOST = 1_000  # items of a person
_OWN = CodedWords(
    "关注是本人的事；请先结束代理。",
    "Following is for oneself; end standing in for somebody first.",
    "not_yours",
)
_FULL = CodedWords(
    "最多关注{limit}个事项；请先取消一些不再需要的。",
    "{limit:item|items} can be followed at most; end following some of them first.",
    "too_many",
)
_LOCK = "SELECT FROM people WHERE id = %s FOR NO KEY UPDATE"
_COUNT = "SELECT count(*) FROM follows WHERE person_id = %s"
_ADD = """
    INSERT INTO follows (item_id, person_id, since) VALUES (%s, %s, now())
    ON CONFLICT DO NOTHING"""
_END = "DELETE FROM follows WHERE item_id = %s AND person_id = %s"


def follow(actor: Actor, number: str) -> None:
    """Let the actor follow an item; following twice is following.

    Raises ``NotFound`` where the actor may not see the item, ``NotPermitted`` for a delegate,
    ``NotPossible`` for too many.
    """
    item = facts_of(number, actor).item
    _refuse_delegate(actor)
    with connect() as connection, connection.transaction():
        connection.execute(_LOCK, [actor.person_id])
        [count] = connection.execute(_COUNT, [actor.person_id]).fetchone() or (0,)
        if count >= MOST:
            raise NotPossible(_FULL.format(limit=MOST))
        if connection.execute(_ADD, [item.id, actor.person_id]).rowcount:
            journal.note(connection, "setting", actor, subject=("item", number), what="followed")


def end(actor: Actor, number: str) -> None:
    """End following an item; what is not followed stays so.

    Raises ``NotFound`` where the actor may not see the item, ``NotPermitted`` for a delegate.
    """
    item = facts_of(number, actor).item
    _refuse_delegate(actor)
    with connect() as connection, connection.transaction():
        if connection.execute(_END, [item.id, actor.person_id]).rowcount:
            journal.note(connection, "setting", actor, subject=("item", number), what="unfollowed")


def _refuse_delegate(actor: Actor) -> None:
    if actor.behind or actor.person_id is None:
        raise NotPermitted(_OWN)
