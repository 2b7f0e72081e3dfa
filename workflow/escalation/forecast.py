"""What would be raised by a day if nobody did anything; nothing is written.

The same machine climbs the same ladders, in memory, in the order of time: what is due already at
once, everything else at its planned time, and the documents that are opened climb ladders of
their own. Who is in post is read for each day as it will be.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from workflow import machine, promises, raising, recipients
from workflow.batch import Batch
from workflow.db import Connection, connect
from workflow.definition import ESCALATE, LAPSE
from workflow.effects import Effect, Email, Notice
from workflow.errors import WorkflowError
from workflow.escalation import demo_clock, lapsing, postponed
from workflow.escalation.raised import Raised
from workflow.facts import Facts, Item
from workflow.lists import LIST_TYPES
from workflow.loading import Place, read, read_now, read_place
from workflow.rules import SYSTEM
from workflow.rungs import Rung

_CHUNK = 500
_DUE = f"""
    SELECT i.number FROM items i WHERE i.rung_at <= %s AND {postponed.READY}
     ORDER BY i.rung_at, i.id
"""  # noqa: S608 -- put together from constants
_PERSON = "SELECT id, name FROM people"


@dataclass
class _Future:
    """The items that will be due, by the time of their next rung."""

    connection: Connection
    now: datetime
    until: datetime
    names: dict[int, str]
    order: Iterator[int] = field(default_factory=count)
    queue: list[tuple[datetime, int, Facts]] = field(default_factory=list)
    places: dict[tuple[int, date], Place | None] = field(default_factory=dict)

    def add(self, facts: Facts) -> None:
        """Queue an item, if its next rung or its end comes in time."""
        times = [at for at in (facts.item.rung_at, lapsing.ends_at(facts.item)) if at]
        if times and (at := min(times)) <= self.until:
            heapq.heappush(self.queue, (max(at, self.now), next(self.order), facts))

    def unroll(self) -> Iterator[Raised]:
        """Climb rung after rung, as the sweep will."""
        while self.queue:
            at, _, facts = heapq.heappop(self.queue)
            facts = self.around(replace(facts, now=at))
            try:
                raised = self.climb(facts) if not self.ended(facts) else None
            except WorkflowError:
                continue  # the sweep would put it aside
            if raised:
                yield raised
            self.add(facts)

    def climb(self, facts: Facts) -> Raised | None:
        """Climb one rung in memory, if one is left, and queue the document that it opens."""
        item = facts.item
        step = machine.fire(machine.permit(LIST_TYPES[item.list_key], ESCALATE, SYSTEM, facts))
        if step is None:
            return None
        rung = step.rung
        batch = Batch(facts.now)
        raising.open_children(batch, facts, item, rung.effects)
        told = self.told(facts, item, rung.effects)
        for made in batch.drafts:
            told |= self.told(made.facts, made.item, made.effects)
            made.item.number = f"{item.number}/{LIST_TYPES[made.item.list_key].prefix}"
            self.add(made.facts)
        opened = batch.drafts[0].item.list_key if batch.drafts else ""
        return _raised(facts, rung, opened, tuple(self.names[person] for person in sorted(told)))

    def ended(self, facts: Facts) -> bool:
        """Let what is over end in memory, so that what it hangs on goes on; say if it was."""
        ends_at = lapsing.ends_at(facts.item)
        if ends_at is None or ends_at > facts.now:
            return False
        attempt = machine.permit(LIST_TYPES[facts.item.list_key], LAPSE, SYSTEM, facts)
        machine.fire(attempt)
        if facts.parent:
            promises.grant(attempt.transition.effects, facts.item, facts.parent, facts)
            self.add(replace(facts, item=facts.parent, parent=None))
        return True

    def told(self, facts: Facts, item: Item, effects: tuple[Effect, ...]) -> set[int]:
        """Return who would be told, by mail or in the inbox."""
        telling = [effect for effect in effects if isinstance(effect, Email | Notice)]
        return {p for e in telling for p in recipients.told(facts, item, e, effects, SYSTEM)}

    def around(self, facts: Facts) -> Facts:
        """Put in who will be in post on that day, and who stands in for them."""
        key = facts.item.unit_id, facts.today
        if key not in self.places:
            demo_clock.set_clock(self.connection, facts.now)
            self.places[key] = read_place(self.connection, facts.item.unit_id)
        place = self.places[key]
        if place is None:
            return facts
        return replace(facts, standing=place.standing, delegates=place.organisation.delegates)


def forecast(until: datetime) -> list[Raised]:
    """Return what would be raised from now until then, in order."""
    with connect() as connection, connection.transaction(force_rollback=True):
        now = read_now(connection)
        future = _Future(connection, now, until, dict(connection.execute(_PERSON).fetchall()))
        numbers = [row[0] for row in connection.execute(_DUE, [until])]
        numbers += [number for number in lapsing.over(connection, until) if number not in numbers]
        for first in range(0, len(numbers), _CHUNK):
            found = read(connection, chunk := numbers[first : first + _CHUNK])
            for number in chunk:
                future.add(replace(found[number], children=()))
        return list(future.unroll())


def _raised(facts: Facts, rung: Rung, opened: str, told: tuple[str, ...]) -> Raised:
    item = facts.item
    return Raised(facts.now, item.number, item.title, rung.key, rung.words, opened, "", told)
