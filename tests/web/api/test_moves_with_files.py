"""A file comes together with the move that needs it, in one request and once."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from tests.evidence.files import photo
from tests.web.api.client import API, Client, Programs, refused

_BODY = {"fields": {"statement": "已全部更换", "pledge": True}, "comment": ""}


def _sent(who: Client, number: str, key: str = "", **parts: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {who.token}", "Idempotency-Key": key or str(uuid4())}
    path = f"{API}/items/{number}/rectify"
    return who.app.test_client().post(path, data=parts, headers=headers)


def _photo() -> tuple[io.BytesIO, str]:
    return io.BytesIO(photo()), "after.jpg"


def test_a_move_brings_its_evidence(programs: Programs) -> None:
    number, head = programs.assigned(), programs("branch-head")
    key, body = str(uuid4()), json.dumps(_BODY)
    done = _sent(head, number, key, move=body, file=[_photo()])
    assert (done.status_code, done.json["state"]) == (200, "rectified")
    [piece] = head.get(f"/items/{number}").json["evidence"]
    assert piece["name"] == "after.jpg"
    again = _sent(head, number, key, move=body, file=[_photo()])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(head.get(f"/items/{number}").json["evidence"]) == 1


def test_what_is_wrong_with_the_parts_is_said(programs: Programs) -> None:
    number, head = programs.assigned(), programs("branch-head")
    assert refused(_sent(head, number, file=[_photo()]), 400)["code"] == "json_invalid"
    assert refused(_sent(head, number, move="{", file=[_photo()]), 400)["code"] == "json_invalid"
    told = refused(_sent(head, number, move=json.dumps(_BODY), picture=[_photo()]), 422)
    assert told["errors"][0]["code"] == "unknown"
    blob = (io.BytesIO(json.dumps(_BODY).encode()), "blob", "application/json")
    assert _sent(head, number, move=blob, file=[_photo()]).status_code == 200


def test_only_a_move_takes_files(programs: Programs) -> None:
    clerk = programs("coordinator")
    headers = {"Authorization": f"Bearer {clerk.token}", "Idempotency-Key": "one"}
    sent = clerk.app.test_client().post(f"{API}/items", data={"move": "{}"}, headers=headers)
    assert refused(sent, 415)
