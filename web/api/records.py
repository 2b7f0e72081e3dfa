"""The record of a person and of a unit: the consequences of lateness, the newest first."""

from __future__ import annotations

from datetime import date, datetime

from web.api import bodies, said
from web.api.blueprint import blueprint
from web.api.declared import Told, Words
from web.api.items import next_page
from web.api.spec import answers, spec
from web.auth import actor
from workflow.queries import record
from workflow.queries.appeal_outcomes import Appealed, AppealOutcome


class RecordTally(Told):
    """How many entries of a list there are, how many still run, and the points they cost."""

    list: str
    count: int
    running: int
    points: int


class RecordDocument(Told):
    """A document of an entry; ``number`` is empty where there is none."""

    words: Words
    number: str
    on: date


class RecordStep(Told):
    """A move of an entry to another state."""

    at: datetime
    move: Words
    state: Words


class RecordAppeal(Told):
    """An appeal against a decision; ``outcome`` is empty while none was decided."""

    number: str
    outcome: AppealOutcome
    words: Words
    on: date | None


Documents = list[RecordDocument]
Steps = list[RecordStep]


class RecordEntry(Told):
    """An entry; ``veto_year`` is the year of the excluded rating, ``until`` its last day."""

    number: str
    list: str
    title: str
    state: str
    unit_id: int
    unit: Words
    holder_id: int | None
    holder: Words | None
    created_at: datetime
    documents: Documents
    steps: Steps
    points: int
    veto_year: int | None
    until: date | None
    appeal: RecordAppeal | None


class RecordRelapses(Told):
    """The number of problems opened again, and of new problems marked as an old one."""

    opened_again: int
    marked: int


class Record(Told):
    """The visible part of a record, 200 entries a page; ``next`` leads to older entries."""

    whose: Words
    tallies: list[RecordTally]
    relapses: RecordRelapses
    entries: list[RecordEntry]
    next: str | None


@blueprint.get("/people/<int:person_id>/record")
@spec.validate(resp=answers(Record, 404), tags=["records"], operation_id="person_record")
def person_record(person_id: int, query: bodies.RecordQuery) -> Record:
    """Return the notices, interviews, criticisms and decisions about a person."""
    return _shaped(record.of_person(person_id, actor(), query.before))


@blueprint.get("/units/<int:unit_id>/record")
@spec.validate(resp=answers(Record, 404), tags=["records"], operation_id="unit_record")
def unit_record(unit_id: int, query: bodies.RecordQuery) -> Record:
    """Return the notices, interviews, criticisms and decisions about a unit and the units below."""
    return _shaped(record.of_unit(unit_id, actor(), query.before))


def _shaped(found: record.Record) -> Record:
    return Record(
        whose=said.words(found.whose),
        tallies=[
            RecordTally(
                list=tally.list_key, count=tally.count, running=tally.running, points=tally.points
            )
            for tally in found.tallies
        ],
        relapses=RecordRelapses(
            opened_again=found.relapses.opened_again, marked=found.relapses.marked
        ),
        entries=[_entry(entry) for entry in found.entries],
        next=next_page(before=found.next) if found.next else None,
    )


def _entry(entry: record.RecordEntry) -> RecordEntry:
    return RecordEntry(
        number=entry.number,
        list=entry.list_key,
        title=entry.title,
        state=entry.state.key,
        unit_id=entry.unit_id,
        unit=said.words(entry.unit),
        holder_id=entry.holder_id,
        holder=said.maybe(entry.holder),
        created_at=entry.at,
        documents=[
            RecordDocument(words=said.words(paper.words), number=paper.number, on=paper.on)
            for paper in entry.issued
        ],
        steps=[
            RecordStep(at=step.at, move=said.words(step.words), state=said.words(step.state))
            for step in entry.steps
        ],
        points=entry.weight.points,
        veto_year=entry.weight.veto,
        until=entry.weight.until,
        appeal=_appeal(entry.appeal) if entry.appeal else None,
    )


def _appeal(found: Appealed) -> RecordAppeal:
    return RecordAppeal(
        number=found.number, outcome=found.outcome, words=said.words(found.words), on=found.on
    )
