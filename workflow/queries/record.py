"""The consequences of lateness for a person or a unit: notices, interviews, decisions, in order.

Only entries visible to the reader appear and are counted. The record is open to people above a unit
and its staff, and to each person concerned by an entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, cast, func, or_, select

from workflow.declaration import Actor, RectificationProcess, State, pack, typed
from workflow.engine.visibility import clause, oversees
from workflow.errors import NotFound
from workflow.platform import reading
from workflow.platform.models import Appointment, Event, ItemRow, Person, Unit
from workflow.queries import appeal_outcomes, relapses
from workflow.queries.appeal_outcomes import Appealed
from workflow.queries.inbox import move_words
from workflow.queries.item_access import note_seen
from workflow.queries.people_choices import person_names, unit_names
from workflow.queries.relapses import Relapses
from workflow.words import Words

RECORDED = (
    "supervisions", "interviews", "criticisms", "accountabilities", "appeals", "extensions",
)  # fmt: skip
MOST = 200  # entries of one page
_NO_PERSON = Words("没有这个人的记录可查", "there is no record of such a person")
_NO_UNIT = Words("没有这个单位的记录可查", "there is no record of such a unit")


@dataclass(frozen=True, slots=True)
class RecordStep:
    """A move of an entry to another state."""

    at: datetime
    words: Words
    state: Words


@dataclass(frozen=True, slots=True)
class Issued:
    """A document of an entry: kind, number where there is a number, and date."""

    words: Words
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class Weight:
    """The cost of an entry: points of the year's rating, or the rating itself, and its end."""

    points: int
    veto: int | None  # the year whose rating it rules out
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEntry:
    """A notice, interview, criticism, accountability record, appeal or extension."""

    number: str
    list_key: str
    list_words: Words
    title: str
    state: State
    unit_id: int
    unit: Words
    holder_id: int | None
    holder: Words | None
    at: datetime
    issued: tuple[Issued, ...]
    steps: tuple[RecordStep, ...]
    weight: Weight
    appeal: Appealed | None


