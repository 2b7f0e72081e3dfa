"""Somebody at a browser: reads pages, and sends forms as they stand on the page."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_VERSION = re.compile(r'name="version" value="([^"]*)"')
_KEPT = re.compile(r'name="kept" value="([^"]+)"')


class Visitor:
    """One browser with its cookies; ``zh`` unless another language is asked for."""

    def __init__(self, app: Flask, language: str = "zh") -> None:
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("language", language)

    def get(self, path: str, **more: Any) -> TestResponse:
        """Ask for a page; a form comes at an address of its own, with its key."""
        answer = self.client.get(path, buffered=True, **more)
        if "form=" in answer.headers.get("Location", "") and "next=" not in answer.location:
            answer = self.client.get(answer.location, buffered=True, **more)
        return answer

    def text(self, path: str) -> str:
        """Return what a page says, without its tags."""
        return words(self.get(path))

    def token(self, path: str = "/sign-in") -> str:
        found = _TOKEN.search(self.get(path).text)
        assert found, f"no form on {path}"
        return unescape(found[1])

    def post(self, path: str, data: dict[str, Any] | None = None, page: str = "") -> TestResponse:
        """Send a form of ``page`` to ``path`` with the page's token."""
        return self.send(path, {"csrf_token": self.token(page or path), **(data or {})})

    def send(self, path: str, data: dict[str, Any], **more: Any) -> TestResponse:
        """Send just this."""
        answer = self.client.post(path, data=data, **more)
        answer.request.environ["wsgi.input"].close()  # a large one lies in a temporary file
        return answer

    def move(self, number: str, trigger: str, **data: Any) -> TestResponse:
        """Open the form of a move, fill it in, send it with the version it carries."""
        path = f"/items/{number}/{trigger}"
        page = self.get(path)
        assert page.status_code == 200, words(page)
        found = _VERSION.search(page.text)
        assert found
        return self.post(path, {"version": found[1], **data})

    def sign_in(self, login: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        data = {"login": login, "password": password, **more}
        return self.post("/sign-in", data)


def words(answer: TestResponse) -> str:
    """Return the text of a page as one line."""
    bare = re.sub(r"<(script|style|desc)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.S)
    return " ".join(unescape(bare).split())


def kept(answer: TestResponse) -> list[str]:
    """Return the notes of files that a form carries."""
    return [unescape(note) for note in _KEPT.findall(answer.text)]
