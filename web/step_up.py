"""A new proof of identity before the weightiest moves; a proof holds for five minutes.

The moves in need of a proof are declared as such. A page asks in the form of the move itself, so
that no entered value is lost; a token brings the scope ``decide``.
"""

from __future__ import annotations

from typing import Protocol

from flask import request

from web.auth import identity, renewed, session_token
from workflow import accounts
from workflow.declaration import pack
from workflow.errors import BadInput, NotProved
from workflow.words import Words

FIELD = "proof"
_CHECK = Words(
    "这一步要先确认是您本人。", "This step needs a proof that it is you who is making it."
)
_MISSING = Words(
    "请输入您的密码或动态口令", "enter your password, or the present code of your authenticator"
)
_WRONG = Words("密码或动态口令不对", "that is neither your password nor the present code")
_NO_CODE = Words("请输入现在的动态口令", "enter the present code of your authenticator")
_WRONG_CODE = Words(
    "这不是现在的动态口令，密码在这里不算", "that is not the present code; the password does not do"
)
NO_SCOPE = Words(
    "这一步需要带 decide 权限的令牌。", "This move needs a token with the scope decide."
)


class Asking(Protocol):
    """A move of an item, or an administrator's act, possibly in need of a proof."""

    @property
    def step_up(self) -> bool:
        """Whether a proof is needed."""


def needed(transition: Asking | None = None) -> bool:
    """Say whether a proof is still to be given; without a move, for one's own account."""
    return (transition is None or transition.step_up) and not identity().fresh


def prove(transition: Asking | None = None) -> None:
    """Take the proof in the form, where a proof is needed; the session's token changes.

    Raises ``Unproved`` where the proof is missing or wrong.
    """
    if not needed(transition):
        return
    proof = request.form.get(FIELD, "")
    if not proof:
        raise Unproved(_CHECK, {FIELD: _MISSING})
    token = accounts.prove(session_token(), identity().account_id, proof)
    if token is None:
        raise Unproved(_CHECK, {FIELD: _WRONG})
    renewed(token)


def prove_by_code() -> None:
    """Take a code of the second factor, if there is one, for acts that outlive the session.

    A token acts without any second factor for a year, so neither a recent proof nor the password is
    enough to make a token. Raises ``Unproved`` where the code is missing or wrong.
    """
    if not identity().has_totp:
        prove()
        return
    code = request.form.get(FIELD, "")
    if not code:
        raise Unproved(_CHECK, {FIELD: _NO_CODE})
    token = accounts.prove(session_token(), identity().account_id, code, code_only=True)
    if token is None:
        raise Unproved(_CHECK, {FIELD: _WRONG_CODE})
    renewed(token)


def demand_scope(number: str, trigger: str) -> None:
    """Refuse a program with a token without the scope ``decide``; the number names the list.

    Raises ``NotProved``.
    """
    if may_need(number, trigger):
        raise NotProved(NO_SCOPE)


def demand_proof(asked: Asking | None = None) -> None:
    """Refuse a program with a token without the scope ``decide``, where the act needs a proof.

    Without an act it needs one. Raises ``NotProved``.
    """
    if needed(asked):
        raise NotProved(NO_SCOPE)


def may_need(number: str, trigger: str) -> bool:
    """Say whether a proof is still to be given for a move; the number names the list."""
    list_type = None if identity().fresh else pack().list_of(number)
    moves = list_type.transitions if list_type else ()
    return any(move.step_up for move in moves if move.trigger == trigger)


class Unproved(NotProved, BadInput):
    """The proof is missing or wrong; the fault belongs to a field, the status is 403."""
