"""Programs that call the API for the personas of the cast."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests import clock
from tests.cast import BRANCH, LOOKS, PERSONAS
from tests.evidence.files import photo
from workflow import accounts

API = "/api/v1"


def refused(answer: TestResponse, status: int) -> dict[str, Any]:
    """Return the problem document of an answer that has to be one of this status."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    told: dict[str, Any] = answer.json
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


@dataclass(frozen=True)
class Client:
    """One account's calls; every POST gets a new key unless it brings one."""

    app: Flask
    token: str
    language: str = "en"

    def get(self, path: str, **headers: str) -> TestResponse:
        told = self._headers(headers)
        return self.app.test_client().get(API + path, headers=told, buffered=True)

    def post(self, path: str, json: Any = None, **headers: str) -> TestResponse:
        told = self._headers({"Idempotency-Key": str(uuid4())} | headers)
        return self.app.test_client().post(API + path, json=json, headers=told)

    def send(self, method: str, path: str, body: bytes, **headers: str) -> TestResponse:
        """Send bytes just as they are."""
        told = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"} | headers
        client = self.app.test_client()
        return client.open(API + path, method=method, data=body, headers=self._headers(told))

    def move(self, number: str, trigger: str, comment: str = "", **fields: Any) -> TestResponse:
        body = {"fields": fields, "comment": comment}
        return self.post(f"/items/{number}/{trigger}", body)

    def hand_in(self, number: str, *files: tuple[bytes, str], **headers: str) -> TestResponse:
        told = self._headers({"Idempotency-Key": str(uuid4())} | headers)
        parts = {"file": [(io.BytesIO(content), name) for content, name in files]}
        path = f"{API}/items/{number}/evidence"
        return self.app.test_client().post(path, data=parts, headers=told)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        ours = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        return ours | {name.replace("_", "-"): value for name, value in more.items()}


@dataclass
class Programs:
    """One program for each persona, and problems brought as far as a test needs them."""

    app: Flask
    known: dict[str, Client] = field(default_factory=dict)

    def __call__(self, login: str) -> Client:
        if login not in self.known:
            token = accounts.create_token(PERSONAS[login].id, "tests")
            self.known[login] = Client(self.app, token)
        return self.known[login]

    def raised(self, title: str = "灭火器过期") -> str:
        fields = {"title": title, "unit": BRANCH, "severity": "minor"}
        answer = self("inspector").post("/items", {"list": "problems", "fields": fields})
        assert answer.status_code == 201, answer.json
        return str(answer.json["number"])

    def assigned(self) -> str:
        number, due = self.raised(), clock.today() + timedelta(days=30)
        fields = {"holder": PERSONAS["branch-head"].id, "due_on": due.isoformat()}
        self._moved("coordinator", number, "assign", **fields)
        return number

    def rectified(self) -> str:
        number = self.assigned()
        assert self("branch-head").hand_in(number, (photo(), "after.jpg")).status_code == 200
        self._moved("branch-head", number, "rectify", statement="已全部更换", pledge=True)
        return number

    def verified(self) -> str:
        number = self.rectified()
        self._moved(
            "verifier",
            number,
            "verify",
            "现场核查，已更换",
            **LOOKS,
        )
        return number

    def _moved(self, login: str, number: str, trigger: str, comment: str = "", **fields: Any):
        answer = self(login).move(number, trigger, comment, **fields)
        assert answer.status_code == 200, answer.json
