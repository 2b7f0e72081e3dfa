"""One's own second factor: set up with a QR code, recovery codes shown once, taken away again."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import step_up
from web.auth import identity, renewed, session_token
from web.errors import answered
from web.factor_picture import picture
from workflow.accounts import second_factor, sessions
from workflow.errors import BadInput, NotPossible, TooManyTries
from workflow.platform import settings
from workflow.words import Words

blueprint = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")
_REQUIRED = Words(
    "您的职务必须使用动态口令，不能停用。",
    "Your posts need a second factor, so it cannot be taken away.",
)


@blueprint.get("")
def show() -> str:
    """Show the state of the second factor, and the possible acts."""
    return _page()


@blueprint.post("/begin")
def begin() -> AnyResponse:
    """Draw a secret, to be shown as a QR code until its first code is entered."""
    try:
        step_up.prove()
        second_factor.begin(identity().account_id)
    except (BadInput, TooManyTries) as error:
        return answered(_page(error), error)
    return redirect(url_for(".show"), 303)


@blueprint.post("/confirm")
def confirm() -> AnyResponse:
    """Put the factor in force with the first code, and show the recovery codes, only now."""
    me = identity()
    try:
        codes = second_factor.confirm(me.account_id, request.form.get("code", ""))
    except BadInput as error:
        return answered(_page(error), error)
    sessions.end_all(me.account_id, but=me.session)  # the others began with a password alone
    token = sessions.renew(session_token(), strong=True)
    if token:
        renewed(token)
    return make_response(_page(codes=codes), 201)


@blueprint.post("/recovery-codes")
def draw() -> AnyResponse:
    """Draw new recovery codes; the earlier codes are void."""
    try:
        step_up.prove()
    except (BadInput, TooManyTries) as error:
        return answered(_page(error), error)
    return make_response(_page(codes=second_factor.draw_codes(identity().account_id)), 201)


@blueprint.post("/remove")
def remove() -> AnyResponse:
    """Remove the second factor, where no post needs the factor."""
    try:
        step_up.prove()
    except (BadInput, TooManyTries) as error:
        return answered(_page(error), error)
    if identity().is_guarded and settings().needs_totp:
        raise NotPossible(_REQUIRED)
    second_factor.remove(identity().account_id)
    flash(gettext("The second factor was removed."))
    return redirect(url_for("account.show"), 303)


def _page(error: BadInput | TooManyTries | None = None, codes: list[str] | None = None) -> str:
    me = identity()
    secret = second_factor.being_set_up(me.account_id)
    return render_template(
        "second_factor.html",
        secret=secret,
        picture=picture(secret, me.login) if secret else "",
        codes=codes or [],
        codes_left=second_factor.codes_left(me.account_id),
        error=error,
        faults=error.fields if isinstance(error, BadInput) else {},
    )
