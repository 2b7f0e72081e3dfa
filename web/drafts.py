"""Drafts: a browser keeps an unsent form by person, address and query.

A draft ends when its form was taken, when its owner discards it, and at sign-out.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, flash, g, request

from web import standing_in
from web.auth import identity
from web.forms import form_keys

ALL = "drafts"  # what a message is about that ends every draft of the browser


def install(app: Flask) -> None:
    """Let templates name the draft of their form, and the frame ask whether there is one."""
    app.jinja_env.globals.update(draft_key=key, kept_for=whom, drafted=lambda: "drafted" in g)


def key() -> str:
    """Return the key of the draft: account, delegation, and the address without the form's key."""
    g.drafted = True
    query = [pair for pair in request.args.items(multi=True) if pair[0] != form_keys.ARGUMENT]
    return f"draft {whom()} {request.path}?{urlencode(sorted(query))}"


def whom() -> str:
    """Return the person that a browser keeps something for: the account, and the delegation."""
    return f"{identity().account_id} {standing_in.chosen(by_header=False)}"


def done(message: str) -> None:
    """Tell the next page of the taken form; the browser drops the draft."""
    flash(message, key())


def end(message: str) -> None:
    """Say on the next page that the person signed out; the browser drops every draft."""
    flash(message, ALL)
