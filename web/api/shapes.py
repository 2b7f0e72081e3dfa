"""What answers hold. Labels and sentences come in both languages; instants are UTC."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class _Told(BaseModel):
    """What every answer has in common."""

    model_config = ConfigDict(frozen=True)


class Words(_Told):
    """A label or a sentence in Simplified Chinese and in English."""

    zh: str
    en: str


class Choice(_Told):
    """One value of a field with choices."""

    key: str
    words: Words


class Field(_Told):
    """One thing that a move asks for."""

    key: str
    words: Words
    kind: Literal["text", "long", "date", "number", "choice", "person", "unit", "yes"]
    required: bool
    limit: int
    choices: list[Choice]


class State(_Told):
    """A state of a list."""

    key: str
    words: Words
    final: bool


class Transition(_Told):
    """A move as it is declared: from where to where, who may, and what it asks for."""

    trigger: str
    words: Words
    source: list[str]
    dest: str
    permission: Words
    roles: list[str]
    conditions: list[Words]
    fields: list[Field]
    comment_required: bool
    takes_evidence: bool


class ListType(_Told):
    """A list: its states and its moves."""

    key: str
    prefix: str
    words: Words
    parents: list[str]
    needs_parent: bool
    states: list[State]
    transitions: list[Transition]


class Lists(_Told):
    """The declarations of every list."""

    lists: list[ListType]


class Due(_Told):
    """A due date and how it stands today; negative ``days_left`` are working days overdue."""

    on: date
    days_left: int
    colour: Literal["green", "blue", "yellow", "red"]
    words: Words
    provisional: bool


class Row(_Told):
    """An item as a line of a list."""

    number: str
    list: str
    title: str
    state: str
    severity: str
    unit: Words
    holder: Words | None
    due: Due | None
    updated_at: datetime
    version: int


class Items(_Told):
    """A page of a list; ``next`` is the address of the page after it."""

    items: list[Row]
    next: str | None


class Piece(_Told):
    """A piece of evidence."""

    sha256: str
    name: str
    media_type: str
    size: int
    kind: Literal["photo", "document"]
    by: int | None
    at: datetime
    round: int
    href: str


class Relative(_Told):
    """An item that this one hangs on, or that hangs on it."""

    number: str
    list: str
    title: str
    state: str


class OpenMove(_Told):
    """A move from the present state; ``refusal`` says why this account cannot make it now."""

    trigger: str
    words: Words
    dest: str
    refusal: Words | None
    fields: list[Field]
    comment_required: bool
    takes_evidence: bool


Pieces = list[Piece]  # ``list`` is the name of a field below
Relatives = list[Relative]
OpenMoves = list[OpenMove]


class Item(_Told):
    """Everything about one item but its history."""

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
    round: int
    data: dict[str, Any]
    evidence: Pieces
    parent: Relative | None
    children: Relatives
    moves: OpenMoves
    version: int
    created_at: datetime
    updated_at: datetime


class Event(_Told):
    """One line of an item's history; ``hash`` chains it to the line before."""

    seq: int
    at: datetime
    trigger: str
    move: Words
    source: Words | None
    dest: Words | None
    actor: str
    comment: str
    changes: dict[str, Any]
    hash: str


class Events(_Told):
    """The history of an item, oldest first."""

    events: list[Event]


class Done(_Told):
    """What came of a decision."""

    number: str
    list: str
    state: str
    version: int


class Change(_Told):
    """Something that happened since the version that was demanded."""

    version: int
    at: datetime
    move: str
    by: str
    comment: str


class Problem(_Told):
    """Why not (RFC 9457), in the language of Accept-Language."""

    type: str
    title: str
    status: int
    detail: str
    fields: dict[str, str] = {}
    changes: list[Change] = []


class Result(_Told):
    """What came of one decision of many: what is now, or the problem."""

    number: str
    status: int
    done: Done | None = None
    problem: Problem | None = None


class Results(_Told):
    """What came of many decisions, in their order."""

    results: list[Result]


class Notice(_Told):
    """Something that this account was told."""

    id: int
    number: str
    list: str
    title: str
    at: datetime
    move: Words
    actor: str
    comment: str
    read: bool


class Inbox(_Told):
    """What waits for this account, and what it was told; ``next`` leads to older notices."""

    waiting: list[Row]
    notices: list[Notice]
    next: str | None
