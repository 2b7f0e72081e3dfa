"""Drafts: a browser keeps an unsent form by person, address and query, and drops it once sent."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, flash, request

from web import form_keys, standing_in
from web.auth import identity


def install(app: Flask) -> None:
    """Let templates name the draft of their form."""
    app.jinja_env.globals["draft_key"] = key


def key() -> str:
    """Return the key of the draft: account, delegation, and the address without the form's key."""
    query = [pair for pair in request.args.items(multi=True) if pair[0] != form_keys.ARGUMENT]
    whom = f"{identity().account_id} {standing_in.chosen(by_header=False)}"
    return f"draft {whom} {request.path}?{urlencode(sorted(query))}"


def done(message: str) -> None:
    """Say on the next page that the form was taken; the browser drops its draft."""
    flash(message, key())
