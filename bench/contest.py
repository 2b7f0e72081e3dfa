"""The contest: interleaved rounds over fresh items, and a count of what was really written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from bench.contestants import Contestant
from bench.peers.harness import Task
from bench.server import Failed, query
from rectify.servers.postgres import Postgres


@dataclass
class Entry:
    """A contestant, how many items it gets in a round, and how fast it was in each."""

    contestant: Contestant
    each: int  # items in a round
    every: int = 1  # takes part in every n-th round
    at_once: bool = False  # a round is one decision, of which one mail tells each person
    rates: dict[int, float] = field(default_factory=dict)  # by round
    asked: int = 0

    @property
    def name(self) -> str:
        """The contestant's name."""
        return self.contestant.name

    @property
    def per_s(self) -> float:
        """Decisions a second: the median of its rounds."""
        return median(self.rates.values())

    def play(self, number: int) -> None:
        """Decide on the next items; round 0 warms up and does not count."""
        first = self.asked + 1
        rate = self.contestant.round(range(first, first + self.each))
        self.asked += self.each
        if number:
            self.rates[number] = rate


@contextmanager
def started(entries: Sequence[Entry]) -> Iterator[None]:
    """Have every contestant running, and none left behind."""
    try:
        for entry in entries:
            entry.contestant.start()
        yield
    finally:
        for entry in entries:
            entry.contestant.stop()


def play(entries: Sequence[Entry], rounds: int, tell: Callable[[str], object]) -> None:
    """Play the rounds: everybody in turn, each time in another order, the first to warm up."""
    for number in range(rounds + 1):
        turn = number % len(entries)
        for entry in (*entries[turn:], *entries[:turn]):
            if number % entry.every == 0:
                tell(f"round {number} of {rounds}: {entry.name}")
                entry.play(number)


def ratio(one: Entry, other: Entry) -> float:
    """Compare two entries round by round, so that a slow spell of the disk hits both alike."""
    both = one.rates.keys() & other.rates.keys()
    return median(one.rates[number] / other.rates[number] for number in both)


_COUNT = """SELECT
 (SELECT count(*) FROM items WHERE state = 'assigned' AND version = 2 AND id <= {last}),
 (SELECT count(*) FROM events WHERE seq = 2 AND item_id <= {last}),
 (SELECT count(*) FROM outbox WHERE seq = 2 AND item_id <= {last}),
 (SELECT count(*) FROM inbox WHERE seq = 2 AND item_id <= {last})"""
TABLES = ("items", "events", "outbox", "inbox")


def verify(server: Postgres, entry: Entry, task: Task) -> dict[str, int]:
    """Count the rows that are there; refuse a contestant that wrote less, or more, than asked."""
    counts = query(server, entry.contestant.database, _COUNT.format(last=entry.asked))[0]
    found = dict(zip(TABLES, counts, strict=True))
    n = entry.asked
    mails = len(task.mails) * (n // entry.each if entry.at_once else n)
    wanted = dict(zip(TABLES, (n, n, mails, n * len(task.notices)), strict=True))
    if found != wanted:
        raise Failed(f"{entry.name} wrote {found} where {wanted} was to be written")
    return found
