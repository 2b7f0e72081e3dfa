"""What a circulated criticism leaves on the matter it is about, which is red because of it."""

from __future__ import annotations

from workflow.declaration.facts import Facts, Item

CRITICISED = "criticised"  # in the matter's data: the day of circulation under each number


def criticise(matter: Item, criticism: Item, facts: Facts) -> None:
    """Note on the matter that a superior has criticised it, and on which day."""
    matter.data.setdefault(CRITICISED, {})[criticism.number] = facts.today.isoformat()


def absolve(matter: Item, criticism: Item) -> None:
    """Take back what a criticism has left on the matter; others still count."""
    left = matter.data.get(CRITICISED, {})
    left.pop(criticism.number, None)
    if not left:
        matter.data.pop(CRITICISED, None)
