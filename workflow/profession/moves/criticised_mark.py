"""The mark of a circulated criticism on its matter, which is red because of the mark."""

from __future__ import annotations

from workflow.declaration.facts import Facts, Item

CRITICISED = "criticised"  # in the matter's data: the day of circulation under each number


def criticise(matter: Item, criticism: Item, facts: Facts) -> None:
    """Note on the matter the criticism by a superior, with the day."""
    matter.data.setdefault(CRITICISED, {})[criticism.number] = facts.today.isoformat()


def absolve(matter: Item, criticism: Item) -> None:
    """Remove the mark of a criticism from the matter; other marks still count."""
    left = matter.data.get(CRITICISED, {})
    left.pop(criticism.number, None)
    if not left:
        matter.data.pop(CRITICISED, None)
