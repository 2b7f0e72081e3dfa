"""The real application on the test's own database, and people who are signed in to it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.cast import _HASH, BRANCH, BUREAU, PASSWORD, Persona
from tests.servers import Database
from tests.web.desks import CHROMIUM
from tests.web.routes import Somebody
from tests.web.visitor import Visitor
from web.app import create_app
from workflow import accounts
from workflow.platform import db
from workflow.profession.roles import ROLES

Entering = Callable[..., Visitor]


@pytest.fixture
def app(cast: dict[str, Persona], redis_url: str) -> Flask:
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


@pytest.fixture
def everybody(app: Flask, database: Database) -> list[Somebody]:
    """One person of each role in the first branch, and one of each at the top."""
    made = []
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        for n, (unit, role) in enumerate((u, r) for u in (BRANCH, BUREAU) for r in ROLES):
            key = 1000 + n
            owner.execute("INSERT INTO people (id, name) VALUES (%s, %s)", [key, f"第{n}人"])
            owner.execute(
                "INSERT INTO accounts (id, person_id, login, password_hash)"
                " VALUES (%s, %s, %s, %s)",
                [key, key, f"{role.replace('_', '-')}.{unit}", _HASH],
            )
            owner.execute(
                "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
                " VALUES (%s, %s, %s, '2020-01-01')",
                [key, unit, role],
            )
            made.append((role, unit, key))
    return [Somebody(role, unit, app, key) for role, unit, key in made]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function after which the database does not answer."""

    def go() -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
        db.close()

    return go


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox"],
            env={**os.environ, "LD_PRELOAD": ""},  # it does not bear the clock of `make test-days`
        )
        yield opened
        opened.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
