"""Approval by two administrators for acts that let a person sign in, or raise a right.

One administrator asks, another of the other kind agrees, and only then is the act carried out. The
person is told at the address of the time of the request. The database holds the rule, too: a row of
a person, an account or a post changes only in the transaction of an approval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, cast

from psycopg import Rollback
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from workflow import journal
from workflow.declaration import Actor, pack
from workflow.errors import NotPossible
from workflow.platform import Connection
from workflow.words import Words

SYSTEM, SECURITY, MACHINE = "system_admin", "security_admin", "machine"
OTHER = {SYSTEM: SECURITY, SECURITY: SYSTEM}
WAITS = timedelta(days=7)  # what nobody has agreed to by then has to be asked for anew
ASKED, AGREED = "approval_asked", "approval_agreed"
KINDS: dict[str, Words] = {
    "address": Words("把邮箱改为“{email}”", 'change the mail address to "{email}"'),
    "account": Words("开通账号“{login}”并寄出邀请", 'open the account "{login}" and invite'),
    "reopen": Words("重新启用账号“{login}”", 'open the account "{login}" again'),
    "factor": Words("停用账号“{login}”的动态口令", 'take the second factor of "{login}" away'),
    "return": Words("撤销离任，可以重新登录", "take the leaving back, so that signing in works"),
    "post": Words("任命为“{unit}”{role}（{days}）", 'appoint as {role} in "{unit}" ({days})'),
    "password": Words("在服务器上为“{login}”设置新密码", 'set a password of "{login}" by hand'),
    "token": Words("在服务器上为“{login}”新建令牌", 'make an API token for "{login}" by hand'),
}
_WAITING = Words(
    "{day}，{asker}申请（涉及您的账号）：{what}。须经另一名管理员同意。如果您不知情，请立即告诉安全管理员。",
    "{day}: {asker} asked, about your account, to {what}. Another administrator has to agree. If"
    " you know nothing of it, tell the security administrator at once.",
)
_DONE = Words(
    "经{asker}申请（{day}）、{decider}同意，已生效：{what}。如果您不知情，请立即告诉安全管理员。",
    "{asker} asked ({day}), {decider} agreed, and it was done: to {what}. If you know nothing of"
    " it, tell the security administrator at once.",
)
_REFUSED = Words(
    "{day}，{asker}申请：{what}。{decider}没有同意。",
    "{day}: {asker} asked to {what}; {decider} refused.",
)
_TWICE = Words(
    "已经有人提出同样的申请，正等待另一名管理员同意。",
    "The same was asked for already and waits for another administrator.",
)
COLUMNS = """id, kind, person_id, account_id, details, address, asked_at, asked_as, asked_by,
    asked_name, agreed, decided_at, decided_name, used_at"""
_FILE = """
    INSERT INTO approvals (kind, person_id, account_id, details, address, asked_at, asked_as,
                           asked_by, asked_name)
    SELECT %(kind)s, p.id, %(account)s, %(details)s, p.email, now(), %(role)s, %(by)s, %(name)s
      FROM people p WHERE p.id = %(person)s RETURNING id"""
_SAME = """
    SELECT FROM approvals
     WHERE kind = %(kind)s AND person_id = %(person)s AND details = %(details)s
       AND account_id IS NOT DISTINCT FROM %(account)s AND agreed IS NULL
       AND asked_at > now() - %(waits)s"""
_DECIDE = """
    UPDATE approvals SET agreed = %(agreed)s, decided_at = now(), decided_as = %(role)s,
           decided_by = %(by)s, decided_name = %(name)s,
           granted_in = CASE WHEN %(agreed)s THEN pg_current_xact_id()::text END
     WHERE id = %(id)s AND agreed IS NULL RETURNING id"""
_FOUND = """
    INSERT INTO approvals (kind, details, address, asked_at, asked_as, asked_by, asked_name,
                           agreed, decided_at, decided_as, decided_by, decided_name, granted_in)
    VALUES ('founding', '{}', '', now(), 'machine', '{}', %(name)s, true, now(), 'founding', '{}',
            %(name)s, pg_current_xact_id()::text)"""
_TELL = """
    INSERT INTO outbox (person_id, approval_id, kind, at, available_at)
    SELECT person_id, id, %(kind)s, now(), now() FROM approvals WHERE id = %(id)s AND address <> ''
"""


class ApprovalDetails(TypedDict, total=False):
    """An act to be approved as it is kept, days as ISO dates; empty for a founding."""

    row: dict[str, str | int | None]  # future content of columns
    was: str | None  # what the column holds at the time of the request
    unit: list[str]  # of a post: its name in Chinese and English
    path: str  # of the unit
    address: str  # to which the invitation goes


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act to be approved: the future content of the row, and further facts for the approver."""

    kind: str
    person_id: int
    row: Mapping[str, Any] = field(default_factory=dict)
    account_id: int | None = None
    known: Mapping[str, Any] = field(default_factory=dict)

    @property
    def details(self) -> ApprovalDetails:
        """The act as JSON, dates as ISO text."""
        told: dict[str, Any] = {"row": _plain(self.row)} | _plain(self.known)
        return cast(ApprovalDetails, told)


