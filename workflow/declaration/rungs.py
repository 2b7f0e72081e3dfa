"""Rungs of a ladder, and on which days an item climbs them.

A ladder comes in editions, each in force from a day on. A rung belongs to the edition that is in
force on the day it is planned for, so an edition that begins tomorrow changes nothing of what was
climbed, nor its place in the plan: ``Item.rung`` goes on counting where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from workflow.declaration.effects import Effect, Email, Notice, Open
from workflow.words import Words

Colour = Literal["green", "blue", "yellow", "red"]
_COLOURS: tuple[Colour, ...] = ("blue", "yellow", "red")  # reminder, warning, whatever follows
Shift = Callable[[date, int], date]  # so many working days after a day


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder: what lateness of this many working days leads to."""

    key: str
    level: int
    words: Words
    offset: int  # working days after the due date; negative is before it
    effects: tuple[Effect, ...]
    is_own: bool = False  # the organisation set it, so that no declaration tells what it is
    shade: Colour | None = None  # the colour that was chosen for it

    @property
    def colour(self) -> Colour:
        """The colour in which it is shown: what was chosen, or that of its level."""
        return self.shade or _COLOURS[min(self.level, 2)]

    @property
    def opens(self) -> tuple[str, ...]:
        """The lists in which it opens an entry: its document."""
        return tuple(effect.list for effect in self.effects if isinstance(effect, Open))

    @property
    def signer(self) -> str:
        """The role that was chosen to sign its document; empty: whoever usually does."""
        return next((effect.signer for effect in self.effects if isinstance(effect, Open)), "")

    @property
    def tells(self) -> tuple[str, ...]:
        """The relations of those who are told."""
        return tuple(to for e in self.effects if isinstance(e, Notice | Email) for to in e.to)

    def note(self) -> dict[str, Any]:
        """Return what the event of its climbing says of it, for good."""
        if not self.is_own:
            return {"rung": self.key}
        return {"rung": self.key, "name": list(self.words), "opens": list(self.opens)}

    @property
    def is_message(self) -> bool:
        """A rung without a document; it is sent on its day or not at all."""
        return self.level == 0


@dataclass(frozen=True, slots=True)
class Edition:
    """The rungs of a ladder as they are from a day on, until another edition follows."""

    since: date
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class PlannedRung:
    """A rung, and the day on which it is climbed if nothing happens before."""

    rung: Rung
    day: date
    version: int | None = None  # of the clock of a step; none: the item's own due date


@dataclass(slots=True)
class _Plan:
    """A plan in the making: the steps so far, and when each rung was planned."""

    due: date
    shift: Shift
    steps: list[PlannedRung] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)

    def add(self, edition: Edition, until: date) -> None:
        """Add what this edition plans before another one follows it."""
        before: Rung | None = None
        late = False  # the edition came too late for the rung before
        for rung in edition.rungs:
            day = self.days.get(rung.key)
            if day is None:
                day = self.shift(self.due, rung.offset)
                if rung.is_message and day < edition.since:
                    continue  # a message that was not sent in its time is not made up for
                late = late or day < edition.since
                if late:
                    day = self._made_up(edition.since, day, rung, before)
                if day >= until:
                    break
                self.days[rung.key] = day
                self.steps.append(PlannedRung(rung, day))
            if before is None or day >= self.days[before.key]:
                before = rung

    def _made_up(self, since: date, day: date, rung: Rung, before: Rung | None) -> date:
        """Let it come with the edition, but as far from the rung before as the edition wants."""
        first = self.shift(since - timedelta(days=1), 1)
        apart = self.shift(self.days[before.key], rung.offset - before.offset) if before else first
        return max(day, first, apart)


def plan(editions: Sequence[Edition], due: date, shift: Shift) -> tuple[PlannedRung, ...]:
    """Return the rungs that an item due on this day climbs, in order, each with its day."""
    made = _Plan(due, shift)
    ends = [edition.since for edition in editions[1:]] + [date.max]
    for edition, until in zip(editions, ends, strict=True):
        made.add(edition, until)
    return tuple(made.steps)
