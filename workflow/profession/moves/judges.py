"""The people behind a judgement: the judge and, for a delegate, the absent person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflow.declaration.rules import Actor


def signed(actor: Actor) -> dict[str, Any]:
    """Return the signature stored with a check, a vote or an objection."""
    signature = {"by": actor.person_id}
    return signature | {"for": actor.behind} if actor.behind is not None else signature


def signatories(entries: Iterable[Mapping[str, Any]]) -> set[int]:
    """Return the ids of the people behind the entries: judges and absent people."""
    names = ("by", "for")
    return {entry[name] for entry in entries for name in names if entry.get(name) is not None}


def has_signed(actor: Actor, entries: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether an entry is the actor's already: nobody judges once more for another."""
    return not signatories(entries).isdisjoint(actor.people)
