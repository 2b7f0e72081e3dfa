"""The record of a person and of a unit: what lateness has led to, the newest first."""

from __future__ import annotations

from datetime import date, datetime

from web.api import said
from web.api.blueprint import blueprint
from web.api.declared import Told, Words
from web.api.spec import answers, spec
from web.auth import actor
from workflow.queries import record


class RecordTally(Told):
    """How many entries of a list there are, how many still run, and the points they cost."""

    list: str
    count: int
    running: int
    points: int


class RecordDocument(Told):
    """A document of an entry; one without a number has an empty one."""

    words: Words
    number: str
    on: date


class RecordStep(Told):
    """A move of an entry to another state."""

    at: datetime
    move: Words
    state: Words


Documents = list[RecordDocument]
Steps = list[RecordStep]


class RecordEntry(Told):
    """One entry; ``veto_year`` is the year whose rating it rules out, ``until`` how long."""

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


class Record(Told):
    """What of it this account may see; ``entries`` are the newest two hundred."""

    whose: Words
    tallies: list[RecordTally]
    entries: list[RecordEntry]


@blueprint.get("/people/<int:person_id>/record")
@spec.validate(resp=answers(Record, 404), tags=["records"], operation_id="person_record")
def person_record(person_id: int) -> Record:
    """Return the notices, interviews, criticisms and decisions that concern a person."""
    return _shaped(record.of_person(person_id, actor()))


@blueprint.get("/units/<int:unit_id>/record")
@spec.validate(resp=answers(Record, 404), tags=["records"], operation_id="unit_record")
def unit_record(unit_id: int) -> Record:
    """Return those that concern a unit and the units below it."""
    return _shaped(record.of_unit(unit_id, actor()))


def _shaped(found: record.Record) -> Record:
    return Record(
        whose=said.words(found.whose),
        tallies=[
            RecordTally(
                list=tally.list_key, count=tally.count, running=tally.running, points=tally.points
            )
            for tally in found.tallies
        ],
        entries=[_entry(entry) for entry in found.entries],
    )


def _entry(entry: record.Entry) -> RecordEntry:
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
    )
