"""What the web server logs, in both forms."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.cast import Persona
from tests.patience import ENOUGH
from tests.web.test_slow_clients import serving
from tests.web.visitor import Visitor
from workflow.platform import logs, settings

Written = Callable[[str], str]


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Written:
    """Return a function that gives what is logged of a failure in a form."""

    root = logging.getLogger()
    before = root.handlers[:], root.level

    def told(form: str) -> str:
        monkeypatch.setattr(settings(), "log_format", form)
        logs.configure()
        logs.belongs_to(request="r-1")
        logging.getLogger("rectify.tests").info("begun", extra={"number": "P2026-0001"})
        try:
            password = "never to be seen"
            raise ValueError(len(password))
        except ValueError:
            logging.getLogger("rectify.tests").exception("a failure")
        logs.belongs_to()
        root.handlers[:], root.level = before
        return capsys.readouterr().err

    return told


def test_a_line_has_its_time_with_the_zone_and_its_request(written: Written) -> None:
    first, *rest = written("text").splitlines()
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT[\d:.]+Z INFO rectify.tests: begun number=P2026-0001 request=r-1", first
    )
    assert "ERROR rectify.tests: a failure request=r-1" in rest[0]
    assert rest[-1] == "ValueError: 16"


def test_json_is_one_object_a_line_and_tells_no_variables(written: Written) -> None:
    text = written("json")
    first, second = (json.loads(line) for line in text.splitlines())
    assert first["timestamp"].endswith("Z")
    assert (first["event"], first["number"], first["request"]) == ("begun", "P2026-0001", "r-1")
    assert "ValueError: 16" in second["exception"]
    assert "never to be seen" not in text


def test_each_request_is_logged_with_its_id_and_without_the_secrets_of_its_address(
    cast: dict[str, Persona], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_LOG_FORMAT", "json")
    with serving(tmp_path / "web.log", "--workers", "1") as port:
        address = f"http://127.0.0.1:{port}"
        answer = requests.get(f"{address}/link/a-secret-of-a-link?x=1", timeout=ENOUGH)
        requests.get(f"{address}/items/P2026-0001", timeout=ENOUGH)
    lines = (tmp_path / "web.log").read_text("utf-8").splitlines()
    entries: list[dict[str, Any]] = [json.loads(line) for line in lines if line.startswith("{")]
    told = [entry for entry in entries if entry["event"] == "request"]
    assert answer.headers["X-Request-Id"] in {entry["request"] for entry in told}
    assert {"GET"} == {entry["method"] for entry in told}
    assert "P2026-0001" in {entry.get("number") for entry in told}
    assert not [line for line in lines if "a-secret-of-a-link" in line]


def test_an_id_is_taken_from_a_proxy_of_ours_only(
    stranger: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(given: str) -> str:
        return stranger.get("/sign-in", headers={"X-Request-Id": given}).headers["X-Request-Id"]

    assert told("of-a-stranger") != "of-a-stranger"
    monkeypatch.setattr(settings(), "proxies", 1)
    assert told("of-our-proxy") == "of-our-proxy"
    assert re.fullmatch("[0-9a-f]{16}", told("<script>"))
