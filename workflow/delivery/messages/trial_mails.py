"""A mail to oneself for trying the mail server; sent at any hour."""

from __future__ import annotations

from dataclasses import dataclass

from workflow import journal
from workflow.declaration import READ_MAILS, Actor
from workflow.errors import NotPossible
from workflow.platform import connect, settings
from workflow.words import Words

_SEND = """
    INSERT INTO outbox (person_id, kind, at, available_at)
    SELECT id, 'trial', now(), now() FROM people WHERE id = %s AND email <> '' RETURNING id"""
_READ = "SELECT email, name, name_en, language FROM people p, outbox o WHERE p.id = o.person_id"
NO_SERVER = Words(
    "还没有设置邮件服务器。请在服务器上设置 SMTP_URL（smtp://user:password@host:587），"
    "重新启动服务，再回到这里。",
    "No mail server is set. Set SMTP_URL (smtp://user:password@host:587) at the server, start the"
    " service again, and come back here.",
)
NO_ADDRESS = Words(
    "您还没有登记邮箱，收不到邮件。请先在“人员与账号”更正信息。",
    "You have no mail address yet, so no mail can reach you. Correct your details on the page of"
    " people first.",
)


@dataclass(frozen=True, slots=True)
class TrialLetter:
    """A trial to be written now."""

    outbox_id: int
    address: str
    name: Words
    language: str


def send_trial(actor: Actor) -> int:
    """Enqueue a mail to the actor; return its number.

    Raises ``NotPossible`` without a mail server or an address, ``NotFound`` without the right.
    """
    READ_MAILS.demand(actor)
    if not settings().smtp_url:
        raise NotPossible(NO_SERVER)
    with connect() as connection, connection.transaction():
        row = connection.execute(_SEND, [actor.person_id]).fetchone()
        if row is None:
            raise NotPossible(NO_ADDRESS)
        journal.note(connection, "message", actor, subject=("message", row[0]), to=actor.person_id)
    return int(row[0])


def letter_of(outbox_id: int) -> TrialLetter | None:
    """Return the content of a trial, or ``None`` for a mail of another kind."""
    query = f"{_READ} AND o.id = %s AND o.about = 'trial'"
    with connect() as connection:
        row = connection.execute(query.encode(), [outbox_id]).fetchone()
    if row is None:
        return None
    address, name, name_en, language = row
    return TrialLetter(outbox_id, address, Words(name, name_en or name), language)
