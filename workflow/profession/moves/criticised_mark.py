"""The mark of a circulated criticism on its matter, which is red because of the mark."""

from __future__ import annotations

from workflow.declaration import ChangeParent, Facts, Item, process_of
from workflow.words import Words


def _criticise(matter: Item, criticism: Item, facts: Facts) -> None:
    """Note on the matter the criticism by a superior, with the day."""
    process_of(matter).setdefault("criticised", {})[criticism.number] = facts.today.isoformat()


def _absolve(matter: Item, criticism: Item, _: Facts) -> None:
    """Remove the mark of a criticism from the matter; other marks still count."""
    left = process_of(matter).get("criticised", {})
    left.pop(criticism.number, None)
    if not left:
        process_of(matter).pop("criticised", None)


CRITICISE = ChangeParent(
    Words("使所属事项显示红色，直至销号", "makes its parent red until that is closed"), _criticise
)
ABSOLVE = ChangeParent(Words("所属事项不再因此显示红色", "makes its parent red no more"), _absolve)
