"""The machine's notes on an item's process, in a column apart from the fields of people.

``Item.data`` holds the declared fields of its list and nothing else; ``Item.process`` holds the
notes below. No declared name reaches them. Notes are plain JSON: the row keeps them, and the events
hold and hash them. Days are ISO dates, instants ISO times in UTC, people are ids.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict, cast

from workflow.declaration.due_dates import Basis
from workflow.declaration.rungs import RungNote


class StepKept(TypedDict):
    """The clock of the current step, beside the due date of the item."""

    key: str  # of the declared ``StepClock``
    on: str  # the day it is due
    basis: Basis  # how that day came about
    event: int  # tells this clock from an earlier one of the same step
    rung: int  # index of the next rung of the step's ladder
    at: str | None  # instant of that rung
    own_at: str | None  # instant of the next rung of the item's own ladder


class PauseRunning(TypedDict):
    """A pause of the item's clock."""

    on: str  # the day it began
    until: str  # the day on which work goes on
    due: str  # the due date that stands still
    by: str  # number of the request that was granted


class PauseOver(PauseRunning):
    """An ended pause, with its working days."""

    days: int


class RungSkipped(RungNote):
    """A rung skipped by a person."""

    due_version: int


class DocumentVoided(TypedDict):
    """The voiding of an issued document; the reason stands in the event of this day."""

    on: str
    by: int | None  # person
    why: str


class SignedCopy(TypedDict):
    """A scanned, signed or sealed copy of an issued document, kept as evidence."""

    sha256: str
    name: str
    at: str
    by: int | None  # person


class IssuedDocument(TypedDict):
    """An official document issued by the item; number and content stay, whatever comes of it."""

    document: str  # kind of document
    unit: int  # in whose name
    on: str
    number: NotRequired[str]
    voided: NotRequired[DocumentVoided]
    copies: NotRequired[list[SignedCopy]]


class ReferralMark(TypedDict):
    """A judgement or a relation without an able person in post, and the role told."""

    to: str
    why: list[str]  # zh and en
    seq: int  # of the event that referred it
    state: NotRequired[str]  # of a relation: in which state nobody can act in it
    person: NotRequired[int]  # of the relation "holder": who it was


class ContentLine(TypedDict):
    """An item in a document, as of the joining."""

    item: int
    number: str
    title: str
    climbed: NotRequired[RungNote]  # the rung that brought it in
    due: NotRequired[str]
    on: NotRequired[str]


ReferralMarks = dict[str, ReferralMark]  # by the trigger of the judgement, or the relation


class Process(TypedDict, total=False):
    """The engine's notes; a pack of lists adds its own in a subtype."""

    step: StepKept
    held: str  # number of the request that has to be answered before the ladder goes on
    suspended: PauseRunning
    paused: list[PauseOver]
    skipped: list[RungSkipped]
    due_on: str  # by when the work is to be done, also while another state has a date of its own
    documents: list[IssuedDocument]
    referred: ReferralMarks
    audience: str  # path of the unit within which it was circulated
    shut_out: list[int]  # people from whom it is withheld, whatever their posts
    contents: list[ContentLine]  # the late items that a document is about
    signed_by: str  # role that signs it, where its ladder names one


def forget(process: Process, *notes: str) -> None:
    """Remove the notes, where present."""
    kept = cast("dict[str, object]", process)
    for note in notes:
        kept.pop(note, None)
