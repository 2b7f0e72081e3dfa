"""The effect of a draft on today's open items: counted by unit and level, nothing is written.

The same plans as the sweep's (``bulk_plans``), once with the policies in force and once with the
draft. The keeper of ladders sees no items, so only numbers are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workflow.declaration import Edition
from workflow.engine.loading import read_now
from workflow.escalation.ladders.bulk_plans import COLUMNS, Plans, Running, plans_of
from workflow.escalation.ladders.commands import EditionRow
from workflow.platform import connect
from workflow.words import Words

DAYS = 30
_OPEN = f"""
    SELECT u.id, u.name, u.name_en, {COLUMNS}
      FROM items i JOIN units u ON u.id = i.unit_id
     WHERE i.list_key = %s AND i.state = %s AND (%s = '' OR i.severity = %s)
       AND i.due_at IS NOT NULL AND i.awaits <> '' ORDER BY u.path
"""  # noqa: S608 -- fixed texts only
Pair = tuple[int, int]  # as it is in force, and with the draft


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How many rungs of each level the items of a unit climb in the next days."""

    unit: Words
    items: int
    levels: dict[int, Pair]


@dataclass(slots=True)
class LadderPreview:
    """The number of items under a draft, and the changes for them."""

    items: int = 0
    earlier: int = 0  # their next rung comes earlier, or comes at all
    later: int = 0  # or later, or not any more
    today: Pair = (0, 0)  # rungs that are still to come today
    levels: dict[int, Pair] = field(default_factory=dict)
    units: list[UnitCount] = field(default_factory=list)


@dataclass(slots=True)
class _Tally:
    """The counts, item by item."""

    now: datetime
    both: tuple[Plans, Plans]
    names: dict[int, Words] = field(default_factory=dict)
    items: Counter[int] = field(default_factory=Counter)
    rungs: Counter[tuple[int, int, int]] = field(default_factory=Counter)  # unit, level, which
    today: Counter[int] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)

    def take(self, unit_id: int, unit: Words, item: Running) -> None:
        """Count an item."""
        self.names[unit_id] = unit
        self.items[unit_id] += 1
        before, after = (made.next_at(item) for made in self.both)
        if before != after:
            comes_earlier = after is not None and (before is None or after < before)
            self.moved["earlier" if comes_earlier else "later"] += 1
        for which, made in enumerate(self.both):
            for step in made.ahead(item):
                self._count(unit_id, step.rung.level, made.at(step), which)

    def _count(self, unit_id: int, level: int, at: datetime, which: int) -> None:
        if at <= self.now + timedelta(days=DAYS):
            self.rungs[unit_id, level, which] += 1
            self.today[which] += at.date() <= self.now.astimezone(at.tzinfo).date()

    def pair(self, unit_ids: Sequence[int], level: int) -> Pair:
        """Return the number of rungs of a level in the given units: now and with the draft."""
        before, after = (sum(self.rungs[unit, level, n] for unit in unit_ids) for n in (0, 1))
        return before, after


def preview(draft: EditionRow) -> LadderPreview:
    """Compare the policies in force with the draft."""
    with connect() as connection:
        plans = plans_of(connection, now := read_now(connection))
        tally = _Tally(now, (plans, _with(draft, plans)))
        rows = connection.execute(_OPEN.encode(), [*draft.clock, draft.severity])
        for unit_id, name, name_en, *row in rows:
            tally.take(unit_id, Words(name, name_en or name), Running(*row))
    return _told(tally)


def _with(draft: EditionRow, plans: Plans) -> Plans:
    """Return the plans as if the draft were published."""
    edition = Edition(draft.valid_from, draft.ladder)
    return Plans(plans.policies.with_edition(draft.clock, edition), plans.today)


def _told(tally: _Tally) -> LadderPreview:
    levels = sorted({level for _, level, _ in tally.rungs})
    return LadderPreview(
        tally.items.total(),
        tally.moved["earlier"],
        tally.moved["later"],
        (tally.today[0], tally.today[1]),
        {level: tally.pair([*tally.items], level) for level in levels},
        [
            UnitCount(tally.names[unit], count, {n: tally.pair([unit], n) for n in levels})
            for unit, count in tally.items.items()
        ],
    )
