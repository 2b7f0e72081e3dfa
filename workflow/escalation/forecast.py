"""The moves of the machine until a day if nobody acts; nothing is written, no row is locked.

The machine's own moves are made in memory, by the code that makes them in earnest, in the order of
time: due moves at once, later moves at their planned time, and opened documents climb ladders of
their own. People in post are read for each day as they will be.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from workflow.deadlines.clocks import Clocks
from workflow.declaration import (
    ESCALATE,
    LAPSE,
    REFER,
    Facts,
    Item,
    PlannedRung,
    has_gone,
    pack,
)
from workflow.declaration.attendance import HAND_OVER
from workflow.engine import foreseeing, raising
from workflow.engine.batch import Batch
from workflow.engine.loading import read, read_now
from workflow.engine.shared_documents import SharedDocuments
from workflow.errors import NotPossible, WorkflowError
from workflow.escalation import expiry
from workflow.escalation.predicted_move import Foretold, foretold
from workflow.escalation.raised_queries import Raised
from workflow.platform import Connection, connect
from workflow.snapshots import organisation
from workflow.snapshots.organisation import Organisation
from workflow.words import Words

_CHUNK = 500
# One moment for everything that is read; a forecast neither writes nor waits for anybody.
ASIDE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_DUE = "SELECT number FROM items WHERE rung_at <= %s ORDER BY rung_at, id"
TOO_MUCH = Words(
    "到这一天为止要发生的太多，页面上不能推算。请选择早一些的日期，"
    "或者由系统管理员在服务器上执行 rectify escalate --dry-run --on 日期。",
    "More happens by that day than a page can tell. Choose an earlier one, or let the system "
    "administrator run on the server: rectify escalate --dry-run --on DATE.",
)
_PEOPLE = "SELECT id, name FROM people"


@dataclass
class Future:
    """The future items by the time of their next move, and the changed items."""

    connection: Connection
    now: datetime
    until: datetime
    most: int | None = None  # moves; whoever waits for the answer has not got all day
    shared: SharedDocuments = field(default_factory=SharedDocuments)
    touched: dict[int, Item] = field(default_factory=dict)  # those that have moved, by id
    _ids: Iterator[int] = field(default_factory=lambda: count(-1, -1))  # of documents to come
    _queue: list[tuple[datetime, bool, int, Facts]] = field(default_factory=list)
    _days: dict[date, Organisation] = field(default_factory=dict)

    def add(self, facts: Facts) -> None:
        """Queue an item with a next rung or an end in time."""
        self.shared.add(facts.item)
        times = [at for at in (facts.item.rung_at, expiry.ends_at(facts.item)) if at]
        if times and (at := min(times)) <= self.until:
            # As the sweep: the older item first, documents to come after all that are there.
            place = (facts.item.id < 0, abs(facts.item.id))
            heapq.heappush(self._queue, (max(at, self.now), *place, facts))

    def read(self, numbers: Sequence[str]) -> None:
        """Queue the items with the given numbers."""
        for first in range(0, len(numbers), _CHUNK):
            some = read(self.connection, numbers[first : first + _CHUNK]).values()
            self.shared.read(self.connection, some)
            for facts in some:
                _plan(facts)
                self.add(facts)

    def unroll(self) -> Iterator[Foretold]:
        """Make move after move, as the sweep will.

        Raises ``NotPossible`` after ``most`` moves.
        """
        for made in count():
            if not self._queue:
                return
            if made == self.most:
                raise NotPossible(TOO_MUCH)
            at, _, _, facts = heapq.heappop(self._queue)
            try:
                told = self._move(self._around(facts, at))
            except WorkflowError:
                continue  # the sweep would put it aside
            if told:
                yield told

    def _move(self, facts: Facts) -> Foretold | None:
        """Let the item end or climb, and queue the item again with its opened documents."""
        ends_at = expiry.ends_at(facts.item)
        trigger = LAPSE if ends_at and ends_at <= facts.now else _climbs(facts)
        move = pack().lists[facts.item.list_key].find(trigger, facts.item.state)
        own, of_step = _ladders(facts)
        before = facts.item.rung
        batch = foreseeing.rehearse(self.connection, facts, trigger, self.shared)
        self._number(batch, facts.item.number)
        self.touched |= batch.items
        self.add(facts)
        for made in batch.drafts:
            self.add(made.facts)
        if trigger == LAPSE and facts.parent:
            self._go_on(facts.parent)
        steps = own if facts.item.rung != before else of_step
        climbed = [row["rung"] for row in batch.escalations]
        rung = next((step.rung for step in steps if step.rung.key in climbed), None)
        if move is None or not (rung or batch.told):
            return None
        return foretold(batch, facts, rung, move.words)

    def _number(self, batch: Batch, number: str) -> None:
        """Give opened documents a temporary id and number, and their first event."""
        for made in batch.drafts:
            made.item.id = next(self._ids)
            made.item.number = f"{number}/{pack().lists[made.item.list_key].prefix}"
            raising.enter(batch, made)

    def _go_on(self, parent: Item) -> None:
        """Queue the parent of an ended request, as changed by the end."""
        [facts] = read(self.connection, [parent.number]).values()
        self.add(replace(facts, item=parent))

    def _around(self, facts: Facts, at: datetime) -> Facts:
        """Add the people in post, and their delegates, of the time ``at``."""
        day = at.astimezone(facts.zone).date()
        if day not in self._days:
            self._days[day] = organisation.on_day(self.connection, day)
        there = self._days[day]
        kind, unit = there.units[facts.item.unit_id]
        return replace(
            facts,
            now=at,
            standing=there.around(facts.item.scope),
            posts_of=there.of,
            former_of=there.former,
            around=there.around,
            unit_of=there.unit,
            listeners=there.listeners,
            delegates=there.delegates,
            kind=kind,
            unit=unit,
        )


def _climbs(facts: Facts) -> str:
    """Return the move of a due item: up its ladder, or to the level above where its holder left."""
    list_type = pack().lists[facts.item.list_key]
    handed = list_type.find(HAND_OVER, facts.item.state)
    return REFER if handed and has_gone(list_type, facts) else ESCALATE


def _plan(facts: Facts) -> None:
    """Plan an item by the ladders in force, as the sweep will where a ladder was just changed."""
    clocks = _clocks(facts)
    if not clocks.is_as_planned():
        clocks.replan()


def _clocks(facts: Facts) -> Clocks:
    state = pack().lists[facts.item.list_key].state(facts.item.state)
    return Clocks.of(facts.item, state, facts)


def _ladders(facts: Facts) -> tuple[tuple[PlannedRung, ...], tuple[PlannedRung, ...]]:
    """Return the rungs of the due date, and the rungs of the step beside the due date."""
    clocks = _clocks(facts)
    return clocks.own.planned(), clocks.step.planned() if clocks.step else ()


def forecast(until: datetime) -> list[Raised]:
    """Return every rung to be climbed from now until ``until``, in order."""
    with connect() as connection, connection.transaction():
        connection.execute(ASIDE)
        names = dict(connection.execute(_PEOPLE).fetchall())
        told = future(connection, until).unroll()
        return [raised for one in told if (raised := one.raised(names))]


def future(connection: Connection, until: datetime) -> Future:
    """Return everything due until ``until``, read and ready to be unrolled."""
    made = Future(connection, read_now(connection), until)
    numbers = [row[0] for row in connection.execute(_DUE, [until])]
    made.read([*dict.fromkeys(numbers + expiry.over(connection, until, None))])
    return made
