"""Agree to the request of another administrator, or refuse; an agreed request is carried out.

The asking person, the person concerned, and another of the asking kind never agree. Requests for a
person's account are for the administrators of the whole; a post is also for those of its unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import class_row, dict_row

from workflow.accounts import approvals
from workflow.accounts.approvals import (
    AGREED,
    COLUMNS,
    MACHINE,
    OTHER,
    SECURITY,
    SYSTEM,
    WAITS,
    Approval,
)
from workflow.declaration import APPROVE, Actor, pack, with_article
from workflow.errors import NotFound, NotPermitted, NotPossible
from workflow.organisation.appointing import carry_post
from workflow.organisation.staff import accounts
from workflow.organisation.staff import commands as commands
from workflow.organisation.transaction import Desk, at_desk
from workflow.platform import Connection, connect
from workflow.words import Words

MOST = 200  # requests on one page
_AGREE = Words("同意并执行", "Agree and carry it out")
_NONE = Words("没有这项申请。", "There is no such request.")
_DECIDED = Words("这项申请已有答复。", "This request was answered already.")
_LAPSED = Words(
    "申请已超过7天，请重新提出。", "It was asked for more than 7 days ago; have it asked for anew."
)
_ONLY = Words(
    "须由另一类管理员（{role}）同意。", "It takes an administrator of another kind: {role}."
)
_SAME = Words(
    "提出申请的人和申请涉及的本人不能同意，请由另一名管理员核对后同意。",
    "Neither whoever asked nor the person concerned agrees; another administrator has to.",
)
_OPEN = f"""
    SELECT {COLUMNS} FROM approvals
     WHERE agreed IS NULL AND kind <> 'founding' AND asked_at > now() - %(waits)s
     ORDER BY id LIMIT %(most)s"""  # noqa: S608 -- constants
_CONCERNING = f"""
    SELECT {COLUMNS} FROM approvals
     WHERE person_id = %(person)s AND asked_at > now() - interval '30 days' AND kind <> 'founding'
     ORDER BY id DESC LIMIT 10"""  # noqa: S608 -- constants
_PEOPLE = "SELECT id, name, name_en FROM people WHERE id = ANY (%s)"


def _nothing(_: Connection, __: Approval) -> None:
    """Carry nothing out: the operator repeats the command on the machine."""


_CARRY: dict[str, Callable[[Connection, Approval], None]] = {
    "address": commands.carry_address,
    "account": commands.carry_account,
    "return": commands.carry_return,
    "reopen": accounts.carry_reopening,
    "factor": accounts.carry_factor,
    "password": _nothing,
    "token": _nothing,
}


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """A request as shown on a page: person concerned, and whether the actor may agree."""

    approval: Approval
    person: Words
    may_agree: bool


def requests(actor: Actor) -> list[ApprovalRequest]:
    """Return the waiting requests visible to the administrator."""
    with connect() as connection:
        values = {"waits": WAITS, "most": MOST}
        with connection.cursor(row_factory=class_row(Approval)) as cursor:
            rows = cursor.execute(_OPEN.encode(), values).fetchall()
        seen = [approval for approval in rows if _may_see(actor, approval)]
        names = _names(connection, seen)
    return [ApprovalRequest(a, names[a.person_id], _refusal(actor, a) is None) for a in seen]


def request(actor: Actor, approval_id: int) -> ApprovalRequest:
    """Return a waiting request.

    Raises ``NotFound`` where the actor may not see the request.
    """
    for each in requests(actor):
        if each.approval.id == approval_id:
            return each
    raise NotFound(_NONE)


def concerning(person_id: int | None) -> list[Approval]:
    """Return the latest requests about a person, for the person's own page."""
    with connect() as connection, connection.cursor(row_factory=class_row(Approval)) as cursor:
        return cursor.execute(_CONCERNING.encode(), {"person": person_id}).fetchall()


def waiting(actor: Actor) -> int:
    """Return the number of requests that wait for the actor's answer."""
    if not APPROVE.held_by(actor):
        return 0
    return sum(request.may_agree for request in requests(actor))


def agree(actor: Actor, approval_id: int, now: datetime | None = None) -> None:
    """Agree to a request and carry the act out, in one transaction.

    Raises ``NotFound`` for an unseen request, ``NotPermitted`` for people who may not agree,
    ``NotPossible`` where the request is decided or lapsed.
    """
    at_desk(actor, lambda desk: _agree(desk, approval_id), now)


def _agree(desk: Desk, approval_id: int) -> None:
    approval = _waiting(desk, approval_id)
    if refusal := _refusal(desk.actor, approval):
        raise refusal
    role = _role(desk.actor, approval) or ""
    if not approvals.decide(desk.connection, approval, desk.actor, role, True):
        raise NotPossible(_DECIDED)
    if approval.kind == "post":
        carry_post(desk, approval)
    else:
        _CARRY[approval.kind](desk.connection, approval)
    if approval.kind != "account":  # the invitation goes to the same address
        approvals.tell(desk.connection, approval.id, AGREED)


def refuse(actor: Actor, approval_id: int, now: datetime | None = None) -> None:
    """Refuse a request, or take one's own back: nothing is carried out.

    Raises ``NotFound`` for an unseen request, ``NotPossible`` where the request is decided.
    """
    at_desk(actor, lambda desk: _refuse(desk, approval_id), now)


def _refuse(desk: Desk, approval_id: int) -> None:
    approval = _waiting(desk, approval_id)
    held = next(role for role in (SYSTEM, SECURITY) if _holds(desk.actor, role, approval))
    if not approvals.decide(desk.connection, approval, desk.actor, held, False):
        raise NotPossible(_DECIDED)


def _waiting(desk: Desk, approval_id: int) -> Approval:
    approval = approvals.read(desk.connection, approval_id)
    if approval is None or not _may_see(desk.actor, approval):
        raise NotFound(_NONE)
    if approval.agreed is not None:
        raise NotPossible(_DECIDED)
    if desk.connection.execute("SELECT now() - %s > %s", [approval.asked_at, WAITS]).fetchone() == (
        True,
    ):
        raise NotPossible(_LAPSED)
    return approval


def _holds(actor: Actor, role: str, approval: Approval) -> bool:
    if approval.kind == "post":
        return actor.holds(role, approval.details["path"])
    return any(post.role == role and post.is_top for post in actor.posts)


def _may_see(actor: Actor, approval: Approval) -> bool:
    return any(_holds(actor, role, approval) for role in (SYSTEM, SECURITY))


def _kinds(approval: Approval) -> tuple[str, ...]:
    """Return the kinds of administrator able to agree."""
    return (SECURITY, SYSTEM) if approval.asked_as == MACHINE else (OTHER[approval.asked_as],)


def _role(actor: Actor, approval: Approval) -> str | None:
    return next((role for role in _kinds(approval) if _holds(actor, role, approval)), None)


def _refusal(actor: Actor, approval: Approval) -> NotPermitted | None:
    if {*actor.people} & {*approval.asked_by, approval.person_id}:
        return NotPermitted(_SAME)
    if _role(actor, approval) is None:
        return NotPermitted(_ONLY.format(role=with_article(pack().roles[_kinds(approval)[0]])))
    return None


def _names(connection: Connection, some: list[Approval]) -> dict[int, Words]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows: list[dict[str, Any]] = cursor.execute(
            _PEOPLE, [[approval.person_id for approval in some]]
        ).fetchall()
    return {row["id"]: Words(row["name"], row["name_en"] or row["name"]) for row in rows}
