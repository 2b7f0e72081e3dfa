"""Delegate for one's own absence: from a day to a day, to a single person, never further."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from workflow import journal
from workflow.declaration.fields import CHECK
from workflow.declaration.rules import Actor
from workflow.delivery.messages import delegation_mails
from workflow.errors import BadInput, NotFound, NotPermitted
from workflow.organisation.transaction import Desk, at_desk
from workflow.profession.rights import DELEGATE
from workflow.profession.roles import ADMINISTRATORS
from workflow.words import Words

LONGEST = 366  # days; who is away for longer is succeeded, not stood in for
_ON = Words("受托人不能转委托。", "What was delegated cannot be delegated on.")
_ONESELF = Words("不能委托给自己", "it cannot be delegated to oneself")
_NO_PERSON = Words("没有这个人，或者已离任", "there is no such person, or they have left")
_ADMINISTRATOR = Words(
    "三员（系统、安全、审计管理员）不能受托办理业务",
    "an administrator cannot act for somebody in the work itself",
)
_PAST = Words("不能早于今天", "it cannot begin before today")
_ENDS_EARLY = Words("结束日期不能早于开始日期", "it cannot end before it begins")
_TOO_LONG = Words(f"最长{LONGEST}天", f"at most {LONGEST} days")
_NO_REASON = Words("请写明缘由，最多200个字", "say why, in up to 200 characters")
_TWICE = Words(
    "这段时间已委托他人，请先结束原委托",
    "some of these days are delegated already; end that delegation first",
)
_NONE = Words("没有这项委托。", "There is no such delegation.")
_MADE = """
    INSERT INTO delegations (principal_id, delegate_id, valid_from, valid_to, reason, made_at)
    VALUES (%s, %s, %s, %s, %s, %s) RETURNING id"""
_DELEGATE = """
    SELECT EXISTS (SELECT FROM appointments a WHERE a.person_id = p.id AND a.role = ANY (%s)
                      AND a.valid_from <= %s AND coalesce(a.valid_to, 'infinity') >= %s)
      FROM people p WHERE p.id = %s AND coalesce(p.left_on, 'infinity') > %s"""
_OVERLAPPING = """
    SELECT 1 FROM delegations WHERE principal_id = %s AND ended_at IS NULL
       AND valid_from <= %s AND valid_to >= %s"""
_END = """
    UPDATE delegations SET ended_at = %s
     WHERE id = %s AND principal_id = %s AND ended_at IS NULL RETURNING delegate_id"""


def delegate(
    actor: Actor, delegate_id: int, begin: date, until: date, reason: str,
    now: datetime | None = None,
) -> int:  # fmt: skip
    """Let a person act for the actor on the given days, both included; return the delegation's id.

    Raises ``BadInput`` for wrong days or person, ``NotPermitted`` where the actor is a delegate.
    """
    return at_desk(actor, lambda desk: _delegate(desk, delegate_id, begin, until, reason), now)


def _delegate(desk: Desk, delegate_id: int, begin: date, until: date, reason: str) -> int:
    principal = _principal(desk.actor)
    _check(desk, delegate_id, begin, until, reason)
    _check_delegate(desk, delegate_id, begin, until)
    # Changes of the organisation come one after the other, so that two never overlap unseen.
    if desk.connection.execute(_OVERLAPPING, [principal, until, begin]).fetchone():
        raise BadInput(CHECK, {"begin": _TWICE})
    values = [principal, delegate_id, begin, until, reason.strip(), desk.now]
    row = desk.connection.execute(_MADE, values).fetchone()
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    delegation_mails.promise(desk.connection, row[0], delegation_mails.MADE, desk.now)
    _note(desk, "made", delegate_id, delegation=row[0], begin=begin, until=until)
    return int(row[0])


def _principal(actor: Actor) -> int:
    if actor.behind is not None or actor.person_id is None:
        raise NotPermitted(_ON)
    DELEGATE.demand(actor)
    return actor.person_id


def _check(desk: Desk, delegate_id: int, begin: date, until: date, reason: str) -> None:
    faults = {
        field: words
        for wrong, field, words in (
            (delegate_id in desk.actor.people, "delegate", _ONESELF),
            (begin < desk.today, "begin", _PAST),
            ((until - begin).days >= LONGEST, "until", _TOO_LONG),
            (until < begin, "until", _ENDS_EARLY),
            (not 0 < len(reason.strip()) <= 200, "reason", _NO_REASON),
        )
        if wrong
    }
    if faults:
        raise BadInput(CHECK, faults)


def _check_delegate(desk: Desk, delegate_id: int, begin: date, until: date) -> None:
    asked = [list(ADMINISTRATORS), until, begin, delegate_id, begin]
    row = desk.connection.execute(_DELEGATE, asked).fetchone()
    if row is None:
        raise BadInput(CHECK, {"delegate": _NO_PERSON})
    if row[0]:
        raise BadInput(CHECK, {"delegate": _ADMINISTRATOR})


def end_delegation(actor: Actor, delegation_id: int, now: datetime | None = None) -> None:
    """End the actor's own delegation at once.

    Raises ``NotFound`` for another person's delegation.
    """
    at_desk(actor, lambda desk: _end(desk, delegation_id), now)


def _end(desk: Desk, delegation_id: int) -> None:
    principal = None if desk.actor.behind is not None else desk.actor.person_id
    row = desk.connection.execute(_END, [desk.now, delegation_id, principal]).fetchone()
    if row is None:
        raise NotFound(_NONE)
    delegation_mails.promise(desk.connection, delegation_id, delegation_mails.ENDED, desk.now)
    _note(desk, "ended", row[0], delegation=delegation_id)


def _note(desk: Desk, what: str, delegate_id: int, **details: Any) -> None:
    subject = ("person", delegate_id)
    journal.note(desk.connection, "delegation", desk.actor, subject=subject, what=what, **details)
