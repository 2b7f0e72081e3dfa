"""The log of mails: enqueued, sent, failed and why; and sending a failed mail again.

The system administrator of the whole installation sees every mail without its content, not even a
number; everybody sees their own, with the item as far as still visible to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, select, text

from workflow import journal
from workflow.declaration import READ_MAILS, Actor, pack
from workflow.delivery import outbox
from workflow.delivery.mail_hours import opens_next
from workflow.engine.visibility import visible
from workflow.errors import NotFound
from workflow.platform import connect, mentions, reading, words_of
from workflow.platform.models import Event, ItemRow, Outbox, Person
from workflow.queries.inbox import move_words
from workflow.snapshots import policies
from workflow.words import Words

MailState = Literal["sent", "failed", "waiting"]
STATES: dict[MailState, Words] = {
    "sent": Words("已发出", "Sent"),
    "failed": Words("未发出", "Not sent"),
    "waiting": Words("待发出", "Waiting"),
}
_GONE = Words("没有这封邮件。", "There is no such mail.")
_DIGEST, _ITEM = Words("每日摘要", "Digest"), Words("事项", "About an item")
_DELEGATION, _LINK = Words("委托", "Delegation"), Words("账号链接", "Link for an account")
_APPROVAL = Words("账号申请", "Request about an account")
_CHANNEL = Words("消息渠道", "Channel")
_REPORT = Words("定期报表", "Report")
_TRIAL = Words("试发邮件", "Trial of the mail server")
_ABOUT_PERSON = mentions("people.name", "people.name_en", words=":words")
_FAILED = Outbox.failed_at.is_not(None)
_SENT = Outbox.delivered_at.is_not(None)
_IN_STATE: dict[str, ColumnElement[bool]] = {
    "sent": _SENT, "failed": _FAILED, "waiting": and_(~_SENT, ~_FAILED),
}  # fmt: skip
_COLUMNS = (
    Outbox.id, Outbox.at, Outbox.link_id, Outbox.digest_on, Outbox.delegation_id,
    Outbox.approval_id, Outbox.channel_id, Outbox.report_copy_id, Outbox.attempts, Outbox.error,
    Outbox.available_at, Outbox.delivered_at, Outbox.failed_at, Outbox.about, Person.name,
)  # fmt: skip
_ABOUT = (ItemRow.number, ItemRow.list_key, Event.trigger, Event.source, Event.changes)


@dataclass(frozen=True, slots=True)
class LoggedMail:
    """A mail and its result; ``number`` is empty where the number is confidential."""

    id: int
    at: datetime
    person: str
    what: Words
    number: str
    state: MailState
    tries: int
    error: str
    next_try: datetime | None
    sent_at: datetime | None


def failed() -> int:
    """Count the given-up mails."""
    query = select(func.count()).where(_FAILED, Outbox.person_id.is_not(None))
    with reading() as connection:
        return connection.execute(query).scalar_one()


def every(
    actor: Actor, state: str = "", person: str = "", before: int | None = None, limit: int = 50
) -> list[LoggedMail]:
    """Return the mails to everybody, the newest first; an unknown ``state`` filters nothing.

    Raises ``NotFound`` without the right to read all mails.
    """
    READ_MAILS.demand(actor)
    query = select(*_COLUMNS).join(Person, Person.id == Outbox.person_id)
    if words := words_of(person):
        query = query.where(text(_ABOUT_PERSON).bindparams(words=words))
    return _page(query, state, before, limit)


def own(
    actor: Actor, state: str = "", before: int | None = None, limit: int = 50
) -> list[LoggedMail]:
    """Return the mails to the actor, the newest first."""
    query = (
        select(*_COLUMNS, *_ABOUT)
        .join(Person, Person.id == Outbox.person_id)
        .outerjoin(ItemRow, and_(ItemRow.id == Outbox.item_id, visible(actor)))
        .outerjoin(Event, and_(Event.item_id == ItemRow.id, Event.seq == Outbox.seq))
        .where(Outbox.person_id == actor.person_id)
    )
    return _page(query, state, before, limit)


def trials(actor: Actor, limit: int = 5) -> list[LoggedMail]:
    """Return the trials of the mail server by the actor, the newest first."""
    query = (
        select(*_COLUMNS)
        .join(Person, Person.id == Outbox.person_id)
        .where(Outbox.person_id == actor.person_id, Outbox.about == "trial")
    )
    return _page(query, "", None, limit)


def send_again(actor: Actor, outbox_id: int) -> None:
    """Enqueue a failed mail again: a mail to the actor, or any with the right to read all.

    Raises ``NotFound`` for any other mail.
    """
    query = select(Outbox.person_id).where(Outbox.id == outbox_id, _FAILED)
    with reading() as connection:
        person = connection.execute(query).scalar()
    if person is None or not (person == actor.person_id or READ_MAILS.held_by(actor)):
        raise NotFound(_GONE)
    with connect() as written, written.transaction():
        if outbox.retry(written, outbox_id):
            journal.note(written, "message", actor, subject=("message", outbox_id), to=person)


def _page(
    query: Select[*tuple[Any, ...]], state: str, before: int | None, limit: int
) -> list[LoggedMail]:
    if state in _IN_STATE:
        query = query.where(_IN_STATE[state])
    if before is not None:
        query = query.where(Outbox.id < before)
    with reading() as connection:
        rows = connection.execute(query.order_by(Outbox.id.desc()).limit(limit)).all()
    return [_message(row) for row in rows]


def _message(row: Any) -> LoggedMail:
    state: MailState = "sent" if row.delivered_at else "failed" if row.failed_at else "waiting"
    waits = opens_next(policies.calendar(), row.available_at) if state == "waiting" else None
    return LoggedMail(
        row.id,
        row.at,
        row.name,
        _what(row),
        getattr(row, "number", None) or "",
        state,
        row.attempts,
        row.error,
        waits,
        row.delivered_at,
    )


def _what(row: Any) -> Words:
    for kind, words in (
        (row.digest_on, _DIGEST), (row.link_id, _LINK), (row.delegation_id, _DELEGATION),
        (row.approval_id, _APPROVAL),
        (row.channel_id, _CHANNEL), (row.report_copy_id, _REPORT),
    ):  # fmt: skip
        if kind is not None:
            return words
    if row.about == "trial":
        return _TRIAL
    if getattr(row, "number", None) is None or pack().lists[row.list_key].readers:
        return _ITEM
    return move_words(row.list_key, row.trigger, row.source, row.changes)
