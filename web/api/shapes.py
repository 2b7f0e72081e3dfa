"""The shapes of answers. Labels and sentences come in both languages; instants are UTC."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import pydantic

from web.api.bodies import OneOf
from web.api.declared import Field, Told, Words
from web.api.facts import Fields, ItemFacts
from web.problem_codes import CODES, FIELD_CODES


class Beside(Told):
    """A step with an own date beside the due date: the receipt, the plan, the approval."""

    on: date
    late: bool
    step: Words
    words: Words


class Due(Told):
    """A due date and its state today; negative ``days_left`` are working days overdue."""

    on: date
    days_left: int
    colour: Literal["green", "blue", "yellow", "red"]
    colour_reason: Words
    words: Words
    provisional: bool
    beside: Beside | None = None


class SkippedDay(Told):
    """A day left out by a rule, or a free day counted by a rule, with its name."""

    day: date
    kind: str
    name: Words


class DueStep(Told):
    """A step of the reckoning of a due date, the date reached, and the event behind the step."""

    kind: Literal["rule", "hand", "not_before", "pause", "extension", "calendar"]
    words: Words
    on: date
    event: int | None


class DueExplained(Told):
    """How a due date came about; ``adds_up`` is false where the calendar has changed since."""

    on: date
    rule: str
    source: str
    calendar: str
    fixed: bool
    adds_up: bool
    steps: list[DueStep]
    skipped: list[SkippedDay]
    worked: list[SkippedDay]


class Row(Told):
    """An item as a line of a list."""

    number: str
    list: str
    title: str
    state: str
    severity: str
    unit: Words
    holder: Words | None
    due: Due | None
    due_provisional: bool
    updated_at: datetime
    version: int
    fields: Fields  # those that the list shows in columns of their own


class ItemsPage(Told):
    """A page of a list; ``next`` is the address of the next page.

    The first page says how many items there are; ``count_more``: more than ``count``.
    """

    items: list[Row]
    next: str | None
    count: int | None
    count_more: bool


class Piece(Told):
    """A piece of evidence."""

    sha256: str
    name: str
    media_type: str
    size: int
    kind: Literal["photo", "document"]
    by: int | None
    at: datetime
    round: int
    shows: str | None = None  # kind of evidence: a code
    replaces: int | None = None  # place on the item, from 1, of the wrong piece before it
    href: str


class Relative(Told):
    """A parent or a child of the item."""

    number: str
    list: str
    title: str
    state: str


class ContentLine(Told):
    """A late item in a document, as at the moment of joining."""

    number: str
    title: str
    rung: Words | None
    due: date | None
    on: date | None


class OpenMove(Told):
    """A move from the present state; ``refusal`` says why the account cannot make the move now."""

    trigger: str
    words: Words
    dest: str
    refusal: Words | None
    fields: list[Field]
    comment_required: bool
    takes_evidence: bool


class Opinion(Told):
    """A vote, or a recusal with its reason; ``evidence`` holds the hashes of the evidence seen."""

    at: datetime
    name: str
    behind: Words | None
    vote: Words | None  # nothing for a recusal
    text: str
    version: int
    evidence: list[str]


class Minutes(Told):
    """A round of deciding: people entitled to vote, votes, recusals, and the result."""

    members: list[Words]
    opinions: list[Opinion]
    counted: Words | None
    result: Words | None
    decision: Words | None
    decided_by: str
    decided_at: datetime | None


Rounds = list[Minutes]
Sentences = list[Words]
Pieces = list[Piece]  # ``list`` is the name of a field below
Relatives = list[Relative]
Contents = list[ContentLine]
OpenMoves = list[OpenMove]


class Item(Told):
    """An item, without its history."""

    number: str
    list: str
    title: str
    state: str
    state_words: Words
    severity: str
    unit_id: int
    unit: Words
    holder_id: int | None
    holder: Words | None
    due: Due | None
    due_provisional: bool
    due_explained: DueExplained | None
    step_explained: DueExplained | None
    publicity_explained: DueExplained | None
    round: int
    fields: Fields  # what people filled in, by the keys of the declared fields
    facts: ItemFacts
    evidence: Pieces
    parent: Relative | None
    children: Relatives
    documents: Relatives  # opened for other items, and joined by this one
    contents: Contents  # of a document: the late items that it is about
    moves: OpenMoves
    minutes: Rounds
    nobody: Sentences  # which judgement nobody in post may give, and why
    version: int
    created_at: datetime
    updated_at: datetime


class Along(Relative):
    """A dependent item: moved along, or left unmoved for the reason in ``stays``."""

    move: str
    stays: Words | None


class Done(Told):
    """The result of a decision."""

    number: str
    list: str
    state: str
    version: int
    along: tuple[Along, ...]
    parts: tuple[str, ...] = ()  # numbers of what was raised together with it


class Change(Told):
    """An event since the demanded version."""

    version: int
    at: datetime
    move: str
    by: str
    comment: str


class FaultOfField(Told):
    """A fault: where in the body (a JSON pointer) or in the address, its code, and a sentence."""

    pointer: str | None = None
    parameter: str | None = None
    code: Annotated[str, OneOf(tuple(FIELD_CODES))]
    detail: str


class Problem(Told):
    """Why not (RFC 9457), in the language of Accept-Language; codes never change."""

    type: str
    code: Annotated[str, OneOf(tuple(CODES))]
    title: str
    status: int
    detail: str
    errors: list[FaultOfField] = pydantic.Field(default_factory=list)
    fields: dict[str, str] = pydantic.Field(default_factory=dict)
    changes: list[Change] = pydantic.Field(default_factory=list)


class Result(Told):
    """The result of a decision of many: the new state, or the problem."""

    number: str
    status: int
    done: Done | None = None
    problem: Problem | None = None


class DecisionResults(Told):
    """The results of many decisions, in their order."""

    results: list[Result]


class Foreseen(DecisionResults):
    """The results of decisions before they are made, and the effects on people and lists."""

    told: int
    mailed: int
    opened: dict[str, int]  # new items, by list


class Named(Told):
    """A unit or a person, with the unit's code or one of the person's posts."""

    id: int
    words: Words
    detail: Words


class Found(Told):
    """The newest items with every word, and ``more`` where older items were left out."""

    items: list[Row]
    more: bool
    units: list[Named]
    people: list[Named]
