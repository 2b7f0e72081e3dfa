"""Vacancies: an item's marks of relations without a person able to act, and of the role told.

A mark under the name of a relation (``holder``, a duty, a role) holds in its state only, the mark
of a holder for that holder only; ``drop_stale`` removes every other one.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.declaration.facts import Item
from workflow.declaration.process import ReferralMark


def vacancies(item: Item) -> Iterator[tuple[str, ReferralMark]]:
    """Yield the vacant relations of the present state, each with its mark."""
    for relation, mark in item.process.get("referred", {}).items():
        if mark.get("state") == item.state and mark.get("person") in (None, item.holder_id):
            yield relation, mark


def told_instead(item: Item, relation: str) -> str:
    """Return the role told in place of a vacant relation, or ""."""
    return next((mark["to"] for key, mark in vacancies(item) if key == relation), "")


def holder_has_gone(item: Item) -> bool:
    """Say whether the item's ladder stands still, since its holder can act no more."""
    return any(key == "holder" for key, _ in vacancies(item))


def drop_stale(item: Item) -> None:
    """Remove the marks of other states, and of holders before."""
    marks = item.process.get("referred")
    if not marks:
        return
    kept = dict(vacancies(item))
    stale = {key for key, mark in marks.items() if "state" in mark and key not in kept}
    if stale:
        item.process["referred"] = {k: mark for k, mark in marks.items() if k not in stale}
