"""``/mails``: mails and results, of the account and of all people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import VISIBLE, Before, Limit, OneOf, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, NoFields, acted
from web.api.items import next_page
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.delivery.messages import mail_log, trial_mails
from workflow.delivery.messages.mail_log import LoggedMail


class OwnMailsQuery(Sent):
    """A page of mails older than ``before``, a number from ``next``."""

    state: Annotated[str, OneOf(tuple(mail_log.STATES))] | None = None
    before: Before | None = None
    limit: Limit = 50


class MailsQuery(OwnMailsQuery):
    """A page of the mails to all people, or to the people of a name."""

    person: Annotated[str, Field(max_length=200, pattern=VISIBLE)] = ""


class Mail(Told):
    """A mail and the result, without content."""

    id: int
    at: datetime
    person: str
    what: Words
    number: str
    state: str
    tries: int
    error: str
    next_try: datetime | None
    sent_at: datetime | None


class MailsPage(Told):
    """A page of mails, the newest first."""

    mails: list[Mail]
    next: str | None


@blueprint.get("/me/mails")
@spec.validate(resp=answers(MailsPage), tags=["mails"], operation_id="own_mails")
def own_mails(query: OwnMailsQuery) -> MailsPage:
    """Return the mails to the account's person."""
    found = mail_log.own(actor(), query.state or "", query.before, query.limit + 1)
    return _page(found, query.limit)


@blueprint.get("/mails")
@spec.validate(resp=answers(MailsPage, 403, 404), tags=["mails"], operation_id="mails")
def mails(query: MailsQuery) -> MailsPage:
    """Return the mails to all people, for administrators."""
    before, limit = query.before, query.limit + 1
    found = mail_log.every(actor(), query.state or "", query.person, before, limit)
    return _page(found, query.limit)


@blueprint.post("/mails/<int:outbox_id>/again")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["mails"], operation_id="mail_again")
def mail_again(outbox_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Send a failed mail again."""
    return acted(json, lambda: mail_log.send_again(actor(), outbox_id))


@blueprint.post("/mails/trial")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["mails"], operation_id="try_mail")
def try_mail(json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Send a mail to the account's person, as a trial of the mail server."""
    return acted(json, lambda: trial_mails.send_trial(actor()))


def _page(found: list[LoggedMail], limit: int) -> MailsPage:
    more = len(found) > limit
    shown = [_mail(mail) for mail in found[:limit]]
    return MailsPage(mails=shown, next=next_page(before=shown[-1].id) if more else None)


def _mail(mail: LoggedMail) -> Mail:
    return Mail(
        id=mail.id,
        at=mail.at,
        person=mail.person,
        what=said.words(mail.what),
        number=mail.number,
        state=mail.state,
        tries=mail.tries,
        error=mail.error,
        next_try=mail.next_try,
        sent_at=mail.sent_at,
    )
