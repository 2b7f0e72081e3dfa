"""The policies of an organisation within the declarations; immutable plain data.

``Facts`` carries the policies to each decision. Without settings the declarations hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from workflow.calendar import STATUTORY, Calendar
from workflow.declaration.codes import Code
from workflow.declaration.due_dates import Reckoned, by_rule
from workflow.declaration.evidence_records import EvidenceRule
from workflow.declaration.limit import Limit
from workflow.declaration.rungs import Edition, PlannedRung, Rung, plan

Clock = tuple[str, str, str]  # list, state and severity; the empty severity stands for every one
DueAsked = tuple[str, date, int | None, date | None]  # limit, start, days instead, earliest date
_MOST_KEPT = 4096  # at once: decisions meet the same few limits, ladders and due dates of a day


@dataclass(frozen=True, slots=True)
class Policies:
    """The settings in force, complete, so replaced only as a whole."""

    version: bytes = b""
    ladders: Mapping[Clock, tuple[Edition, ...]] = field(default_factory=dict)
    calendar: Calendar = STATUTORY
    codes: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)  # by table
    evidence: tuple[EvidenceRule, ...] = ()  # which kinds of evidence items want
    _plans: dict[tuple[Clock, date], tuple[Sequence[Rung], tuple[PlannedRung, ...]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _reckoned: dict[DueAsked, tuple[Limit, Reckoned]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def within(
        self, limit: Limit, start: date, days: int | None = None, not_before: date | None = None
    ) -> Reckoned:
        """Return the due date by a limit; its basis is shared, and copied before a change."""
        asked = limit.key, start, days, not_before
        of, due = self._reckoned.get(asked, (None, None))
        if of is not limit or due is None:
            due = by_rule(self.calendar, limit, start, days, not_before)
            if len(self._reckoned) >= _MOST_KEPT:
                self._reckoned.clear()
            self._reckoned[asked] = limit, due
        return due

    def plan(self, clock: Clock, declared: Sequence[Rung], due: date) -> tuple[PlannedRung, ...]:
        """Return the rungs of an item with the clock for a due date, each with its day."""
        of, steps = self._plans.get((clock, due), (None, ()))
        if of is declared:
            return steps
        steps = plan(self.editions(*clock, declared), due, self.calendar.add_working_days)
        if len(self._plans) >= _MOST_KEPT:
            self._plans.clear()
        self._plans[clock, due] = declared, steps
        return steps

    def editions(
        self, list_key: str, state: str, severity: str, declared: Sequence[Rung]
    ) -> tuple[Edition, ...]:
        """Return the editions of a ladder in order, the declared edition first.

        An edition for one severity takes the place of the editions for all of them.
        """
        first = Edition(date.min, tuple(declared))
        if not self.ladders:
            return (first,)
        general = self.ladders.get((list_key, state, ""), ())
        own = self.ladders.get((list_key, state, severity), ())
        begins = own[0].since if own else date.max
        return (first, *(edition for edition in general if edition.since < begins), *own)

    def with_edition(self, clock: Clock, edition: Edition) -> Policies:
        """Return the policies with an additional edition."""
        editions = sorted((*self.ladders.get(clock, ()), edition), key=lambda e: e.since)
        return replace(self, ladders={**self.ladders, clock: tuple(editions)})


NOTHING_SET = Policies()
