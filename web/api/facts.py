"""The process of an item in the API: the traces of moves beside the fields of people.

Each told note of ``workflow.declaration.notes`` has its shape here; the others, such as the time
of the next rung, show in their effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Literal

import pydantic

from web.api.declared import Told, Words
from web.api.inspection_facts import AnswerFact, FindingFact, Note, SheetFact
from workflow.declaration import Item, ListType

FieldValue = str | int | bool | list[str]
Fields = dict[str, FieldValue]


class StepFact(Note):
    """The current step beside the due date: the key and the step's own due date."""

    key: str
    on: date


class PauseFact(Note):
    """A pause of the clock by a request; once over, with its working days."""

    on: date
    until: date
    by: str
    days: int | None = None


class SkippedFact(Note):
    """A rung of the ladder skipped by a person."""

    rung: str


class DocumentFact(Note):
    """An official document issued in the name of a unit; some have no number."""

    document: str
    number: str | None = None
    unit: int
    on: date


class ReferralFact(Note):
    """A judgement without a permitted judge in post: the role told, and the reason (zh, en)."""

    to: str
    why: list[str]


class CheckFact(Note):
    """A person's findings; ``behind`` is the absent person, for a delegate."""

    by: int | None
    behind: int | None = None
    on: date
    findings: str


class PublicityFact(Note):
    """The first and the last day of the display of a result."""

    names: ClassVar[Mapping[str, str]] = {"from": "first", "to": "last"}
    first: date
    last: date


class ObjectionFact(Note):
    """An objection to a result, and its answer."""

    by: int | None
    behind: int | None = None
    text: str
    open: bool
    answered_by: int | None = None
    answer: str | None = None


class LookBackFact(Note):
    """A look-back at a closed item, by its plan."""

    state: Literal["called", "passed"]
    on: date
    by: str


class SignatureFact(Note):
    """A signature under a record, or the reason of its refusal."""

    part: str
    by: int | None
    behind: int | None = None
    on: date
    refused: str | None = None


class ReminderFact(Note):
    """A reminder, so many working days late, with the new due date."""

    on: date
    late: int
    due: date


class WeightFact(Note):
    """The consequences of a decision; without ``until`` no source gives a period."""

    first: date
    until: date | None = None
    year: int
    points: int | None = None


class AppealFact(Note):
    """The effect of an appeal on a decision."""

    number: str
    outcome: Literal["upheld", "changed", "revoked"]
    decision_no: str
    decided_on: date


class HandedInFact(Note):
    """The handing in of the work, so many working days after its due date."""

    on: date
    due: date
    late: int


class ContinuingFact(Note):
    """The newest finding that the work continues, and the number of such findings."""

    on: date
    times: int


class PersonFact(Note):
    """A person named in a ledger, with the id where known."""

    level: str
    text: str
    person: int | None


class OriginFact(Note):
    """Where in a ledger the item came from."""

    file: str
    sheet: str
    row: int


class TakenOverFact(Note):
    """The row of a ledger from which an item was taken over, the state given, and the day."""

    file: str
    sheet: str
    row: int
    state: str | None = None
    on: date | None = None


class ItemFacts(Note):
    """All traces of moves on an item; missing ones are null or empty."""

    due_on: date | None = None  # by when the work is to be done, whatever is waited for now
    step: StepFact | None = None
    held: str | None = None  # number of the request that has to be answered first
    suspended: PauseFact | None = None
    paused: list[PauseFact] = pydantic.Field(default_factory=list)
    skipped: list[SkippedFact] = pydantic.Field(default_factory=list)
    documents: list[DocumentFact] = pydantic.Field(default_factory=list)
    referred: dict[str, ReferralFact] = pydantic.Field(default_factory=dict)  # by the judgement
    signed_by: str | None = None  # role, where the ladder names one
    signed_on: date | None = None
    sent_back: date | None = None
    plan_state: Literal["submitted", "approved", "returned"] | None = None
    reported_on: date | None = None
    handed_in: list[HandedInFact] = pydantic.Field(default_factory=list)
    continuing: ContinuingFact | None = None
    merged_into: str | None = None
    merged: list[str] = pydantic.Field(default_factory=list)
    taken_over: TakenOverFact | None = None
    preliminary: CheckFact | None = None
    checks: list[CheckFact] = pydantic.Field(default_factory=list)
    publicity: PublicityFact | None = None
    objection: ObjectionFact | None = None
    look_back: LookBackFact | None = None
    relapse_of: str | None = None
    # By the number of an earlier problem: why it is no relapse of it.
    unlike: dict[str, str] = pydantic.Field(default_factory=dict)
    # By the number of a criticism: the day of its circulation.
    criticised: dict[str, date] = pydantic.Field(default_factory=dict)
    points: int | None = None
    outcome: str | None = None
    signatures: list[SignatureFact] = pydantic.Field(default_factory=list)
    rescheduled_on: date | None = None
    interviewed_by: str | None = None  # role
    times: int | None = None
    reminders: list[ReminderFact] = pydantic.Field(default_factory=list)
    published_on: date | None = None
    competent: str | None = None  # the body that an appeal goes to
    appeal_until: date | None = None
    received_on: date | None = None
    replied_on: date | None = None
    prolonged_on: date | None = None
    executed_on: date | None = None
    consequences: WeightFact | None = None
    appeal: AppealFact | None = None
    revoked: date | None = None
    people: list[PersonFact] = pydantic.Field(default_factory=list)
    ledger: OriginFact | None = None
    sheet: SheetFact | None = None
    answers: dict[str, AnswerFact] = pydantic.Field(default_factory=dict)  # by line
    finding: FindingFact | None = None


class Changes(Told):
    """The columns changed by a move, and the new values of readable columns."""

    columns: list[str]
    title: str | None = None
    severity: str | None = None
    unit_id: int | None = None
    holder_id: int | None = None
    due_at: datetime | None = None
    round: int | None = None
    fields: Fields | None = None


class CorrectedField(Told):
    """A field changed by a correction, with the values before and after as they read."""

    field: str
    before: Words
    after: Words


class Event(Told):
    """A line of an item's history; ``hash`` chains the line to the line before."""

    seq: int
    at: datetime
    trigger: str
    move: Words
    source: Words | None
    dest: Words | None
    actor: str
    behind: Words | None  # whom a delegate acted for
    comment: str
    changes: Changes
    corrected: list[CorrectedField]  # of a correction; empty otherwise
    hash: str


class EventsPage(Told):
    """The history of an item, oldest first."""

    events: list[Event]


def fields(list_type: ListType, data: Mapping[str, Any]) -> Fields:
    """Return the filled-in values of the list's declared fields, by key."""
    declared = {f.key for t in list_type.transitions for f in t.fields if f.is_kept}
    return {key: value for key, value in data.items() if key in declared}


def of(item: Item) -> ItemFacts:
    """Return the facts of an item."""
    return ItemFacts.model_validate(item.process)


def changes(list_type: ListType, told: Mapping[str, Any]) -> Changes:
    """Return the columns changed by an event, as read by ``event_fold``."""
    values = {name: told[name] for name in Changes.model_fields if name in told}
    if "data" in told:
        values["fields"] = fields(list_type, told["data"])
    return Changes(columns=sorted(told), **values)
