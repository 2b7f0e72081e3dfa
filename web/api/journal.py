"""``/journal``: the logs, for the audit administrator: to read, and to take away."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, cast

from flask import Response
from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import VISIBLE, Day, Limit, OneOf, Sent
from web.api.declared import Told, Words
from web.api.items import next_page
from web.api.refusals import Malformed
from web.api.spec import answers, spec
from web.auth import actor
from web.sheets import log_file
from web.step_up import demand_proof
from workflow.declaration import READ_LOGS
from workflow.errors import BadInput
from workflow.journal import KINDS
from workflow.journal.logs import export, queries, wording
from workflow.platform import settings

_Text = Annotated[str, Field(max_length=200, pattern=VISIBLE)]
_LOGS: tuple[export.Log, ...] = ("journal", "items")


class LogSought(Sent):
    """A filter of a log; ``end`` is included."""

    kind: Annotated[str, OneOf(tuple(KINDS))] | None = None
    person: _Text = ""
    number: _Text = ""
    begin: Day | None = None
    end: Day | None = None


class LogQuery(LogSought):
    """A filter of a log, and a page."""

    after: _Text | None = None
    limit: Limit = 50


class LogSheet(LogSought):
    """A filter of a log, and the form of the file."""

    log: Annotated[str, OneOf(_LOGS)] = "journal"
    form: Annotated[str, OneOf(export.FORMATS)] = "csv"


class JournalEntry(Told):
    """An entry of the journal; ``hash`` chains the entry to the entry before."""

    seq: int
    at: datetime
    kind: str
    words: Words
    actor: str
    login: str | None
    address: str
    subject: Words
    details: Words
    hash: str


class JournalPage(Told):
    """A page of the journal, the newest first."""

    entries: list[JournalEntry]
    next: str | None


class MoveLogged(Told):
    """A move of an item, without the content of the item."""

    number: str
    seq: int
    at: datetime
    move: Words
    actor: str
    hash: str


class MovesPage(Told):
    """A page of the moves of every item, the newest first."""

    moves: list[MoveLogged]
    next: str | None


@blueprint.get("/journal")
@spec.validate(resp=answers(JournalPage, 403, 404), tags=["journal"], operation_id="journal")
def journal(query: LogQuery) -> JournalPage:
    """Return a page of the journal: events outside of items."""
    try:
        rows, more = queries.entries(actor(), _sought(query), query.after, query.limit)
    except BadInput as error:
        raise Malformed(error.words) from error
    told = [
        JournalEntry(
            seq=row.seq,
            at=row.at,
            kind=row.kind,
            words=said.words(wording.kind(row)),
            actor=row.actor_name,
            login=row.login,
            address=row.address,
            subject=said.words(wording.subject(row)),
            details=said.words(wording.details(row)),
            hash=row.hash,
        )
        for row in rows
    ]
    return JournalPage(entries=told, next=next_page(after=more) if more else None)


@blueprint.get("/journal/items")
@spec.validate(resp=answers(MovesPage, 403, 404), tags=["journal"], operation_id="moves_logged")
def moves_logged(query: LogQuery) -> MovesPage:
    """Return a page of the moves of every item, of 30 days where no day is named."""
    try:
        rows, more = queries.moves(actor(), _sought(query), _today(), query.after, query.limit)
    except BadInput as error:
        raise Malformed(error.words) from error
    told = [
        MoveLogged(
            number=row.number,
            seq=row.seq,
            at=row.at,
            move=said.words(wording.move(row)),
            actor=row.actor_name,
            hash=row.hash,
        )
        for row in rows
    ]
    return MovesPage(moves=told, next=next_page(after=more) if more else None)


@blueprint.get("/exports/journal")
@spec.validate(resp=answers(None, 403, 404), tags=["exports"], operation_id="export_journal")
def export_journal(query: LogSheet) -> Response:
    """Return a log as a file; the token needs the scope decide, and the journal notes it."""
    READ_LOGS.demand(actor())
    demand_proof()
    log, form = cast(export.Log, query.log), cast(export.Format, query.form)
    try:
        made = export.export(actor(), log, _sought(query), form, _today())
    except BadInput as error:
        raise Malformed(error.words) from error
    return log_file(made, log, form, _today())


def _sought(query: LogSought) -> queries.LogFilter:
    return queries.LogFilter(
        kind=query.kind or "",
        person=query.person.strip(),
        number=query.number.strip(),
        begin=query.begin,
        end=query.end,
    )


def _today() -> date:
    return datetime.now(UTC).astimezone(settings().zone).date()
