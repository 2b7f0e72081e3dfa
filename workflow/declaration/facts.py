"""The facts for rules: the item, its family and the people in post around.

Plain data, read in one statement and never changed by a rule. An ``Item`` holds exactly the columns
of its row; every column can be rebuilt from the item's events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, dataclass_transform
from zoneinfo import ZoneInfo

from workflow.calendar import Calendar
from workflow.declaration.due_dates import Basis, Reckoned
from workflow.declaration.evidence_records import EvidenceRecord, standing
from workflow.declaration.limit import Limit
from workflow.declaration.policies import NOTHING_SET, Policies
from workflow.declaration.process import Process
from workflow.words import Words

_NAMELESS = Words("", "")
Declared = TypeVar("Declared")
Duties = dict[str, list[int]]  # duty -> ids of the people who ever did it, in order


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def _never_changed(declared: type[Declared]) -> type[Declared]:
    """Return a record that the type checker refuses to change; Python does not look.

    A frozen record is made five times as slowly, and a decision makes four of these.
    """
    return dataclass(slots=True)(declared)


@dataclass(slots=True)
class Item:
    """An entry of a list; field by field the row of the ``items`` table."""

    id: int
    list_key: str
    number: str
    title: str
    state: str
    severity: str
    unit_id: int
    scope: str  # path of the unit, such as /1/4/9/
    holder_id: int | None = None
    parent_id: int | None = None
    awaits: str = ""  # relation the item waits for; empty in a final state
    due_at: datetime | None = None
    due_basis: Basis | None = None  # how the newest due date came about
    due_version: int = 0
    rung: int = 0  # index of the next rung of the ladder
    rung_at: datetime | None = None
    round: int = 1
    duties: Duties = field(default_factory=dict)
    evidence: list[EvidenceRecord] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)  # declared fields, by their keys
    process: Process = field(default_factory=Process)  # what the machine keeps beside them
    source_key: str | None = None
    version: int = 0
    head: str = ""  # hex SHA-256 of the newest event
    created_at: datetime | None = None
    updated_at: datetime | None = None
    state_since: datetime | None = None

    def evidence_of_round(self) -> list[EvidenceRecord]:
        """Return the evidence handed in since the item was last opened, and not replaced."""
        return [piece for piece in standing(self.evidence) if piece["round"] == self.round]

    def evidence_at(self, now: datetime) -> list[EvidenceRecord]:
        """Return the evidence handed in with a move made at ``now``."""
        at = now.astimezone(UTC).isoformat(timespec="microseconds")
        return [piece for piece in self.evidence if piece["at"] == at]


def note_former_holder(item: Item) -> None:
    """Note the holder until now: a former holder of an item may not judge the item later."""
    if item.holder_id is not None:
        held = item.duties.setdefault("held", [])
        if item.holder_id not in held:
            held.append(item.holder_id)


@dataclass(frozen=True, slots=True)
class PostHolder:
    """A person in post in the item's unit or above, on the day of the decision."""

    person_id: int
    name: str
    role: str
    unit_id: int
    path: str
    signs_in: bool = True  # has an open account; without one nobody can act


@dataclass(frozen=True, slots=True)
class FormerPost:
    """An ended post of a person: the unit's path, and the last day."""

    path: str
    last: date


@dataclass(frozen=True, slots=True)
class Listener:
    """A channel for events in the units below a path."""

    channel_id: int
    path: str
    topics: frozenset[str]

    def hears(self, topic: str, scope: str) -> bool:
        """Say whether the channel is told of a topic in the unit at the path ``scope``."""
        return topic in self.topics and scope.startswith(self.path)


@_never_changed
class Facts:
    """Everything a rule may look at when a trigger is fired."""

    item: Item
    now: datetime
    zone: ZoneInfo
    _: KW_ONLY
    parent: Item | None = None
    children: tuple[Item, ...] = ()
    # Of a document: the items that it is about beside its parent; of a pause: the parent's parts.
    contents: tuple[Item, ...] = ()
    earlier: Item | None = None  # the closed problem that a move names, where it may be seen
    siblings: tuple[Item, ...] = ()  # other items of the same list under the same parent
    standing: tuple[PostHolder, ...] = ()
    listeners: tuple[Listener, ...] = ()
    delegates: Mapping[int, int] = field(default_factory=dict)  # by whom they stand in for
    followers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # people, by item
    posts_of: Callable[[int], tuple[PostHolder, ...]] | None = None  # of anybody, wherever held
    former_of: Callable[[int], tuple[FormerPost, ...]] | None = None  # ended posts of anybody
    around: Callable[[str], tuple[PostHolder, ...]] | None = None  # in post at a path and above
    unit_of: Callable[[int], tuple[str, Words]] | None = None  # kind and name of any unit
    fields: Mapping[str, Any] = field(default_factory=dict)
    cleared: frozenset[str] = frozenset()  # the fields that a correction leaves without a value
    comment: str = ""
    kind: str = ""  # of the item's unit
    unit: Words = _NAMELESS  # its name
    place: str = ""  # path of the unit that was chosen, where the form asks for one
    policies: Policies = NOTHING_SET

    @property
    def calendar(self) -> Calendar:
        """The calendar of the decision."""
        return self.policies.calendar

    @property
    def today(self) -> date:
        """The present day at the place of the organisation."""
        return self.now.astimezone(self.zone).date()

    def add_working_days(self, start: date, days: int) -> date:
        """Return the ``days``-th working day after ``start``, not counting ``start``."""
        return self.calendar.add_working_days(start, days)

    def within(
        self, limit: Limit, days: int | None = None, not_before: date | None = None
    ) -> Reckoned:
        """Return the due date by a limit, from today."""
        return self.policies.within(limit, self.today, days, not_before)

    def in_days(self, days: int) -> date:
        """Return the calendar day ``days`` days from today."""
        return self.today + timedelta(days=days)

    def posts(self, person_id: int) -> tuple[PostHolder, ...]:
        """Return every post of a person in post here, here and elsewhere."""
        if self.posts_of:
            return self.posts_of(person_id)
        return tuple(post for post in self.standing if post.person_id == person_id)

    def former(self, person_id: int) -> tuple[FormerPost, ...]:
        """Return every ended post of a person."""
        return self.former_of(person_id) if self.former_of else ()

    def below(self, child: Item) -> Facts:
        """Return the facts of a child, with the people in post in its unit and above."""
        kind, unit = self._unit(child)
        return replace(
            self, item=child, parent=self.item, children=(), contents=(),
            standing=self._standing(child.scope), kind=kind, unit=unit,
        )  # fmt: skip

    def after_move(self) -> Facts:
        """Return the facts without the form, and with the people in post where the item now is."""
        standing = self.around(self.item.scope) if self.around else self.standing
        return replace(self, standing=standing, fields={}, comment="")

    def _standing(self, scope: str) -> tuple[PostHolder, ...]:
        if self.around:
            return self.around(scope)
        return tuple(post for post in self.standing if scope.startswith(post.path))

    def _unit(self, child: Item) -> tuple[str, Words]:
        if child.unit_id == self.item.unit_id:
            return self.kind, self.unit
        return self.unit_of(child.unit_id) if self.unit_of else ("", _NAMELESS)

    def of(self, *lists: str) -> tuple[Item, ...]:
        """Return the children in the given lists, without withdrawn ones."""
        return tuple(c for c in self.children if c.list_key in lists and c.state != "withdrawn")
