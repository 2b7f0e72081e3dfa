"""Acts of the machine's operator on accounts, once administrators could agree to them."""

from __future__ import annotations

from workflow.accounts import account_of, approvals
from workflow.accounts.approvals import MACHINE, Wanted
from workflow.declaration import SYSTEM
from workflow.errors import NotPossible
from workflow.platform import Connection, connect
from workflow.words import Words

_WAITS = Words(
    "已提出申请，等另一名管理员在“双人复核”页面同意；同意后一天内再执行一次这个命令。",
    "It was asked for. Once an administrator has agreed on the page of approvals, run the same"
    " command again within a day.",
)
_USE = """
    UPDATE approvals SET used_at = now()
     WHERE id = (SELECT id FROM approvals
                  WHERE kind = %(kind)s AND account_id = %(account)s AND agreed
                    AND used_at IS NULL AND decided_at > now() - interval '1 day'
                  ORDER BY id LIMIT 1 FOR UPDATE)
    RETURNING id"""
_WHOSE = "SELECT person_id, totp_since IS NOT NULL FROM accounts WHERE id = %s FOR UPDATE"
_NO_FACTOR = Words("账号“{login}”没有动态口令。", 'The account "{login}" has no second factor.')


def permit(kind: str, login: str) -> int:
    """Return the id of the account to act on, where the act is permitted now.

    Raises ``NotPossible`` after asking for the approval, where the act has to wait.
    """
    account = account_of(login)
    with connect() as connection, connection.transaction():
        permitted = approvals.founds(connection) or _used(connection, kind, account)
        if not permitted:
            _ask(connection, kind, account, login)
    if not permitted:
        raise NotPossible(_WAITS)
    return account


def take_factor_away(login: str) -> bool:
    """Ask to remove a second factor and return ``True``; ``False`` in the founding.

    In the founding nothing is asked: the caller removes the factor. Raises ``NotPossible`` where
    there is no second factor.
    """
    account = account_of(login)
    with connect() as connection, connection.transaction():
        if approvals.founds(connection):
            return False
        row = connection.execute(_WHOSE, [account]).fetchone()
        if not row or not row[1]:
            raise NotPossible(_NO_FACTOR.format(login=login))
        _ask(connection, "factor", account, login)
    return True


def _used(connection: Connection, kind: str, account: int) -> bool:
    values = {"kind": kind, "account": account}
    return connection.execute(_USE, values).fetchone() is not None


def _ask(connection: Connection, kind: str, account: int, login: str) -> None:
    row = connection.execute(_WHOSE, [account]).fetchone()
    assert row  # noqa: S101 -- the account was found a moment ago, and none is ever deleted
    request = Wanted(kind, row[0], {"login": login}, account)
    approvals.ask(connection, SYSTEM, MACHINE, request)
