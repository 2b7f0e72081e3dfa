"""The declarations in the API: states, moves, fields, and permissions of each list."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from workflow.declaration import FieldKind


class Told(BaseModel):
    """The base of every answer."""

    model_config = ConfigDict(frozen=True)


class Words(Told):
    """A label or a sentence in Simplified Chinese and in English."""

    zh: str
    en: str


class Choice(Told):
    """A value of a field with choices."""

    key: str
    words: Words


class Field(Told):
    """A field of a move."""

    key: str
    words: Words
    kind: FieldKind
    required: bool
    limit: int
    choices: list[Choice]  # of a code table, too: a client need not know the difference
    of: str  # what a reference or a code names: a list, a register, a table of codes
    pattern: str  # the form of a text, as a regular expression; empty: any
    listed: bool
    filtered: bool


class State(Told):
    """A state of a list."""

    key: str
    words: Words
    final: bool


class Transition(Told):
    """A move as declared: source and target states, permission, and fields."""

    trigger: str
    words: Words
    source: list[str]
    dest: str
    permission: Words
    judges: list[str]  # the duties that bar from it
    roles: list[str]
    conditions: list[Words]
    fields: list[Field]
    comment_required: bool
    takes_evidence: bool


class ListType(Told):
    """A list with states and moves."""

    key: str
    prefix: str
    words: Words
    parents: list[str]
    needs_parent: bool
    states: list[State]
    transitions: list[Transition]


class ListsPage(Told):
    """The declarations of every list."""

    lists: list[ListType]


class Right(Told):
    """A right beside the items, with the roles of its holders."""

    key: str
    words: Words
    roles: list[str]
    who: Words
    reach: Literal["top", "below", "anywhere"]
    proof: bool  # whether a page asks anew who it is, and a token needs the scope decide
    held: bool  # by this account, for some unit at least


class RightsPage(Told):
    """The declarations of every right."""

    rights: list[Right]
