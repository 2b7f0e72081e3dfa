"""Keep accounts: links by mail, closing and opening, sessions, tokens, second factors.

A link goes to the person's own address, which takes two administrators to change; opening again
and taking a second factor away are asked for here, and carried out once another one has agreed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from psycopg.errors import UniqueViolation
from psycopg.rows import class_row

from workflow import journal
from workflow.accounts import approvals, second_factor, sessions, tokens
from workflow.accounts.approvals import SECURITY, Approval, Wanted
from workflow.accounts.links import INVITATION, RESET, send_link
from workflow.accounts.passwords import NONE
from workflow.declaration import (
    KEEP_PEOPLE,
    READ_PEOPLE,
    SECURE_PEOPLE,
    Actor,
    Entitlement,
    pack,
    with_article,
)
from workflow.errors import NO_PAGE, NotFound, NotPermitted, NotPossible
from workflow.platform import TODAY, Connection, connect
from workflow.words import Words

LINK = Words("寄出链接", "Send a link")
CLOSE = Words("停用账号", "Close the account")
REOPEN = Words("重新启用账号", "Open the account again")
END = Words("结束会话", "End the sessions")
REVOKE = Words("停用令牌", "Revoke the tokens")
RESET_FACTOR = Words("停用动态口令", "Remove the second factor")
_CLOSED = Words("账号“{login}”已经停用。", 'The account "{login}" is closed.')
_IS_OPEN = Words("账号“{login}”没有停用。", 'The account "{login}" is not closed.')
_NO_FACTOR = Words("账号“{login}”没有动态口令。", 'The account "{login}" has no second factor.')
_ONESELF = Words("不能对自己的账号这样做。", "Nobody does this to an account of their own.")
_ANOTHER = Words(
    "“{login}”的主人另有在用的账号，一个人只有一个账号。",
    'One account for one person: whoever "{login}" belongs to has another open one.',
)
_LAST = Words(
    "这是最后一个在用的{role}账号，请先任命另一位。",
    "This is the last open account of {role}; appoint another one first.",
)
_ACCOUNT = """
    SELECT a.id, a.person_id, a.login, a.active, a.password_hash <> %(none)s AS has_password,
           a.totp_since IS NOT NULL AS has_totp
      FROM accounts a WHERE a.id = %(id)s FOR UPDATE"""
# Administrators' posts of this account's person for which no other open account is left.
_LEFT_ALONE = f"""
    SELECT t.role FROM appointments t
     WHERE t.person_id = %(person)s AND t.role = ANY (%(roles)s)
       AND coalesce(t.valid_to, 'infinity') >= {TODAY}
       AND NOT EXISTS (
           SELECT FROM appointments o JOIN accounts a ON a.person_id = o.person_id
             JOIN people p ON p.id = o.person_id
            WHERE o.role = t.role AND a.active AND a.id <> %(id)s
              AND o.valid_from <= {TODAY} AND coalesce(o.valid_to, 'infinity') >= {TODAY}
              AND coalesce(p.left_on, 'infinity') > {TODAY}) LIMIT 1"""  # noqa: S608 -- constants
_SET_ACTIVE = "UPDATE accounts SET active = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class AccountKept:
    """An account as stored, without its secrets."""

    id: int
    person_id: int
    login: str
    active: bool
    has_password: bool
    has_totp: bool


def send_one(actor: Actor, account_id: int) -> None:
    """Send the invitation again, or a reset link where a password is set.

    Raises ``NotPossible`` for a closed account; as all commands here, ``NotFound`` or
    ``NotPermitted`` without the right.
    """
    with _about(actor, account_id, KEEP_PEOPLE, LINK) as (connection, account):
        if not account.active:
            raise NotPossible(_CLOSED.format(login=account.login))
        send_link(connection, account_id, RESET if account.has_password else INVITATION)


def close(actor: Actor, account_id: int) -> None:
    """Close an account: none of its secrets opens anything, until the account is opened again.

    Raises ``NotPermitted`` for one's own account, ``NotPossible`` for a closed account, and for the
    last of a kind of administrator.
    """
    with _about(actor, account_id, KEEP_PEOPLE, CLOSE, others=True) as (connection, account):
        if not account.active:
            raise NotPossible(_CLOSED.format(login=account.login))
        _demand_another(connection, account)
        _set_active(connection, actor, account.id, account.login, False)
    sessions.end_all(account_id)


def reopen(actor: Actor, account_id: int) -> int:
    """Ask to open a closed account again; return the number of the request.

    Raises ``NotPermitted`` for one's own account, ``NotPossible`` for an open account.
    """
    with _about(actor, account_id, SECURE_PEOPLE, REOPEN, others=True) as (connection, account):
        if account.active:
            raise NotPossible(_IS_OPEN.format(login=account.login))
        row = {"login": account.login, "active": True}
        request = Wanted("reopen", account.person_id, row, account.id)
        trial = partial(_set_active, connection, actor, account.id, account.login, True)
        return approvals.ask(connection, actor, SECURITY, request, trial)


def carry_reopening(connection: Connection, approval: Approval) -> None:
    """Open the account again."""
    account = approval.account_id or 0
    _set_active(connection, approval.asker, account, approval.row["login"], True)


def end_sessions(actor: Actor, account_id: int) -> None:
    """End every session of an account; the password still opens a new session."""
    with _about(actor, account_id, KEEP_PEOPLE, END):
        pass
    sessions.end_all(account_id)


def revoke_tokens(actor: Actor, account_id: int) -> None:
    """Revoke every token of an account."""
    with _about(actor, account_id, KEEP_PEOPLE, REVOKE):
        pass
    for token in tokens.tokens_of(account_id):
        tokens.revoke_token(account_id, token.id)


def reset_factor(actor: Actor, account_id: int) -> int:
    """Ask to remove a second factor, as after the loss of a phone; return the request's number.

    Raises ``NotPermitted`` for one's own account, ``NotPossible`` without a second factor.
    """
    about = _about(actor, account_id, SECURE_PEOPLE, RESET_FACTOR, others=True)
    with about as (connection, account):
        if not account.has_totp:
            raise NotPossible(_NO_FACTOR.format(login=account.login))
        request = Wanted("factor", account.person_id, {"login": account.login}, account.id)
        return approvals.ask(connection, actor, SECURITY, request)


def carry_factor(connection: Connection, approval: Approval) -> None:
    """Take the second factor away and end every session."""
    account = approval.account_id or 0
    second_factor.remove_at(connection, account)
    sessions.end_all_at(connection, account)


@contextmanager
def _about(
    actor: Actor, account_id: int, right: Entitlement, what: Words, others: bool = False
) -> Iterator[tuple[Connection, AccountKept]]:
    READ_PEOPLE.demand(actor)
    right.demand(actor, doing=what)
    with connect() as connection, connection.transaction():
        with connection.cursor(row_factory=class_row(AccountKept)) as cursor:
            row = cursor.execute(_ACCOUNT, {"id": account_id, "none": NONE}).fetchone()
        if row is None:
            raise NotFound(NO_PAGE)
        if others and row.person_id in actor.people:
            raise NotPermitted(_ONESELF)
        yield connection, row


def _demand_another(connection: Connection, account: AccountKept) -> None:
    """Refuse to leave a kind of administrator without a person able to sign in."""
    values = {"person": account.person_id, "id": account.id, "roles": list(pack().administrators)}
    if alone := connection.execute(_LEFT_ALONE, values).fetchone():
        raise NotPossible(_LAST.format(role=with_article(pack().roles[alone[0]])))


def _set_active(
    connection: Connection, actor: Actor, account_id: int, login: str, active: bool
) -> None:
    try:
        with connection.transaction():  # a fault leaves the one under way as it was
            connection.execute(_SET_ACTIVE, [active, account_id])
    except UniqueViolation:
        raise NotPossible(_ANOTHER.format(login=login)) from None
    journal.note(
        connection, "account", actor, subject=("account", account_id),
        what="reopened" if active else "closed", login=login,
    )  # fmt: skip
