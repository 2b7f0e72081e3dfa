"""The real application on the test's own database, and people who are signed in to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import PASSWORD, Persona
from tests.web.visitor import Visitor
from web.app import create_app
from workflow import accounts

Entering = Callable[..., Visitor]


@pytest.fixture
def app(cast: dict[str, Persona]) -> Flask:
    return create_app()


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def enter(app: Flask) -> Entering:
    """Return a function that gives a visitor who is signed in."""

    def entered(login: str, language: str = "zh") -> Visitor:
        visitor = Visitor(app, language)
        token = accounts.sign_in(login, PASSWORD)
        visitor.client.set_cookie("rectify", token or "")
        return visitor

    return entered
