"""Acts with a declared form: the form as told to programs, and the sent values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from pydantic import Field as Members

from web.api import declared, said
from web.api.bodies import Plain, Sent
from web.api.declared import Told, Words
from web.api.once import once
from web.api.values import check_fields
from web.step_up import demand_proof
from workflow.declaration import Field, fields
from workflow.words import Words as Sentence


class FormBody(Sent):
    """The fields of a form as declared by the ``GET`` of the same path, and a comment."""

    fields: dict[str, Plain] = Members(default_factory=dict)
    comment: str = ""


class NoFields(Sent):
    """An empty object."""


class Form(Told):
    """An act offered to the account, with the fields of the form."""

    key: str
    words: Words
    fields: list[declared.Field]
    comment_required: bool
    proof: bool  # whether a page asks anew who it is, and a token needs the scope decide


class Acted(Told):
    """An act carried out, or in wait of the agreement of another administrator."""

    waits: bool = False


class Declared(Protocol):
    """A declared form of an act."""

    @property
    def key(self) -> str:
        """The key of the act."""

    @property
    def words(self) -> Sentence:
        """The name of the act."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the form."""

    @property
    def comment_required(self) -> bool:
        """Whether a comment has to be written."""

    @property
    def step_up(self) -> bool:
        """Whether the act demands a proof of identity."""


def form(asked: Declared) -> Form:
    """Shape the form of an act."""
    return Form(
        key=asked.key,
        words=said.words(asked.words),
        fields=said.fields(asked),
        comment_required=asked.comment_required,
        proof=asked.step_up,
    )


def filled(asked: Declared, sent: FormBody) -> tuple[dict[str, Any], str]:
    """Return the typed values and the comment of a form sent by a program.

    Raises ``NotProved`` where the token may not, ``BadInput`` with each wrong field.
    """
    demand_proof(asked)
    check_fields(asked.fields, sent.fields)
    return fields.parse(asked, sent.fields, sent.comment)


def acted(sent: Sent, act: Callable[[], object]) -> tuple[Acted, int, dict[str, str]]:
    """Carry out an act without a result."""

    def told() -> Acted:
        act()
        return Acted()

    return once(Acted, sent, told)
