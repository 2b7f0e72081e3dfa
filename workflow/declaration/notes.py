"""Notes on an item's process that moves of a pack keep and pages show, beside the engine's own.

A pack uses those that it needs, and pages show nothing where there is no note. As in ``process``,
no note is a form's value, and no declared field reaches the notes. Days are ISO dates, people are
ids.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Literal, NotRequired, TypedDict, cast

from workflow.declaration.due_dates import Basis
from workflow.declaration.facts import Item
from workflow.declaration.process import Process

# Who gave a judgement and, where a delegate did, for whom.
Signed = TypedDict("Signed", {"by": int | None, "for": NotRequired[int]})


class CheckRecord(Signed):
    """The findings of a person who looked at the work: a review, or a check on site."""

    on: str
    findings: str


class VoteRecord(Signed):
    """A vote, bound to the version and the evidence seen."""

    vote: str
    version: int  # of the item
    evidence: list[str]  # SHA-256 of each piece


VoteCount = TypedDict(
    "VoteCount",
    {
        "members": list[int],
        "needed": int,
        "required": int,
        "outcome": Literal["open", "carried", "lost", "too_few"],
        "for": int,
        "against": int,
        "abstain": int,
    },
)


# ``to`` is the last day, ``basis`` how it came about; older notes have no basis.
PublicityPeriod = TypedDict(
    "PublicityPeriod", {"from": str, "to": str, "basis": NotRequired[Basis]}
)


class ObjectionRecord(Signed):
    """An objection to a displayed result, and its answer."""

    text: str
    open: bool
    answered_by: NotRequired[int | None]
    answer: NotRequired[str]


class LookBackRecord(TypedDict):
    """A look-back at a closed item."""

    state: Literal["called", "passed"]
    on: str
    by: str  # the plan that drew it
    pieces: int  # of evidence that there were when it was called


class HandedIn(TypedDict):
    """The handing in of the work: the day, the due date then, and the working days of lateness."""

    on: str
    due: str
    late: int


class Continuing(TypedDict):
    """The newest finding that the work continues, and the number of such findings."""

    on: str
    times: int


RecordSignature = TypedDict(
    "RecordSignature",
    {
        "by": int | None,
        "for": NotRequired[int],
        "as": str,  # recorder, interviewee or interviewer
        "on": str,
        "refused": NotRequired[str],  # why it was refused
    },
)


class ReminderRecord(TypedDict):
    """A reminder of a notice without a timely answer."""

    on: str
    late: int  # working days
    due: str


# From when until when a decision weighs; without ``until`` no source gives a period.
DecisionWeight = TypedDict(
    "DecisionWeight",
    {
        "rating": str,
        "year": int,
        "from": str,
        "until": NotRequired[str],
        "points": NotRequired[int],
    },
)


class AppealResult(TypedDict):
    """The effect of an appeal on a decision."""

    number: str
    outcome: Literal["upheld", "changed", "revoked"]
    decision_no: str
    decided_on: str


class NamedPerson(TypedDict):
    """A person named in a ledger."""

    level: str
    text: str  # as it is written
    person: int | None  # where it is known who that is


class LedgerOrigin(TypedDict):
    """The place of an item in a ledger, and all other texts of its row, word for word."""

    file: str
    sheet: str
    row: int
    section: str
    text: dict[str, str]
    extras: Any  # columns that no field is for
    deadline: dict[str, Any]  # how the deadline was read


LedgerState = Literal["closed", "rectified", "assigned"]


class TakenOver(TypedDict):
    """The row of a ledger that an item was taken over from, the state given, and the day."""

    file: str
    sheet: str
    row: int
    state: NotRequired[LedgerState]
    on: NotRequired[str]


class SheetOfCheck(TypedDict):
    """The sheet of a check: the edition, and by number whether a line is asked, and the points."""

    edition: int
    round: int  # the round of which the check is a part
    lines: dict[str, list[Any]]  # asked or not, and points or none
    spread_of: NotRequired[str]  # the number of the problem whose line it asks for
    rows: NotRequired[dict[str, list[str]]]  # the lines of each procedure; not in the oldest checks


class RowTally(TypedDict):
    """What the answers on the lines of a procedure come to."""

    answered: int
    failing: int
    on: str  # the newest day
    score: NotRequired[str]


class AnswerRecord(TypedDict):
    """The newest answer on a line of a sheet."""

    verdict: str  # pass, fail or none
    on: str
    remark: NotRequired[str]
    score: NotRequired[str]
    evidence: NotRequired[list[str]]  # SHA-256 of each piece


def answer_mark(answer: AnswerRecord) -> str:
    """Return a short text that differs wherever two answers differ."""
    return sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:12]


class FindingOrigin(TypedDict):
    """The line of a check behind an item; never changed."""

    check: str  # number
    edition: int
    sheet: str
    line: str
    words: list[str]  # zh and en, as the edition has them


class ComplaintOrigin(TypedDict):
    """The complaint behind an item, and the day of the reply, once there is."""

    number: str
    replied_on: NotRequired[str]


class RectificationProcess(Process, total=False):
    """All notes on an item of the profession's lists."""

    signed_on: str  # the holder signed for it
    sent_back: str
    plan_state: Literal["submitted", "approved", "returned"]
    reported_on: str  # the newest report of progress
    handed_in: list[HandedIn]  # in this round
    continuing: Continuing
    merged_into: str  # number of the problem that stays
    merged: list[str]  # numbers of the problems that went into it
    preliminary: CheckRecord
    checks: list[CheckRecord]
    votes: list[VoteRecord]
    tally: VoteCount
    publicity: PublicityPeriod
    objection: ObjectionRecord
    look_back: LookBackRecord
    relapse_of: str  # number of the earlier problem
    unlike: dict[str, str]  # by number of an earlier problem: why it is no relapse of it
    criticised: dict[str, str]  # by number of a criticism: the day of its circulation
    points: int  # that a document takes from the rating
    outcome: str  # of a document that was closed without an answer
    signatures: list[RecordSignature]
    rescheduled_on: str
    interviewed_by: str  # role
    times: int  # how often the matter was supervised, this time included
    reminders: list[ReminderRecord]
    answered: int  # of the late items of a notice, those that its answer is about
    published_on: str
    pieces: int  # of evidence, before the decision brought its own
    competent: str  # the body that an appeal goes to
    appeal_until: str
    received_on: str
    executed_on: str
    to_execute: bool  # an appeal has changed what was executed
    consequences: DecisionWeight
    appeal: AppealResult
    revoked: str  # the day of the decision that revoked it
    people: list[NamedPerson]
    ledger: LedgerOrigin
    taken_over: TakenOver  # as finished or under way; in a later round no more
    sheet: SheetOfCheck
    answers: dict[str, AnswerRecord]  # by the number of the line
    by_row: dict[str, RowTally]  # by the row; there where the sheet has rows
    finding: FindingOrigin
    complaint: ComplaintOrigin
    replied_on: str  # of a complaint: the day of its reply
    prolonged_on: str  # of a complaint: its time was made longer, once


def process_of(item: Item) -> RectificationProcess:
    """Return the notes on an item of the profession."""
    return typed(item.process)


def typed(process: Any) -> RectificationProcess:
    """Return the same notes, as a row or an event tells them, with their types."""
    return cast("RectificationProcess", process)
