"""Keeping accounts: made, given a new password, found by their sign-in name."""

from __future__ import annotations

import psycopg

from workflow import journal
from workflow.accounts import approvals, passwords
from workflow.accounts.passwords import LOGIN
from workflow.accounts.throttle import count, forgive, proofs
from workflow.declaration import Actor
from workflow.errors import BadInput, CodedWords, NotFound, NotPossible
from workflow.platform import Connection, connect
from workflow.words import LANGUAGES, Words

BAD_LOGIN = CodedWords(
    "登录名要用2到50个小写字母、数字、点、横线",
    "a sign-in name has 2 to 50 of a-z, 0-9, . _ -",
    "malformed",
)
TAKEN = Words("登录名“{login}”已经有人用了", 'the sign-in name "{login}" is taken')
HAS_ONE = Words(
    "此人已有账号，一个人只有一个账号", "one account for one person: there is one already"
)
FOUNDED = Words(
    "系统管理员和安全管理员都已到位，不能再替别人设密码：请加 --invite，经管理员同意后寄出邀请。",
    "There are a system and a security administrator, so nobody sets a password for somebody else:"
    " add --invite, and the invitation goes out once an administrator has agreed.",
)
_UNKNOWN = Words("没有登录名“{login}”", 'there is no sign-in name "{login}"')
_WRONG = CodedWords("原密码不对", "the present password is wrong", "wrong_secret")
_UNCHANGED = Words("密码没有更改。", "The password was not changed.")
NOT_MADE = Words("账号没有创建。", "The account was not made.")
_NO_LOOK = Words("没有这种显示方式。", "Pages cannot look like that.")
THEMES: dict[str, Words] = {
    "auto": Words("跟随系统", "As the system"),
    "light": Words("浅色", "Light"),
    "dark": Words("深色", "Dark"),
}
DENSITIES: dict[str, Words] = {
    "comfortable": Words("宽松", "Comfortable"),
    "dense": Words("紧凑", "Dense"),
}
_NO_LANGUAGE = Words("没有这种语言", "there is no such language")
# The demonstration's sign-ins as shown, in the order of the work; the others sign in alike.
DEMO = (
    "inspector",
    "coordinator",
    "director",
    "branch-head",
    "verifier",
    "verifier-2",
    "committee-member",
    "committee-member-2",
    "committee",
    "discipline",
    "leader",
    "secretary",
    "system-admin",
    "security-admin",
    "audit-admin",
)
_DEMO = """
    SELECT a.login, p.name, p.name_en, min(t.role)
      FROM accounts a JOIN people p ON p.id = a.person_id
      LEFT JOIN appointments t ON t.person_id = p.id
     WHERE a.login = ANY (%s) AND a.active GROUP BY a.id, p.id ORDER BY a.id
"""
_MAKE = """
    INSERT INTO accounts (person_id, login, password_hash) VALUES (%s, %s, %s) RETURNING id
"""
_SET = """
    WITH changed AS (
        UPDATE accounts SET password_hash = %(hash)s WHERE id = %(account)s)
    UPDATE sign_ins SET ended_at = now()
     WHERE account_id = %(account)s AND ended_at IS NULL
       AND encode(token_hash, 'hex') <> %(but)s
"""


def create_account(person_id: int, login: str, password: str) -> int:
    """Create an account with a password in the founding of an installation; return its id.

    Raises ``NotPossible`` once there are two administrators who could agree to an account,
    ``BadInput`` for a wrong sign-in name or password.
    """
    check_login(login)
    passwords.check_new(password, login)
    with connect() as connection, connection.transaction():
        if not approvals.found(connection):
            raise NotPossible(FOUNDED)
        return open_account(connection, person_id, login, passwords.hashed(password))


def check_login(login: str) -> None:
    """Refuse a malformed sign-in name.

    Raises ``BadInput``.
    """
    if not LOGIN.fullmatch(login):
        raise BadInput(NOT_MADE, {"login": BAD_LOGIN})


