"""Rungs of a ladder, and the days on which an item climbs them.

A ladder comes in editions, each in force from a day on. A rung belongs to the edition in force on
its planned day, so an edition of tomorrow changes no climbed rung, nor its place in the plan:
``Item.rung`` goes on counting from the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, timedelta
from typing import Literal, NotRequired, TypedDict

from workflow.declaration.effects import Effect, Email, Notice, Open
from workflow.words import Words

Colour = Literal["green", "blue", "yellow", "red"]
_COLOURS: tuple[Colour, ...] = ("blue", "yellow", "red")  # reminder, warning, whatever follows
Shift = Callable[[date, int], date]  # so many working days after a day


class RungNote(TypedDict):
    """The note of a climbed or skipped rung."""

    rung: str
    name: NotRequired[list[str]]  # zh and en, of a rung that an organisation has set itself
    opens: NotRequired[list[str]]  # the lists in which it opens an entry


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the ladder: the consequence of lateness of ``offset`` working days."""

    key: str
    level: int
    words: Words
    offset: int  # working days after the due date; negative is before it
    effects: tuple[Effect, ...]
    _: KW_ONLY
    is_own: bool = False  # the organisation set it, so that no declaration tells what it is
    shade: Colour | None = None  # the colour that was chosen for it

    @property
    def colour(self) -> Colour:
        """The colour of the rung: as chosen, or by its level."""
        return self.shade or _COLOURS[min(self.level, 2)]

    @property
    def opens(self) -> tuple[str, ...]:
        """The lists in which the rung opens an entry: its document."""
        return tuple(effect.list for effect in self.effects if isinstance(effect, Open))

    @property
    def signer(self) -> str:
        """The role chosen to sign the rung's document; empty: the default signer."""
        return next((effect.signer for effect in self.effects if isinstance(effect, Open)), "")

    @property
    def tells(self) -> tuple[str, ...]:
        """The relations of the people told."""
        return tuple(to for e in self.effects if isinstance(e, Notice | Email) for to in e.to)

    def note(self) -> RungNote:
        """Return the note of the rung for the event of its climbing, kept for good."""
        if not self.is_own:
            return {"rung": self.key}
        return {"rung": self.key, "name": list(self.words), "opens": list(self.opens)}

    @property
    def is_message(self) -> bool:
        """Whether the rung has no document; a message is sent on its day or not at all."""
        return self.level == 0


@dataclass(frozen=True, slots=True)
class Edition:
    """The rungs of a ladder as they are from a day on, until another edition follows."""

    since: date
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class PlannedRung:
    """A rung, and its planned day if nothing happens before."""

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
        """Add the rungs planned by an edition before the next edition begins."""
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
        """Return the day of a rung that comes with a new edition, after the rung before.

        The distance from the rung before is as in the edition.
        """
        first = self.shift(since - timedelta(days=1), 1)
        apart = self.shift(self.days[before.key], rung.offset - before.offset) if before else first
        return max(day, first, apart)


def plan(editions: Sequence[Edition], due: date, shift: Shift) -> tuple[PlannedRung, ...]:
    """Return the rungs of an item due on a day, in order, each with its day."""
    made = _Plan(due, shift)
    ends = [edition.since for edition in editions[1:]] + [date.max]
    for edition, until in zip(editions, ends, strict=True):
        made.add(edition, until)
    return tuple(made.steps)