@dataclass(frozen=True, slots=True)
class RecordTally:
    """The number of entries of a list, the number still running, and their cost in points."""

    list_key: str
    words: Words
    count: int
    running: int
    points: int


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a person or a unit, newest entry first; ``next`` leads to older entries."""

    whose: Words
    tallies: tuple[RecordTally, ...]
    relapses: Relapses
    entries: tuple[RecordEntry, ...]
    next: int | None

    @property
    def count(self) -> int:
        """The number of all entries, shown or not."""
        return sum(tally.count for tally in self.tallies)

    @property
    def points(self) -> int:
        """The cost of all entries, in points."""
        return sum(tally.points for tally in self.tallies)


def of_person(person_id: int, actor: Actor, before: int | None = None) -> Record:
    """Return the record of a person.

    Raises ``NotFound`` where there is no such page for the actor.
    """
    with reading() as connection:
        whose = person_names(connection, [person_id]).get(person_id)
        found = _record(connection, actor, whose, ItemRow.holder_id == person_id, before)
        may = bool(found.tallies) or person_id in actor.people
        if whose is None or not (may or _is_above(connection, actor, person_id)):
            raise NotFound(_NO_PERSON)
    _note(actor, ("person", person_id), found)
    return found


def of_unit(unit_id: int, actor: Actor, before: int | None = None) -> Record:
    """Return the record of a unit and the units below, for people in post there or above.

    Raises ``NotFound`` for everybody else.
    """
    with reading() as connection:
        path = connection.scalar(select(Unit.path).where(Unit.id == unit_id))
        if path is None or not oversees(actor, path):
            raise NotFound(_NO_UNIT)
        whose = unit_names(connection, [unit_id])[unit_id]
        within = ItemRow.scope.startswith(path, autoescape=True)
        found = _record(connection, actor, whose, within, before)
    _note(actor, ("unit", unit_id), found)
    return found


def _is_above(connection: Connection, actor: Actor, person_id: int) -> bool:
    """Say whether the person holds or held a post below a post of the actor."""
    query = (
        select(Unit.path).distinct()
        .join(Appointment, Appointment.unit_id == Unit.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Person.id == person_id)
    )  # fmt: skip
    return any(oversees(actor, path) for path in connection.scalars(query))


def _note(actor: Actor, about: tuple[str, object], found: Record) -> None:
    secret = {entry.number for entry in found.entries if entry.list_key in pack().confidential}
    appeals = {entry.appeal.number for entry in found.entries if entry.appeal}
    note_seen(actor, "record", about, sorted(secret | appeals))


def _record(
    connection: Connection,
    actor: Actor,
    whose: Words | None,
    concerned: ColumnElement[bool],
    before: int | None,
) -> Record:
    shown = concerned & or_(*(clause(actor, key) for key in RECORDED))
    query = select(ItemRow).where(shown).order_by(ItemRow.id.desc()).limit(MOST + 1)
    rows = connection.execute(query.where(ItemRow.id < before) if before else query).all()
    return Record(
        whose or Words("", ""),
        tuple(_tallies(connection, shown)),
        relapses.counted(connection, concerned & clause(actor, "problems")),
        tuple(_entries(connection, actor, rows[:MOST])),
        rows[MOST - 1].id if len(rows) > MOST else None,
    )


def _tallies(connection: Connection, shown: ColumnElement[bool]) -> list[RecordTally]:
    points = func.sum(cast(ItemRow.process["points"].astext, Integer))
    counted = select(
        ItemRow.list_key, func.count(), func.count().filter(ItemRow.awaits != ""), points
    )
    found = {row[0]: row[1:] for row in connection.execute(
        counted.where(shown).group_by(ItemRow.list_key)
    )}  # fmt: skip
    return [
        RecordTally(key, pack().lists[key].words, found[key][0], found[key][1], found[key][2] or 0)
        for key in RECORDED
        if key in found
    ]


def _entries(connection: Connection, actor: Actor, rows: Sequence[Any]) -> list[RecordEntry]:
    judged = [row.id for row in rows if row.list_key == "accountabilities"]
    lodged = appeal_outcomes.lodged(connection, actor, judged)
    units = unit_names(connection, [row.unit_id for row in rows])
    people = person_names(connection, [row.holder_id for row in rows])
    steps = _steps(connection, {row.id: row.list_key for row in rows})
    return [
        RecordEntry(
            number=row.number,
            list_key=row.list_key,
            list_words=pack().lists[row.list_key].words,
            title=row.title,
            state=pack().lists[row.list_key].state(row.state),
            unit_id=row.unit_id,
            unit=units[row.unit_id],
            holder_id=row.holder_id,
            holder=people.get(row.holder_id),
            at=row.created_at,
            issued=tuple(_issued(typed(row.process))),
            steps=tuple(steps.get(row.id, ())),
            weight=_weight(typed(row.process)),
            appeal=appeal_outcomes.decided(typed(row.process)) or lodged.get(row.id),
        )
        for row in rows
    ]


def _steps(connection: Connection, lists: Mapping[int, str]) -> dict[int, list[RecordStep]]:
    """Return the changes of state by item id; events without a change of state are left out."""
    query = (
        select(Event.item_id, Event.at, Event.trigger, Event.source, Event.dest, Event.changes)
        .where(Event.item_id.in_(lists), Event.source != Event.dest)
        .order_by(Event.item_id, Event.seq)
    )
    found: dict[int, list[RecordStep]] = {}
    for row in connection.execute(query) if lists else ():
        key = lists[row.item_id]
        move = move_words(key, row.trigger, row.source, row.changes)
        state = pack().lists[key].state(row.dest).words
        found.setdefault(row.item_id, []).append(RecordStep(row.at, move, state))
    return found


def _issued(process: RectificationProcess) -> list[Issued]:
    return [
        Issued(
            pack().documents[paper["document"]].words, paper.get("number", ""), _day(paper["on"])
        )
        for paper in process.get("documents", ())
    ]


def _weight(process: RectificationProcess) -> Weight:
    told, points = process.get("consequences"), process.get("points", 0)
    if told is None:
        return Weight(points, None, None)
    return Weight(points, told["year"], _day(told["until"]) if "until" in told else None)


def _day(text: str) -> date:
    return date.fromisoformat(text)