def open_account(
    connection: Connection, person_id: int, login: str, secret: str = passwords.NONE
) -> int:
    """Create an account within an open transaction; return its id.

    Without ``secret`` nobody can sign in. Raises ``BadInput`` where the name is taken or the person
    has an account.
    """
    try:
        with connection.transaction():  # a fault leaves the one under way as it was
            ((made,),) = connection.execute(_MAKE, [person_id, login, secret]).fetchall()
    except psycopg.errors.UniqueViolation as twice:
        ours = twice.diag.constraint_name == "uq_accounts_open"
        words = HAS_ONE if ours else TAKEN.format(login=login)
        raise BadInput(NOT_MADE, {"login": words}) from None
    journal.note(
        connection, "account", subject=("account", made), what="made", person=person_id, login=login
    )
    return int(made)


def account_of(login: str) -> int:
    """Return the id of the account with the sign-in name.

    Raises ``NotFound`` for an unknown name.
    """
    with connect() as connection:
        row = connection.execute("SELECT id FROM accounts WHERE login = %s", [login]).fetchone()
    if row is None:
        raise NotFound(_UNKNOWN.format(login=login[:50]))
    return int(row[0])


def set_password(account_id: int, password: str, but: str = "") -> None:
    """Give an account a new password and end its sessions, except ``but``.

    Raises ``BadInput`` for an unfit password.
    """
    login, _ = _secret(account_id)
    passwords.check_new(password, login)
    values = {"account": account_id, "hash": passwords.hashed(password), "but": but}
    with connect() as connection, connection.transaction():
        connection.execute(_SET, values)
        journal.note(connection, "password_changed", subject=("account", account_id))


def change_password(account_id: int, present: str, wanted: str, session: str) -> None:
    """Let a person change their password; every other session ends, and every token.

    Raises ``BadInput`` for a wrong present or an unfit new password, ``TooManyTries`` after too
    many tries.
    """
    tries = proofs(account_id, session)
    count(tries)
    _, secret = _secret(account_id)
    if not passwords.matches(secret, present):
        raise BadInput(_UNCHANGED, {"present": _WRONG})
    forgive(tries)
    set_password(account_id, wanted, but=session)


def set_language(person_id: int, language: str) -> None:
    """Keep the language of a person's pages and mails.

    Raises ``BadInput`` for an unknown language.
    """
    if language not in LANGUAGES:
        raise BadInput(_NO_LANGUAGE)
    with connect() as connection:
        connection.execute("UPDATE people SET language = %s WHERE id = %s", [language, person_id])


def set_look(person_id: int, theme: str, density: str) -> None:
    """Keep the theme and the density of a person's pages.

    Raises ``BadInput`` for an unknown one.
    """
    if theme not in THEMES or density not in DENSITIES:
        raise BadInput(_NO_LOOK)
    with connect() as connection:
        query = "UPDATE people SET theme = %s, density = %s WHERE id = %s"
        connection.execute(query, [theme, density, person_id])


def _secret(account_id: int) -> tuple[str, str]:
    with connect() as connection:
        row: tuple[str, str] | None = connection.execute(
            "SELECT login, password_hash FROM accounts WHERE id = %s", [account_id]
        ).fetchone()
    if row is None:
        raise NotFound(_UNKNOWN.format(login=account_id))
    return row


def units_of(actor: Actor) -> dict[int, Words]:
    """Return the names of the units of the actor's posts, by id."""
    ids = [post.unit_id for post in actor.posts]
    with connect() as connection:
        rows = connection.execute(
            "SELECT id, name, name_en FROM units WHERE id = ANY (%s)", [ids]
        ).fetchall()
    return {id_: Words(name, name_en or name) for id_, name, name_en in rows}


def demo_sign_ins() -> list[tuple[str, Words, str]]:
    """Return sign-in name, name and role of the demonstration's accounts, as far as they exist."""
    with connect() as connection:
        rows = connection.execute(_DEMO, [list(DEMO)]).fetchall()
    return [(login, Words(name, name_en or name), role) for login, name, name_en, role in rows]
