"""Who signs a document that lateness has raised: whoever usually does, or whom its ladder names.

The choice is among roles that the list declares, so that whatever an organisation sets, the rules
that keep the work and its approval apart hold as they are declared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflow.declaration.effects import SIGNED_BY
from workflow.declaration.facts import Item
from workflow.declaration.rules import Rule
from workflow.profession.roles import ROLES
from workflow.words import Words

_WORDS = Words(
    "签发人（通常是{role}，升级规则可以另定）",
    "whoever signs it (usually the {role}; its ladder may name another)",
)


def signs(signers: Sequence[str]) -> Callable[[Item], str]:
    """Return who signs an item: the first of these, unless the rung that raised it named one."""

    def role_of(item: Item) -> str:
        named = item.data.get(SIGNED_BY, "")
        return named if named in signers else signers[0]

    return role_of


def signer(signers: Sequence[str]) -> Rule:
    """Match whoever holds the role that signs this item."""
    role_of = signs(signers)
    return Rule(
        _WORDS.format(role=ROLES[signers[0]]),
        lambda actor, facts: actor.holds(role_of(facts.item), facts.item.scope),
        frozenset(signers),
    )
