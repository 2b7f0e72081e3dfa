"""The calendar: a year at a glance, the check of a notice, and own days for its keeper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs
from web.pages import due_dates
from workflow.calendar import CONVENTIONS, Calendar, OwnDay
from workflow.calendar.holiday_notice import Checked, check
from workflow.calendar.year_view import months
from workflow.declaration import KEEP_CALENDAR, fields
from workflow.engine.loading import read_now
from workflow.errors import BadInput, WorkflowError
from workflow.escalation.calendar_changes import commands
from workflow.escalation.calendar_changes.day_sheets import LARGEST, read_days
from workflow.escalation.calendar_changes.forms import CHECK_NOTICE, SET_DAYS, own_days
from workflow.platform import connect, settings
from workflow.words import Words

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
blueprint.register_blueprint(due_dates.nested)
_FIRST, _LAST = 1900, 2199
_NO_FILE = Words("请选择一个文件。", "Choose a file.")
_NO_YEAR = Words("年份要在{first}到{last}之间。", "The year has to be from {first} to {last}.")
_NO_DAY = Words("没有这一天。", "There is no such day.")


@blueprint.get("")
def show() -> str:
    """Show a year, and the check of a notice where asked for."""
    asked = Filled({key: request.args[key] for key in request.args if key != "year"})
    try:
        checked = _checked(asked) if asked.values else None
    except WorkflowError as error:
        asked.note(error)
        checked = None
    return _page(_year(), asked=asked, checked=checked)


@blueprint.post("/days")
def set_days() -> Response:
    """Set a day, or every day up to another."""
    KEEP_CALENDAR.demand(actor())
    filled = Filled.sent()
    try:
        values, _ = fields.parse(SET_DAYS, filled.values, "")
        days = own_days(values)
        commands.set_days(actor(), days)
    except BadInput as error:
        filled.note(error)
        return make_response(_page(_today().year, filled=filled, error=error), status_of(error))
    flash(
        gettext("The calendar was changed; due dates that stand move once it is applied to them.")
    )
    return redirect(url_for(".show", year=days[0].day.year), 303)


@blueprint.post("/days/remove")
def remove_day() -> Response:
    """Remove a day of the organisation's own; the country's calendar holds again."""
    day = _day(request.form.get("day", ""))
    commands.remove_day(actor(), day)
    flash(
        gettext("The calendar was changed; due dates that stand move once it is applied to them.")
    )
    return redirect(url_for(".show", year=day.year), 303)


@blueprint.post("/years")
def settle_year() -> Response:
    """Declare the schedule of a year complete, or not complete."""
    year = _number(request.form.get("year", ""))
    commands.settle_year(actor(), year, settled=request.form.get("settled") == "yes")
    flash(
        gettext("The calendar was changed; due dates that stand move once it is applied to them.")
    )
    return redirect(url_for(".show", year=year), 303)


@blueprint.post("/conventions")
def set_convention() -> Response:
    """Set whether the first day counts for a kind of deadline."""
    first = request.form.get("counts_first") == "yes"
    commands.set_convention(actor(), request.form.get("key", ""), counts_first=first)
    flash(
        gettext("The convention was changed; due dates that stand move once it is applied to them.")
    )
    return redirect(url_for(".show"), 303)


@blueprint.post("/import")
def import_days() -> Response:
    """Show the days in a file, or set them."""
    KEEP_CALENDAR.demand(actor())
    try:
        days = _file()
        if request.form.get("dry_run"):
            year = days[0].day.year if days else _today().year
            return make_response(_page(year, proposed=days))
        commands.set_days(actor(), days)
    except BadInput as error:
        return make_response(_page(_today().year, error=error), status_of(error))
    flash(
        gettext("The calendar was changed; due dates that stand move once it is applied to them.")
    )
    return redirect(url_for(".show", year=days[0].day.year if days else None), 303)


def _page(year: int, **more: Any) -> str:
    calendar = commands.in_force_now()
    shown: dict[str, Any] = {"asked": Filled(), "filled": Filled(), "error": None} | more
    return render_template(
        "calendar.html",
        calendar=calendar,
        year=year,
        today=_today(),
        months=months(calendar, year),
        own=sorted((own for own in calendar.own.values()), key=lambda own: own.day),
        conventions=CONVENTIONS,
        may_change=KEEP_CALENDAR.held_by(actor()),
        set_inputs=inputs(SET_DAYS, shown["filled"], actor(), None),
        notice_inputs=inputs(CHECK_NOTICE, shown["asked"], actor(), None),
        **shown,
    )


def _checked(asked: Filled) -> Checked:
    values, _ = fields.parse(CHECK_NOTICE, asked.values, "")
    if values["end"] < values["start"]:
        raise BadInput(fields.CHECK, {"end": Words("结束日早于起始日", "it ends before it begins")})
    calendar: Calendar = commands.in_force_now()
    first = calendar.counts_first_of(CONVENTIONS[values["kind"]])
    return check(calendar, values["start"], values["end"], values["stated"], counts_first=first)


def _file() -> list[OwnDay]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadInput(_NO_FILE)
    return read_days(sent.read(LARGEST + 1), sent.filename)


def _year() -> int:
    return _number(request.args.get("year", str(_today().year)))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and _FIRST <= int(text[:5]) <= _LAST):
        raise BadInput(_NO_YEAR.format(first=_FIRST, last=_LAST))
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(_NO_DAY) from None


def _today() -> date:
    with connect() as connection:
        now: datetime = read_now(connection)
    return now.astimezone(settings().zone).date()
