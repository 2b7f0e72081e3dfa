"""Delegation for programs: the register of delegations with typed arguments."""

from __future__ import annotations

from datetime import date, datetime

from workflow.declaration import Actor
from workflow.registers import commands, every_register


def delegate(
    actor: Actor, delegate_id: int, begin: date, until: date, reason: str,
    now: datetime | None = None,
) -> int:  # fmt: skip
    """Let a person act for the actor on the given days, both included; return the delegation's id.

    Raises ``BadInput`` for wrong days or person, ``NotPermitted`` where the actor is a delegate.
    """
    given = {
        "delegate": delegate_id, "reason": reason,
        "valid_from": begin.isoformat(), "valid_to": until.isoformat(),
    }  # fmt: skip
    return int(commands.add(actor, every_register()["delegations"], given, now=now).id)


def end_delegation(actor: Actor, delegation_id: int, now: datetime | None = None) -> None:
    """End the actor's own delegation at once.

    Raises ``NotFound`` for another person's delegation.
    """
    commands.end(actor, every_register()["delegations"], str(delegation_id), {}, now=now)
