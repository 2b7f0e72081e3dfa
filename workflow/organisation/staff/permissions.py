"""Who keeps people and accounts: administrators posted at the top, each what is theirs."""

from __future__ import annotations

from workflow.declaration.rules import Actor, with_article
from workflow.errors import NO_PAGE, NotFound, NotPermitted
from workflow.profession.roles import ROLES
from workflow.words import Words

SYSTEM, SECURITY = "system_admin", "security_admin"
_ONLY = Words("只有{role}可以“{what}”。", "Only {role} may do this: {what}.")


def keeps_people(actor: Actor) -> bool:
    """Say whether the pages of people and accounts are there for the actor."""
    return actor.holds_at_top(SYSTEM) or actor.holds_at_top(SECURITY)


def demand_keeper(actor: Actor) -> None:
    """Answer anybody else that there is nothing here."""
    if not keeps_people(actor):
        raise NotFound(NO_PAGE)


def demand(actor: Actor, role: str, what: Words) -> None:
    """Refuse the administrator to whom this does not belong."""
    demand_keeper(actor)
    if not actor.holds_at_top(role):
        raise NotPermitted(_ONLY.format(role=with_article(ROLES[role]), what=what))