@dataclass(frozen=True, slots=True)
class Approval:
    """An act asked for by an administrator, and the answer of another."""

    id: int
    kind: str
    person_id: int
    account_id: int | None
    details: ApprovalDetails
    address: str
    asked_at: datetime
    asked_as: str
    asked_by: list[int]
    asked_name: str
    agreed: bool | None
    decided_at: datetime | None
    decided_name: str | None
    used_at: datetime | None

    @property
    def row(self) -> dict[str, Any]:
        """The future content of the row."""
        return dict(self.details["row"])

    @property
    def words(self) -> Words:
        """The act as a sentence."""
        return KINDS[self.kind].format(**_named(self.details))

    @property
    def told(self) -> Words:
        """How the request stands, as the person concerned is told."""
        words = _REFUSED if self.agreed is False else _DONE if self.agreed else _WAITING
        return words.format(
            day=self.asked_at.date().isoformat(), asker=self.asked_name, what=self.words,
            decider=self.decided_name or "",
        )  # fmt: skip

    @property
    def asker(self) -> Actor:
        """The asking administrator, as an actor for the journal."""
        return Actor(self.asked_by[0] if self.asked_by else None, self.asked_name)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def _named(details: ApprovalDetails) -> dict[str, Any]:
    """Return the values named in the sentence of an act: roles and units in words."""
    row = details["row"]
    named: dict[str, Any] = {**row, **{k: v for k, v in details.items() if k != "row"}}
    if "role" in row:
        named["role"] = pack().roles.get(role := str(row["role"]), Words(role, role))
        zh, en = details["unit"]
        named["unit"] = Words(zh, en)
        until = row["valid_to"]
        named["days"] = Words(
            f"{row['valid_from']}至{until}" if until else f"自{row['valid_from']}起",
            f"{row['valid_from']} to {until}" if until else f"from {row['valid_from']} on",
        )
    return named


def ask(
    connection: Connection,
    actor: Actor,
    role: str,
    wanted: Wanted,
    trial: Callable[[], object] | None = None,
) -> int:
    """File a request within an open transaction; return its number.

    ``trial`` carries the act out and is undone: refusals to come are raised now. Raises
    ``NotPossible`` where the same request waits already.
    """
    values = {
        "kind": wanted.kind, "person": wanted.person_id, "account": wanted.account_id,
        "details": Jsonb(wanted.details), "role": role, "by": [*actor.people], "name": actor.name,
        "waits": WAITS,
    }  # fmt: skip
    if connection.execute(_SAME, values).fetchone() is not None:
        raise NotPossible(_TWICE)
    if trial:
        _try(connection, trial)
    row = connection.execute(_FILE, values).fetchone()
    assert row  # noqa: S101 -- the person is there: the caller has locked the row
    tell(connection, row[0], ASKED)
    _note(connection, actor, row[0], wanted.kind, wanted.person_id, "asked")
    return int(row[0])


def _try(connection: Connection, trial: Callable[[], object]) -> None:
    with connection.transaction():
        trial()
        raise Rollback


def decide(
    connection: Connection, approval: Approval, actor: Actor, role: str, agreed: bool
) -> bool:
    """Note the answer; say whether the request was still open.

    The transaction of an agreement also carries the act out.
    """
    values = {
        "id": approval.id, "agreed": agreed, "role": role, "by": [*actor.people],
        "name": actor.name,
    }  # fmt: skip
    if connection.execute(_DECIDE, values).fetchone() is None:
        return False
    what = "agreed" if agreed else "refused"
    _note(connection, actor, approval.id, approval.kind, approval.person_id, what)
    return True


def founds(connection: Connection) -> bool:
    """Say whether the machine still acts alone: no two administrators could agree yet."""
    row = connection.execute("SELECT NOT founding_is_over()").fetchone()
    return bool(row and row[0])


def found(connection: Connection) -> bool:
    """Let the transaction of the machine's operator found the installation; say whether it does."""
    if not founds(connection):
        return False
    connection.execute(_FOUND, {"name": "Rectify"})
    return True


def tell(connection: Connection, approval_id: int, kind: str) -> None:
    """Enqueue a mail to the person concerned, to the address of the time of the request."""
    connection.execute(_TELL, {"id": approval_id, "kind": kind})


def read(connection: Connection, approval_id: int) -> Approval | None:
    """Return a request, locked against other decisions, or ``None``."""
    query = f"SELECT {COLUMNS} FROM approvals WHERE id = %s AND kind <> 'founding' FOR UPDATE"  # noqa: S608
    with connection.cursor(row_factory=class_row(Approval)) as cursor:
        return cursor.execute(query.encode(), [approval_id]).fetchone()


def _note(
    connection: Connection, actor: Actor, number: int, kind: str, person_id: int, what: str
) -> None:
    subject = ("person", person_id)
    journal.note(
        connection, "approval", actor, subject=subject, what=what, approval=number, only=kind
    )
