"""The language of an answer: the browser's choice, else the person's, else Accept-Language."""

from __future__ import annotations

from typing import cast

from flask import Flask, g, request
from flask_babel import Babel
from jinja2 import pass_context
from jinja2.runtime import Context

from web.auth import is_api
from workflow.words import Language, Words

COOKIE = "language"
LOCALES: dict[Language, str] = {"zh": "zh_Hans", "en": "en"}
_MARKS = {".": "。", ". ": "。", ", ": "、", "; ": "；", ": ": "：", " (": "（", ")": "）"}
_TAGS: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}


def install(app: Flask) -> None:
    """Let templates speak both languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en"  # the language that the templates are written in
    Babel(app, locale_selector=lambda: LOCALES[language()])
    app.jinja_env.filters["say"] = say
    app.jinja_env.filters["between"] = between
    app.jinja_env.globals.update(language=language, language_tag=lambda: _TAGS[language()])


@pass_context  # so that Jinja does not work it out once, in the language of the first request
def between(_: Context, mark: str) -> str:
    """Return a mark of punctuation as it stands between words in the language of the request."""
    return _MARKS[mark] if language() == "zh" else mark


def language() -> Language:
    """Return the language of the request; for programs the Accept-Language of the request."""
    if is_api() and request.accept_languages:
        return _accepted()
    chosen = request.cookies.get(COOKIE)
    if chosen not in LOCALES:
        identity = g.get("identity")
        chosen = identity.language if identity else None
    return cast(Language, chosen) if chosen in LOCALES else _accepted()


def _accepted() -> Language:
    return cast(Language, request.accept_languages.best_match(("zh", "en"), default="zh"))


def say(words: Words | None) -> str:
    """Return a label or sentence of the domain in the language of the request."""
    return words.of(language()) if words else ""
