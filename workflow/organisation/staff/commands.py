"""Keep people: add, correct, enter departure and return.

Acts that let a person sign in (another address, an account, a return) are only asked for here; they
are carried out once the other administrator has agreed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from psycopg.rows import class_row

from workflow import journal, organisation
from workflow.accounts import (
    Details,
    add_person,
    approvals,
    check_login,
    correct_person,
    open_account,
)
from workflow.accounts.approvals import SECURITY, SYSTEM, Approval, Wanted
from workflow.accounts.links import INVITATION, send_link
from workflow.declaration import CHECK, KEEP_PEOPLE, READ_PEOPLE, SECURE_PEOPLE, Actor, Entitlement
from workflow.errors import NO_PAGE, BadInput, CodedWords, NotFound, NotPermitted, NotPossible
from workflow.platform import Connection, cleaned, connect
from workflow.words import Words

ADD = Words("新增人员", "Add a person")
CORRECT = Words("更正信息", "Correct the details")
LEAVES = Words("办理离任", "Record a departure")
RETURNS = Words("撤销离任", "Record a return")
OPEN = Words("开通账号", "Open an account")
_NO_MAIL = CodedWords(
    "请先登记邮箱，邀请要寄到那里",
    "enter a mail address first; the invitation goes there",
    "missing",
)
_NOT_LEFT = Words("{person}没有离任。", "{person} has not left.")
_LEFT = Words("{person}已经离任。", "{person} has left.")
_ONESELF = Words("不能为自己办理。", "Nobody does this for themselves.")
_LATER = Words(
    "{person}已办理离任；要推迟最后一日，请先撤销离任。",
    "{person} is entered as leaving; to put the last day off, enter first that they are back.",
)
_HAS_ONE = Words(
    "{person}已有账号“{login}”，一个人只有一个账号；停用的账号可以重新启用。",
    'One account for one person: {person} has "{login}"; a closed one can be opened again.',
)
_MOVED = Words(
    "提出申请以后，此人的邮箱又变了，请退回后重新申请。",
    "The mail address has changed since this was asked for; refuse it and have it asked anew.",
)
_PERSON = "SELECT id, name, name_en, email, code, language, left_on FROM people WHERE id = %s"
_ADDRESS = "UPDATE people SET email = %s WHERE id = %s"
_ACCOUNTS = "SELECT login FROM accounts WHERE person_id = %s ORDER BY active DESC, id LIMIT 1"
_BACK = "UPDATE people SET left_on = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class PersonKept:
    """A person as stored."""

    id: int
    name: str
    name_en: str
    email: str
    code: str | None
    language: str
    left_on: date | None


def add(actor: Actor, details: Details, login: str = "") -> int:
    """Add a person; with a sign-in name ask for an account and an invitation as well."""
    READ_PEOPLE.demand(actor)
    KEEP_PEOPLE.demand(actor, doing=ADD)
    with connect() as connection, connection.transaction():
        _check_invited(details.email, login)
        person_id = add_person(connection, details)
        journal.note(connection, "person", actor, subject=("person", person_id), what="added")
        if login:
            _ask_account(connection, actor, person_id, details.trimmed["email"], login)
    return person_id


def correct(actor: Actor, person_id: int, details: Details) -> int | None:
    """Correct a person's details at once; return the request where the address changes.

    Links are sent to the address, so a new address waits for the security administrator, and the
    person is told at the present address.
    """
    with _about(actor, person_id, KEEP_PEOPLE, CORRECT) as (connection, before):
        correct_person(connection, person_id, details)
        changed = _changed(before, details)
        address = changed.pop("email", None)
        if changed or not address:
            subject = ("person", person_id)
            journal.note(
                connection, "person", actor, subject=subject, what="corrected", changed=changed
            )
        return _ask_address(connection, actor, before, address[1]) if address else None


def _ask_address(connection: Connection, actor: Actor, before: PersonKept, email: str) -> int:
    request = Wanted("address", before.id, {"email": email}, known={"was": before.email})
    return approvals.ask(connection, actor, SYSTEM, request)


def carry_address(connection: Connection, approval: Approval) -> None:
    """Put the new address in force; links sent before become void."""
    _demand_address(connection, approval.person_id, approval.details["was"] or "")
    connection.execute(_ADDRESS, [approval.row["email"], approval.person_id])
    journal.note(
        connection, "person", approval.asker, subject=("person", approval.person_id),
        what="corrected", changed={"email": "changed"},
    )  # fmt: skip


def open_one(actor: Actor, person_id: int, login: str) -> int:
    """Ask for an account of a known person; the invitation goes out after the approval.

    Raises ``NotPossible`` where the person has left or has an account, ``BadInput`` for a wrong
    address or sign-in name.
    """
    with _about(actor, person_id, KEEP_PEOPLE, OPEN) as (connection, person):
        if person.left_on:
            raise NotPossible(_LEFT.format(person=person.name))
        _check_invited(person.email, login)
        if known := connection.execute(_ACCOUNTS, [person_id]).fetchone():
            raise NotPossible(_HAS_ONE.format(person=person.name, login=known[0]))
        return _ask_account(connection, actor, person_id, person.email, login)


def _ask_account(
    connection: Connection, actor: Actor, person_id: int, email: str, login: str
) -> int:
    request = Wanted("account", person_id, {"login": login}, known={"address": email})
    trial = partial(open_account, connection, person_id, login)
    return approvals.ask(connection, actor, SYSTEM, request, trial)


def carry_account(connection: Connection, approval: Approval) -> None:
    """Open the account and send the invitation to the approved address.

    Raises ``NotPossible`` where the address has changed since.
    """
    _demand_address(connection, approval.person_id, approval.details["address"])
    made = open_account(connection, approval.person_id, approval.row["login"])
    send_link(connection, made, INVITATION)


def _demand_address(connection: Connection, person_id: int, email: str) -> None:
    query = "SELECT email FROM people WHERE id = %s FOR UPDATE"
    if connection.execute(query, [person_id]).fetchone() != (email,):
        raise NotPossible(_MOVED)


def leave(
    actor: Actor, person_id: int, last: date | None = None, now: datetime | None = None
) -> list[int]:
    """Enter a person's departure after a last day; return the ids of units that lose a post.

    Raises ``NotPossible`` where an earlier departure is entered, ``NotPermitted`` for oneself.
    """
    with _about(actor, person_id, SECURE_PEOPLE, LEAVES) as (_, person):
        if person.left_on and (last is None or last >= person.left_on):
            raise NotPossible(_LATER.format(person=person.name))
    if person_id in actor.people:
        raise NotPermitted(_ONESELF)
    return organisation.leave(actor, person_id, last, now)


def come_back(actor: Actor, person_id: int) -> int:
    """Ask to cancel a person's departure; ended posts are given anew, if at all.

    Raises ``NotPermitted`` for oneself, ``NotPossible`` where the person has not left.
    """
    with _about(actor, person_id, SECURE_PEOPLE, RETURNS) as (connection, person):
        if person_id in actor.people:
            raise NotPermitted(_ONESELF)
        if person.left_on is None:
            raise NotPossible(_NOT_LEFT.format(person=person.name))
        request = Wanted("return", person_id, {"left_on": None}, known={"was": person.left_on})
        return approvals.ask(connection, actor, SECURITY, request)


def carry_return(connection: Connection, approval: Approval) -> None:
    """Cancel the person's departure."""
    connection.execute(_BACK, [approval.row["left_on"], approval.person_id])
    journal.note(
        connection, "person", approval.asker, subject=("person", approval.person_id), what="back",
        left_on=approval.details["was"],
    )  # fmt: skip


@contextmanager
def _about(
    actor: Actor, person_id: int, right: Entitlement, what: Words
) -> Iterator[tuple[Connection, PersonKept]]:
    READ_PEOPLE.demand(actor)
    right.demand(actor, doing=what)
    with connect() as connection, connection.transaction():
        with connection.cursor(row_factory=class_row(PersonKept)) as cursor:
            row = cursor.execute(f"{_PERSON} FOR UPDATE", [person_id]).fetchone()
        if row is None:
            raise NotFound(NO_PAGE)
        yield connection, row


def _check_invited(email: str, login: str) -> None:
    if not login:
        return
    check_login(login)
    if not cleaned(email):
        raise BadInput(CHECK, {"email": _NO_MAIL})


def _changed(before: PersonKept, details: Details) -> dict[str, Any]:
    """Return the changed fields, each with the values before and after."""
    now = details.trimmed
    was = {key: getattr(before, key) or "" for key in now}
    return {key: [was[key], now[key]] for key in now if was[key] != now[key]}
