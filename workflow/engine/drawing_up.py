"""Draw up new items in memory, one after another, by the rules of raising them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from workflow.declaration import SYSTEM, Actor, Facts, Item, pack
from workflow.engine import matters, raising
from workflow.engine.batch import Batch
from workflow.engine.beginning import at_moment
from workflow.engine.drafts import Draft
from workflow.engine.placing import place_of
from workflow.engine.raising import NewItem
from workflow.engine.references import References


def drawn_up(
    named: References, batch: Batch, families: Mapping[str, Facts], news: Sequence[NewItem],
    actor: Actor, now: datetime | None,
) -> list[Item]:  # fmt: skip
    """Return the items as drafts of the batch, still without ids and numbers.

    Raises the refusal of the first item that cannot be raised.
    """
    drafts: list[Draft] = []
    for new in news:
        with matters.part_faults(new.part):
            facts = place_of(named, new, families, actor)
            if above := drafts[new.under] if new.under is not None else None:
                facts = replace(facts, parent=above.item)
            if new.part is not None:
                new = matters.proposed(new, news[0], facts)
            asked = pack().lists[new.list_key].raise_fields
            with named.checking(actor, asked, new.fields, facts.today):
                who, by = (SYSTEM, actor) if new.opened else (actor, None)
                drafts.append(raising.draft(batch, new, who, at_moment(facts, now), above, by))
            if origin := families.get(new.came_of) if new.came_of else None:
                drafts[-1].origin = origin.item
        batch.now = drafts[-1].facts.now
    return [made.item for made in drafts]
