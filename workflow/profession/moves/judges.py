"""Who stands behind a judgement: who made it and, where a delegate did, for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflow.declaration.rules import Actor


def signed(actor: Actor) -> dict[str, Any]:
    """Return the signature that is kept with a check, a vote or an objection."""
    signature = {"by": actor.person_id}
    return signature | {"for": actor.behind} if actor.behind is not None else signature


def signatories(entries: Iterable[Mapping[str, Any]]) -> set[int]:
    """Return everybody whose judgements these are: who gave them and who was acted for."""
    names = ("by", "for")
    return {entry[name] for entry in entries for name in names if entry.get(name) is not None}


def has_signed(actor: Actor, entries: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether one of them is the actor's already: nobody judges once more for another."""
    return not signatories(entries).isdisjoint(actor.people)
