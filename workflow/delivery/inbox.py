"""Notices of the in-app inbox: a person marks them as read."""

from sqlalchemy import and_, func, update

from workflow.declaration import Actor
from workflow.platform import reading
from workflow.platform.models import Inbox


def mark_read(actor: Actor, up_to: int) -> None:
    """Mark the actor's notices as read, up to the notice with the id ``up_to``."""
    mine = and_(
        Inbox.person_id == actor.person_id,
        Inbox.behind_id.is_not_distinct_from(actor.behind),
        Inbox.id <= up_to,
        Inbox.read_at.is_(None),
    )
    with reading() as connection:
        connection.execute(update(Inbox).where(mine).values(read_at=func.now()))
