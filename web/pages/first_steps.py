"""The steps after the founding: a trial of the mail server, and a look at the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs
from workflow.calendar import Calendar
from workflow.declaration import KEEP_CALENDAR, READ_MAILS, fields
from workflow.delivery.messages import mail_log, trial_mails
from workflow.engine.loading import read_now
from workflow.errors import BadInput, NotPossible
from workflow.escalation.calendar_changes import commands
from workflow.escalation.calendar_changes.forms import SET_DAYS, own_days
from workflow.platform import connect, settings

blueprint = Blueprint("first_steps", __name__, url_prefix="/first-steps")
_SHOWN = 12  # own days to come


@blueprint.get("/mail")
def mail() -> str:
    """Show the mail server, and the trials of the person so far."""
    return _mail()


@blueprint.post("/mail")
def send_trial() -> AnyResponse:
    """Send a mail to oneself, or say why none can be sent."""
    try:
        trial_mails.send_trial(actor())
    except NotPossible as refused:
        return make_response(_mail(refused), status_of(refused))
    flash(gettext("The mail is on its way; look again in a moment."))
    return redirect(url_for(".mail"), 303)


@blueprint.get("/calendar")
def calendar() -> str:
    """Show the public holidays that count, and the form for days of one's own."""
    return _calendar(Filled())


@blueprint.post("/calendar")
def set_days() -> AnyResponse:
    """Set a day, or every day up to another."""
    filled = Filled.sent()
    try:
        values, _ = fields.parse(SET_DAYS, filled.values, "")
        commands.set_days(actor(), own_days(values))
    except BadInput as refused:
        filled.note(refused)
        return make_response(_calendar(filled, refused), status_of(refused))
    flash(gettext("The calendar was changed."))
    return redirect(url_for(".calendar"), 303)


def _mail(error: NotPossible | None = None) -> str:
    READ_MAILS.demand(actor())
    trials = mail_log.trials(actor())
    return render_template(
        "first_steps_mail.html",
        trials=trials,
        states=mail_log.STATES,
        is_under_way=any(trial.state == "waiting" for trial in trials[:1]),
        has_server=bool(settings().smtp_url),
        sender=settings().mail_from,
        no_server=trial_mails.NO_SERVER,
        error=error,
    )


def _calendar(filled: Filled, error: BadInput | None = None) -> str:
    KEEP_CALENDAR.demand(actor())
    in_force, today = commands.in_force_now(), _today()
    own = sorted((day for day in in_force.own.values() if day.day >= today), key=lambda d: d.day)
    shown: dict[str, Any] = {"filled": filled, "error": error}
    return render_template(
        "first_steps_calendar.html",
        country=settings().country,
        zone=settings().timezone,
        years=[(year, _is_published(in_force, year)) for year in (today.year, today.year + 1)],
        own=own[:_SHOWN],
        inputs=inputs(SET_DAYS, filled, actor(), None),
        **shown,
    )


def _is_published(calendar: Calendar, year: int) -> bool:
    return not calendar.is_provisional(year)


def _today() -> date:
    with connect() as connection:
        return read_now(connection).astimezone(settings().zone).date()
