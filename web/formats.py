"""How instants, days, sizes and names read on a page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from babel.dates import format_date, format_timedelta, get_day_names
from flask import Flask, Response, request, url_for
from markupsafe import Markup

from web.languages import LOCALES, language
from workflow.platform import settings

_PATTERNS = {"zh": "yyyy-MM-dd（EEE）", "en": "EEE d MMM yyyy"}


def install(app: Flask) -> None:
    """Give the formats to the templates."""
    for filter_ in (
        day,
        local_day,
        plain_day,
        in_full,
        month_name,
        weekday,
        moment,
        clock,
        ago,
        size,
    ):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep_assets)


def day(value: date | str) -> Markup:
    """Show a day with its weekday."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), plain_day(on))


def local_day(at: datetime) -> Markup:
    """Show the day of an instant."""
    return day(at.astimezone(settings().zone).date())


def plain_day(on: date) -> str:
    """Return a day with its weekday as a text without an element, for an attribute."""
    return str(format_date(on, _PATTERNS[language()], LOCALES[language()]))


def in_full(value: date | str) -> Markup:
    """Show a day in the form of a document."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    shown = format_date(on, "long", LOCALES[language()])
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), shown)


def month_name(first: date) -> str:
    """Return the name of a month."""
    return str(format_date(first, "LLLL", LOCALES[language()]))


def weekday(number: int, width: Literal["wide", "narrow"]) -> str:
    """Return the name of a day of the week; Monday is 0."""
    return str(get_day_names(width, "stand-alone", LOCALES[language()])[number])


def moment(at: datetime) -> Markup:
    """Show an instant in local time."""
    local = at.astimezone(settings().zone)
    shown = local.strftime("%Y-%m-%d %H:%M")
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), shown)


def clock(at: datetime) -> Markup:
    """Show the time of day of an instant, where the day is known."""
    local = at.astimezone(settings().zone)
    return Markup('<time datetime="{}">{:%H:%M}</time>').format(local.isoformat(), local)


def ago(at: datetime, now: datetime | None = None) -> Markup:
    """Show the time passed since an instant; the instant itself is in the tooltip."""
    local = at.astimezone(settings().zone)
    gone = at - (now or datetime.now(UTC))
    locale = LOCALES[language()]
    shown = format_timedelta(gone, add_direction=True, locale=locale, threshold=1.5)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        local.isoformat(), local.strftime("%Y-%m-%d %H:%M"), shown
    )


def size(count: int) -> str:
    """Show a number of bytes with its unit."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.0f} KB" if count < 2**20 else f"{count / 2**20:.1f} MB"


def asset(name: str) -> str:
    """Return the cacheable address of a static file: the address changes with the content."""
    return url_for("static", filename=name, v=_digest(name))


def _keep_assets(response: Response) -> Response:
    """Let browsers keep what never changes under its address."""
    if request.endpoint != "static" or response.status_code >= 400:
        return response
    if request.args.get("v") == _digest((request.view_args or {})["filename"]):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if response.status_code == 200:  # whole: Flask-Compress leaves a file open that it streams
        response.direct_passthrough = False
        response.make_sequence()
    return response


@lru_cache
def has_asset(name: str) -> bool:
    """Say whether there is a static file of the name."""
    return (Path(__file__).parent / "static" / name).is_file()


@lru_cache
def _digest(name: str) -> str:
    return sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:12]
