"""The mark of a circulated criticism on its matter, which is red because of the mark."""

from __future__ import annotations

from workflow.declaration.facts import Facts, Item
from workflow.profession.process import process_of


def criticise(matter: Item, criticism: Item, facts: Facts) -> None:
    """Note on the matter the criticism by a superior, with the day."""
    process_of(matter).setdefault("criticised", {})[criticism.number] = facts.today.isoformat()


def absolve(matter: Item, criticism: Item) -> None:
    """Remove the mark of a criticism from the matter; other marks still count."""
    left = process_of(matter).get("criticised", {})
    left.pop(criticism.number, None)
    if not left:
        process_of(matter).pop("criticised", None)
