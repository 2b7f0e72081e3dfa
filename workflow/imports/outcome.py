"""The choices for an import, and its outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from workflow.imports.applying import NOTHING, Applied, Decisions
from workflow.imports.changes import CellChange, KnownRow
from workflow.imports.known_items import GoneRow
from workflow.imports.layouts import LedgerLayout
from workflow.imports.ledger.directory import Directory
from workflow.imports.ledger.plan_items import Plan
from workflow.imports.ledger.result_types import Ledger, Refused
from workflow.imports.ledger.wishes import NO_WISHES, Wishes
from workflow.words import Words

# What becomes of rows that the ledger calls finished. None of them is ever raised as open work.
Finished = Literal["skip", "waiting", "closed"]
# What becomes of a row: raised, assigned where it is under way, taken over as waiting or as closed,
# known from before, most likely known, finished and left out, or refused.
Action = Literal["raise", "assigned", "waiting", "closed", "known", "alike", "finished", "refused"]
TAKEN: tuple[Action, ...] = ("assigned", "waiting", "closed")


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of a person for an import."""

    wishes: Wishes = NO_WISHES
    finished: Finished = "skip"
    only_good: bool = False
    decisions: Decisions = NOTHING  # on the changes of known rows
    raise_all: bool = False  # raise what is under way, too, for somebody to assign


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import, real or dry."""

    ledger: Ledger
    refused: tuple[Refused, ...]
    problems: int
    tasks: int
    responsibilities: int
    known: int  # problems that an earlier import brought in
    written: bool
    only_good: bool = False
    actions: dict[tuple[str, int], Action] = field(default_factory=dict)
    directory: Directory | None = None
    changes: Sequence[CellChange] = ()
    gone: Sequence[GoneRow] = ()
    applied: Sequence[Applied] = ()
    import_id: int | None = None  # of its record, once something of it is written
    layout: LedgerLayout | None = None  # remembered from an earlier import

    @property
    def counts(self) -> dict[str, int]:
        """The new items, by list."""
        return {
            "problems": self.problems,
            "tasks": self.tasks,
            "responsibilities": self.responsibilities,
        }

    @property
    def notes(self) -> tuple[Words, ...]:
        """The notes on the reading: the remembered layout, then those on the file."""
        told = (self.layout.told,) if self.layout else ()
        return (*told, *self.ledger.notes)

    @property
    def taken(self) -> Counter[Action]:
        """The rows taken over, by state."""
        return Counter(one for one in self.actions.values() if one in TAKEN)

    @property
    def can_go_in(self) -> bool:
        """Say whether the rows can go in: all of them, or the good rows where so chosen."""
        return self.only_good or not any(refused.effect == "row" for refused in self.refused)


@dataclass(slots=True)
class Planned:
    """A plan, and the action for each row of the ledger."""

    plan: Plan
    actions: dict[tuple[str, int], Action]
    directory: Directory
    changes: list[CellChange] = field(default_factory=list)
    gone: list[GoneRow] = field(default_factory=list)
    rows: Sequence[KnownRow] = ()
