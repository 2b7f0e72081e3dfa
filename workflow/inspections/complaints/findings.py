"""A complaint borne out becomes a finding, linked by number; the identity stays behind.

Neither text nor files go over by themselves: whoever handles it writes the finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select

from workflow.declaration import (
    CHECK,
    PROBLEMS,
    Actor,
    ComplaintOrigin,
    Facts,
    PartialForm,
    Process,
    pack,
    process_of,
)
from workflow.engine import commands
from workflow.engine.commands import Done, NewItem
from workflow.engine.loading import read
from workflow.engine.visibility import clause, gone, may_see
from workflow.errors import BadInput, NotPermitted, NotPossible
from workflow.evidence import Piece
from workflow.inspections.complaints.forms import COMPLAINTS
from workflow.platform import Connection, connect, reading, together
from workflow.platform.models import ItemRow
from workflow.words import Words

_HANDLED = ("accepted", "drafted", "replied")
_ONLY = Words("只有经办人可以按信访件立项。", "Only the handler may raise what it is about.")
_NOT_NOW = Words(
    "受理以后、办结以前可以立项。", "It can be raised once accepted and until it is closed."
)
_OF_IT = Words("来源由信访件给出", "its source is the complaint")
_GIVEN = ("source", "source_kind")


@dataclass(frozen=True, slots=True)
class RaisedFinding:
    """A problem raised for the complaint."""

    number: str
    title: str


def finding_form() -> PartialForm:
    """Return the fields of the finding: all fields of a problem, without the source."""
    asked = pack().lists[PROBLEMS].raise_fields
    return PartialForm(tuple(field for field in asked if field.key not in _GIVEN), False)


def ready(actor: Actor, number: str) -> Facts:
    """Return the facts of a complaint, where the actor may raise a finding.

    Raises ``NotFound``, ``NotPermitted`` or ``NotPossible`` with the reason.
    """
    with connect() as connection:
        return _ready(connection, actor, number)


def raise_finding(
    actor: Actor, number: str, given: Mapping[str, object], pieces: Sequence[Piece] = ()
) -> Done:
    """Raise the finding in the name of the handler, then barred from judging.

    Raises as ``ready`` does, and ``BadInput`` for wrong fields.
    """
    if taken := [key for key in _GIVEN if given.get(key)]:
        raise BadInput(CHECK, dict.fromkeys(taken, _OF_IT))
    with together() as connection:
        facts = _ready(connection, actor, number)
        told = {**given, "source_kind": "complaint"}
        problem = NewItem(
            list_key=PROBLEMS, fields=told, evidence=tuple(pieces), process=_origin(facts),
            opened=True,
        )  # fmt: skip
        return commands.raise_items([problem], actor)[0]


def raised_for(actor: Actor, number: str) -> list[RaisedFinding]:
    """Return the problems raised for a complaint, as far as the actor may see them."""
    query = (
        select(ItemRow.number, ItemRow.title)
        .where(clause(actor, PROBLEMS), ItemRow.process["complaint"]["number"].astext == number)
        .order_by(ItemRow.id)
    )
    with reading() as connection:
        return [RaisedFinding(*row) for row in connection.execute(query)]


def _origin(facts: Facts) -> Process:
    origin: ComplaintOrigin = {"number": facts.item.number}
    if (replied := process_of(facts.item).get("replied_on")) is not None:
        origin["replied_on"] = replied
    return cast("Process", {"complaint": origin})


def _ready(connection: Connection, actor: Actor, number: str) -> Facts:
    facts = read(connection, [number]).get(number)
    if facts is None or facts.item.list_key != COMPLAINTS or not may_see(actor, facts.item):
        raise gone(number)
    if facts.item.holder_id not in actor.people:
        raise NotPermitted(_ONLY)
    if facts.item.state not in _HANDLED:
        raise NotPossible(_NOT_NOW)
    return facts
