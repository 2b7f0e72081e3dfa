"""The first run: from the one-time address of the terminal to an installation with administrators.

Each step shows the answer so far and can be gone back to; nothing is founded before the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from web import first_run_steps
from web.auth import keep
from web.devices import remember, visitor
from web.errors import status_of
from web.factor_picture import picture
from web.forms import Filled
from web.languages import LOCALES, language
from web.pages.switch import speaking
from web.sheets import sent_bytes
from workflow.accounts import second_factor, sessions
from workflow.errors import BadInput, Gone, NotPossible
from workflow.organisation.founding import commands, first_runs
from workflow.organisation.founding.answers import KEEPER, UNIT, founder_form, founder_roles
from workflow.organisation.founding.commands import STEP_WORDS, STEPS
from workflow.organisation.founding.first_runs import FirstRun
from workflow.platform import settings
from workflow.platform.sheets.table import MEDIA_TYPES

blueprint = Blueprint("first_run", __name__, url_prefix="/first-run")
_ENDPOINTS = {"language": "show_language"}


@blueprint.get("/<token>")
def show(token: str) -> AnyResponse | str:
    """Show the beginning; looking uses the address up for nobody."""
    try:
        first_runs.look(token)
    except Gone:
        run = first_runs.of_browser(first_run_steps.browser())
        return _go((commands.missing(run) or ["review"])[0])
    return render_template("first_run.html", token=token, steps=_steps(None, "language"))


@blueprint.post("/<token>")
def claim(token: str) -> Response:
    """Bind the first run to this browser, with the language chosen."""
    browser = first_runs.claim(token)
    chosen = request.form.get("language", "")
    answer = _go("organisation" if chosen in LOCALES else "language")
    if chosen in LOCALES:
        commands.choose_language(browser, chosen)
        speaking(answer, chosen)
    return first_run_steps.remember(answer, browser)


@blueprint.get("/language")
def show_language() -> str:
    """Show the languages."""
    return _page("language", _run())


@blueprint.post("/language")
def choose_language() -> Response:
    """Keep the language and go on."""
    chosen = request.form.get("language", "")
    commands.choose_language(first_run_steps.browser(), chosen)
    return speaking(_go("organisation"), chosen)


@blueprint.get("/organisation")
def organisation() -> str:
    """Show the form of the topmost unit, and the sheet that was read."""
    run = _run()
    known = {"kind": "party_group"} | run.answers.get("unit", {})
    return _organisation(run, Filled(dict(known)))


@blueprint.post("/organisation")
def answer_organisation() -> AnyResponse:
    """Keep the topmost unit and the sheet, or show the form again with the reason."""
    browser, filled = first_run_steps.browser(), Filled.sent()
    without = request.form.get("without") == "yes"

    def answer() -> None:
        file = first_run_steps.sent_file()
        commands.answer_organisation(browser, filled.values, file, without=without)

    following = "organisation" if without or request.files.get("file") else "administrators"
    return _answered(answer, filled, _organisation, following)


@blueprint.get("/template")
def template() -> Response:
    """Send a workbook with the headings alone."""
    _run()
    return sent_bytes(commands.empty_book(language()), "organisation.xlsx", MEDIA_TYPES["xlsx"])


@blueprint.get("/administrators")
def administrators() -> AnyResponse | str:
    """Show the form of the three administrators."""
    run = _run()
    known = {
        f"{role}.{key}": str(value)
        for role, founder in run.answers.get("founders", {}).items()
        for key, value in founder.items()
    }
    return _administrators(run, Filled(known))


@blueprint.post("/administrators")
def answer_administrators() -> AnyResponse:
    """Keep the three administrators, or show the form again with every fault."""
    browser, filled = first_run_steps.browser(), Filled.sent()
    return _answered(
        lambda: commands.answer_administrators(browser, filled.values), filled, _administrators,
        "sign_in",
    )  # fmt: skip


@blueprint.get("/sign-in")
def sign_in() -> AnyResponse | str:
    """Show the form of the password and the second factor."""
    return _sign_in(_run(), Filled())


@blueprint.post("/sign-in")
def answer_sign_in() -> AnyResponse:
    """Keep password and second factor, or show the form again with every fault."""
    browser, form = first_run_steps.browser(), request.form
    password, again, code = (form.get(name, "") for name in ("password", "again", "code"))
    return _answered(
        lambda: commands.answer_sign_in(browser, password, again, code), Filled(), _sign_in,
        "review",
    )  # fmt: skip


@blueprint.get("/review")
def review() -> str:
    """Show all answers, with the way back to each."""
    return _page("review", _run())


@blueprint.post("/begin")
def begin() -> AnyResponse:
    """Found the installation, and sign the browser in as the system administrator."""
    try:
        founded = commands.begin(first_run_steps.browser())
    except (BadInput, NotPossible) as refused:
        return make_response(_page("review", _run(), error=refused), status_of(refused))
    session.clear()
    token = sessions.begin(founded.account, visitor().agent, strong=bool(founded.codes))
    shown = render_template(
        "first_run_founded.html",
        founded=founded,
        steps=_steps(None, "review"),
        address=settings().url,
    )
    answer = remember(keep(make_response(shown, 201), token), founded.login)
    return first_run_steps.forget(answer)


def _run() -> FirstRun:
    return first_runs.of_browser(first_run_steps.browser())


def _answered(
    answer: Callable[[], None],
    filled: Filled,
    shown: Callable[..., AnyResponse | str],
    following: str,
) -> AnyResponse:
    try:
        answer()
    except (BadInput, NotPossible) as refused:
        filled.note(refused)
        page = make_response(shown(_run(), filled, error=refused))
        page.status_code = status_of(refused)
        return page
    return _go(following)


def _organisation(run: FirstRun, filled: Filled, **more: Any) -> str:
    return _page(
        "organisation", run, filled=filled, inputs=first_run_steps.inputs(UNIT, filled), **more
    )


def _administrators(run: FirstRun, filled: Filled, **more: Any) -> AnyResponse | str:
    if "unit" not in run.answers:
        return _go("organisation")
    parts = [(role, first_run_steps.inputs(founder_form(role), filled)) for role in founder_roles()]
    return _page("administrators", run, filled=filled, parts=parts, keeper=KEEPER, **more)


def _sign_in(run: FirstRun, filled: Filled, **more: Any) -> AnyResponse | str:
    if "founders" not in run.answers:
        return _go("administrators")
    login = run.answers["founders"][KEEPER]["login"]
    secret = second_factor.secret_of(run.answers["factor"]) or ""
    return _page(
        "sign_in", run, filled=filled, login=login, secret=secret,
        picture=picture(secret, login), needed=settings().needs_totp, **more,
    )  # fmt: skip


def _page(step: str, run: FirstRun, **more: Any) -> str:
    return render_template(
        f"first_run_{step}.html",
        run=run,
        answers=run.answers,
        steps=_steps(run, step),
        missing=commands.missing(run),
        step_words=STEP_WORDS,
        founder_roles=founder_roles(),
        **{"error": None} | more,
    )


def _steps(run: FirstRun | None, here: str) -> list[tuple[str, Any, str]]:
    """Return the steps as (endpoint, words, how it stands): here, done, or open."""
    lacking = commands.missing(run) if run else list(STEPS)
    if lacking:  # there is nothing to review yet
        lacking = [*lacking, STEPS[-1]]
    return [
        (
            f"first_run.{_ENDPOINTS.get(step, step)}" if run else "",
            STEP_WORDS[step],
            "here" if step == here else "open" if step in lacking else "done",
        )
        for step in STEPS
    ]


def _go(step: str) -> Response:
    return make_response(redirect(url_for(f"first_run.{_ENDPOINTS.get(step, step)}"), 303))
