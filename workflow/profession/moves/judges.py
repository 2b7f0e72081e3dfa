"""The people behind a judgement: the judge and, for a delegate, the absent person."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.declaration import Actor, Signed


def signed(actor: Actor) -> Signed:
    """Return the signature stored with a check, a vote or an objection."""
    if actor.behind is None:
        return {"by": actor.person_id}
    return {"by": actor.person_id, "for": actor.behind}


def signatories(entries: Iterable[Signed]) -> set[int]:
    """Return the ids of the people behind the entries: judges and absent people."""
    people = {person for entry in entries for person in (entry["by"], entry.get("for"))}
    return {person for person in people if person is not None}


def has_signed(actor: Actor, entries: Iterable[Signed]) -> bool:
    """Say whether an entry is the actor's already: nobody judges once more for another."""
    return not signatories(entries).isdisjoint(actor.people)
