"""The release of the breaker by two people: after a check of the clock, one asks, another agrees.

The release covers the rungs due when the first person asked. Rungs due later are measured anew, so
that nobody lets unseen escalations through. A release is valid for a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from psycopg.rows import class_row

from workflow import journal
from workflow.declaration import RELEASE_BREAKER, Actor, Field, fields
from workflow.engine.loading import read_now
from workflow.errors import BadInput, CodedWords, NotPermitted, NotPossible
from workflow.escalation import breaker
from workflow.escalation.ladders.forms import LadderForm
from workflow.platform import Connection, connect
from workflow.words import Words

_T = TypeVar("_T")
_CHECKED = Words("核对了什么（至少十个字）", "What was checked (ten characters at least)")
ASK = LadderForm((Field("reason", _CHECKED, "long", limit=500),))
_LOCK = 0x4252_4541  # two who act at once act one after the other
_OPEN = """
    SELECT id, asked_at, until, accused, still_open, reason, asked_by, asked_name FROM releases
     WHERE released_at IS NULL AND asked_at > now() - interval '1 day' ORDER BY id DESC LIMIT 1"""
_ASK = """
    INSERT INTO releases (asked_at, until, accused, still_open, reason, asked_by, asked_name)
    VALUES (now(), %s, %s, %s, %s, %s, %s)"""
_RELEASE = """
    UPDATE releases SET released_at = now(), released_by = %s, released_name = %s WHERE id = %s"""
_SHORT = CodedWords(
    "请写明核对了什么，至少十个字", "write what was checked: at least ten characters", "too_short"
)
_NOTHING = Words(
    "现在没有暂停的升级，不需要解除。", "Nothing is held back now, so there is nothing to release."
)
_ASKED = Words(
    "{name}已经提出解除，请由另一个人确认。",
    "{name} has asked for it already; another person has to agree.",
)
_SAME = Words(
    "提出解除的人（包括委托人和受托人）不能自己确认，请由另一个人核对后确认。",
    "Whoever asked for it, or acted for the one who did, cannot agree; another person has to.",
)
_NOT_ASKED = Words(
    "没有等待确认的解除申请：可能已被确认，或者已超过一天。",
    "Nobody waits for an answer: it was given already, or a day has gone by.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to release the escalations held back by the breaker."""

    id: int
    asked_at: datetime
    until: datetime  # what was due by then is let through
    accused: int
    still_open: int
    reason: str
    asked_by: list[int]  # whoever asked, and for whom
    asked_name: str


@dataclass(frozen=True, slots=True)
class Held:
    """The alarm of the breaker, and the request for its release, if any."""

    alarm: Words | None
    asked: Asked | None


def held() -> Held:
    """Return how the breaker stands now."""
    with connect() as connection:
        tripped = breaker.tripped(connection, read_now(connection))
        return Held(tripped.alarm if tripped else None, _asked(connection) if tripped else None)


def ask(actor: Actor, reason: str) -> None:
    """Ask for the release of the breaker, after a check of the clock.

    Raises ``NotFound`` without the right, ``BadInput`` without a reason, ``NotPossible`` where the
    breaker holds nothing back or somebody has asked already.
    """
    _in_turn(actor, lambda connection: _ask(connection, actor, reason))


def agree(actor: Actor) -> None:
    """Agree to the release: another person than the asking one, by the same right.

    Raises ``NotFound`` without the right, ``NotPossible`` where nobody has asked, ``NotPermitted``
    for the asking person.
    """
    _in_turn(actor, lambda connection: _agree(connection, actor))


def confirm(actor: Actor, reason: str) -> bool:
    """Ask, or agree where a request waits; say whether the breaker is released now.

    Raises as ``ask`` and ``agree`` do.
    """

    def either(connection: Connection) -> bool:
        waits = _asked(connection) is not None
        if waits:
            _agree(connection, actor)
        else:
            _ask(connection, actor, reason)
        return waits

    return _in_turn(actor, either)


def _in_turn(actor: Actor, act: Callable[[Connection], _T]) -> _T:
    RELEASE_BREAKER.demand(actor)
    with connect() as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        return act(connection)


def _ask(connection: Connection, actor: Actor, reason: str) -> None:
    values, _ = fields.parse(ASK, {"reason": reason}, "")
    if not fields.is_reason(values["reason"]):
        raise BadInput(fields.CHECK, {"reason": _SHORT})
    now = read_now(connection)
    tripped = breaker.tripped(connection, now)
    if tripped is None:
        raise NotPossible(_NOTHING)
    if asked := _asked(connection):
        raise NotPossible(_ASKED.format(name=asked.asked_name))
    measured = {"until": now, "accused": tripped.accused, "still_open": tripped.still_open}
    details = measured | {"reason": values["reason"]}
    connection.execute(_ASK, [*details.values(), [*actor.people], actor.name])
    _note(connection, actor, what="asked", **details)


def _agree(connection: Connection, actor: Actor) -> None:
    asked = _asked(connection)
    if asked is None:
        raise NotPossible(_NOT_ASKED)
    if {*actor.people} & {*asked.asked_by}:
        raise NotPermitted(_SAME)
    connection.execute(_RELEASE, [[*actor.people], actor.name, asked.id])
    _note(connection, actor, what="released", until=asked.until, asked_by=asked.asked_name)


def _asked(connection: Connection) -> Asked | None:
    return connection.cursor(row_factory=class_row(Asked)).execute(_OPEN.encode()).fetchone()


def _note(connection: Connection, actor: Actor, **told: Any) -> None:
    journal.note(connection, "breaker", actor, subject=("breaker", ""), **told)
