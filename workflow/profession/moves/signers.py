"""The signer of a document raised by lateness: the default one, or as named in the ladder.

The choice is among the roles declared by the list, so that under any setting of an organisation the
rules of separate work and approval hold as declared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflow.declaration import Item, Rule
from workflow.profession.roles import ROLES
from workflow.words import Words

_WORDS = Words(
    "签发人（通常是{role}，升级规则可以另定）",
    "whoever signs it (usually the {role}; its ladder may name another)",
)


def signs(signers: Sequence[str]) -> Callable[[Item], str]:
    """Return a function from an item to its signing role: the first, or as named by the rung."""

    def role_of(item: Item) -> str:
        named = item.process.get("signed_by", "")
        return named if named in signers else signers[0]

    return role_of


def signer(signers: Sequence[str]) -> Rule:
    """Match holders of the role that signs the item."""
    role_of = signs(signers)
    return Rule(
        _WORDS.format(role=ROLES[signers[0]]),
        lambda actor, facts: actor.holds(role_of(facts.item), facts.item.scope),
        frozenset(signers),
    )
