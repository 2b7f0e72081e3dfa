"""One's own account: language, password, sessions and tokens."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import step_up
from web.addresses import in_full
from web.auth import identity
from web.errors import answered
from web.languages import COOKIE
from workflow import accounts
from workflow.delivery.messages import mail_choices
from workflow.errors import BadInput, TooManyTries
from workflow.platform import settings

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
def show() -> str:
    """Show the account."""
    return _page()


@blueprint.post("/language")
def language() -> AnyResponse:
    """Choose the language of pages and mails."""
    accounts.set_language(identity().actor.person_id or 0, request.form.get("language", ""))
    answer = redirect(url_for(".show"), 303)
    answer.delete_cookie(COOKIE)
    return answer


@blueprint.post("/look")
def look() -> AnyResponse:
    """Choose how pages look: theme and density."""
    form = request.form
    accounts.set_look(
        identity().actor.person_id or 0, form.get("theme", ""), form.get("density", "")
    )
    flash(gettext("Pages look as you have chosen from now on."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/mails")
def mails() -> AnyResponse:
    """Choose the kinds of mail to receive."""
    mail_choices.choose(identity().actor, request.form.getlist("kinds"))
    flash(gettext("Your choice of mails was saved."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/password")
def password() -> AnyResponse:
    """Change the password; every other session ends."""
    form, me = request.form, identity()
    try:
        accounts.change_password(
            me.account_id, form.get("present", ""), form.get("password", ""), me.session
        )
    except (BadInput, TooManyTries) as error:
        return answered(_page(error), error)
    flash(gettext("The password was changed; other sessions and all tokens have ended."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/sessions/<key>/end")
def end_session(key: str) -> AnyResponse:
    """End a session of the account."""
    accounts.end_session(identity().account_id, key)
    return redirect(url_for(".show"), 303)


@blueprint.post("/sessions/end-others")
def end_others() -> AnyResponse:
    """End every session of the account except the present one."""
    accounts.end_all(identity().account_id, but=identity().session)
    return redirect(url_for(".show"), 303)


@blueprint.post("/tokens")
def create_token() -> AnyResponse:
    """Create a token and show the token, only now; it outlives the session, so a proof is due."""
    form = request.form
    days = form.get("days", "30")
    try:
        step_up.prove_by_code()
        token = accounts.create_token(
            identity().account_id,
            form.get("label", ""),
            timedelta(days=int(days) if days in ("30", "90", "365") else 0),
            form.getlist("scopes"),
        )
    except (BadInput, TooManyTries) as error:
        return answered(_page(error), error)
    return make_response(_page(token=token), 201)


@blueprint.post("/calendar")
def create_feed() -> AnyResponse:
    """Make the secret address of one's calendar and show the address, only now."""
    try:
        step_up.prove_by_code()
    except (BadInput, TooManyTries) as error:
        return answered(_page(error), error)
    secret = accounts.create_feed(identity().account_id, gettext("Address of the calendar"))
    address = in_full(url_for("calendar_feed.feed", secret=secret))
    return make_response(_page(feed=address), 201)


@blueprint.post("/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> AnyResponse:
    """Revoke a token of the account."""
    accounts.revoke_token(identity().account_id, token_id)
    return redirect(url_for(".show"), 303)


def _page(error: BadInput | TooManyTries | None = None, token: str = "", feed: str = "") -> str:
    me = identity()
    return render_template(
        "account.html",
        sessions=accounts.sessions_of(me.account_id),
        tokens=accounts.tokens_of(me.account_id),
        units=accounts.units_of(me.actor),
        error=error,
        faults=error.fields if isinstance(error, BadInput) else {},
        token=token,
        feed=feed,
        themes=accounts.THEMES,
        densities=accounts.DENSITIES,
        mail_kinds=mail_choices.OPTIONAL,
        mail_always=mail_choices.ALWAYS,
        mail_wanted=mail_choices.wanted(me.actor),
        mail_hours=settings().hours_of_mail,
    )
