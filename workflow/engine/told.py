"""Notices of a batch: recipient, event, kind of mail, and decision of each notice.

A bulk decision is one decision, with one mail for each recipient, the machine's as well as a
person's. What a sweep does to an item is an act by itself: which items fall into one sweep is
chance, and foretold by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from workflow.declaration import AT_ONCE, Item

RANKS = ("", *AT_ONCE)  # of several kinds of mail the last one counts


class Told(NamedTuple):
    """The way a person is told: kind of mail or none, the absent person if any, the decision."""

    mail: str
    behind_id: int | None
    decision: UUID

    def joined(self, other: Told) -> Told:
        """Join two notices of an event: a mail wins over none, a served mail over an optional."""
        kind = max(self.mail, other.mail, key=RANKS.index)
        own = self.behind_id is None or other.behind_id is None
        return Told(kind, None if own else other.behind_id, self.decision)


def rows(
    told: Mapping[tuple[int, int, int], Told], items: Mapping[int, Item]
) -> list[dict[str, Any]]:
    """Return the notices in the order of a mail: an item before what hangs on it."""
    named = {item_id for _, item_id, _ in told}
    below = {id_: items[id_].parent_id in named for id_ in named}
    ordered = sorted(told, key=lambda key: below[key[1]])
    return [
        {**dict(zip(("person_id", "item_id", "seq"), key, strict=True)), **told[key]._asdict(),
         "place": place}
        for place, key in enumerate(ordered)
    ]  # fmt: skip
