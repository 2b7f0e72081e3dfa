"""The demonstration's mailbox: the mails sent by the service, read in the browser."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from web import maildir

DEMO_ONLY = True
blueprint = Blueprint("mailbox", __name__)


@blueprint.get("/demo/mail")
def mails() -> str:
    """List the newest mails."""
    return render_template("mailbox.html", mails=maildir.newest())


@blueprint.get("/demo/mail/<key>")
def mail(key: str) -> str:
    """Show a mail."""
    letter = maildir.read(key)
    return render_template("mail.html", mail=letter) if letter else abort(404)
