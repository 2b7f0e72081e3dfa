"""Clients generated from the document type-check strictly and do a whole piece of work.

Generators and compilers are no part of the project: `make clients` installs them in a folder of
their own and names it in ``RECTIFY_CLIENTS``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests import clock
from tests.cast import BRANCH, PERSONAS
from tests.evidence.files import photo
from tests.web.api.client import Programs
from web.app import create_app

TOOLS = Path(os.environ.get("RECTIFY_CLIENTS", ""))
HERE = Path(__file__).parent
WORKERS = (
    "inspector", "coordinator", "branch-head", "verifier", "committee", "director", "discipline",
    "secretary", "leader",
)  # fmt: skip
pytestmark = pytest.mark.skipif(
    "RECTIFY_CLIENTS" not in os.environ, reason="`make clients` brings the generators"
)


@pytest.fixture
def app(cast: dict[str, Any]) -> Flask:
    """The application on the cast's database."""
    return create_app()


@pytest.fixture
def given(app: Flask) -> Iterator[str]:
    """What a client is told: address, tokens, a photo and days, as JSON."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    programs = Programs(app)
    yield json.dumps({
        "url": f"http://127.0.0.1:{server.port}/api/v1",
        "tokens": {login: programs(login).token for login in WORKERS},
        "photo": photo().hex(),
        "today": clock.today().isoformat(),
        "due": (clock.today() + timedelta(days=30)).isoformat(),
        "unit": BRANCH,
        "holder": PERSONAS["branch-head"].id,
    })  # fmt: skip
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def document(app: Flask, tmp_path: Path) -> Path:
    """The document in a file of an empty folder."""
    file = tmp_path / "openapi.json"
    file.write_bytes(app.test_client().get("/api/v1/openapi.json").data)
    return file


def _run(folder: Path, *command: str, given: str = "") -> str:
    told = subprocess.run(
        command, cwd=folder, env=os.environ | {"RECTIFY_GIVEN": given}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr[-4000:]
    return told.stdout


def _python(tool: str) -> str:
    return str(TOOLS.absolute() / "bin" / tool)


def _node(tool: str) -> str:
    return str(TOOLS.absolute() / "node_modules" / ".bin" / tool)


def test_a_python_client_type_checks_and_does_the_work(document: Path, given: str) -> None:
    folder = document.parent
    shutil.copy(HERE / "openapi-python-client.yaml", folder / "config.yaml")
    told = _run(
        folder, _python("openapi-python-client"), "generate", "--path", document.name, "--config",
        "config.yaml", "--output-path", "rectify_client", "--meta", "none", "--fail-on-warning",
    )  # fmt: skip
    assert "WARNING" not in told
    shutil.copy(HERE / "python_client.in", folder / "work.py")
    _run(folder, _python("mypy"), "--strict", "work.py", "rectify_client")
    assert "executed" in _run(folder, _python("python"), "work.py", given=given)


def test_a_typescript_client_type_checks_and_does_the_work(document: Path, given: str) -> None:
    folder = document.parent
    (folder / "node_modules").symlink_to(TOOLS.absolute() / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    _run(folder, _node("openapi-typescript"), document.name, "-o", "schema.ts")
    shutil.copy(HERE / "typescript_client.in", folder / "work.ts")
    _run(
        folder, _node("tsc"), "--strict", "--noUncheckedIndexedAccess",
        "--exactOptionalPropertyTypes", "--target", "es2022", "--module", "nodenext",
        "--types", "node", "--outDir", "made", "work.ts",
    )  # fmt: skip
    assert "executed" in _run(folder, "node", "made/work.js", given=given)


def test_a_linter_of_descriptions_has_no_warning(document: Path) -> None:
    (document.parent / ".spectral.yaml").write_text('extends: ["spectral:oas"]\n')
    told = _run(document.parent, _node("spectral"), "lint", document.name, "--fail-severity=hint")
    assert "No results" in told
    _run(document.parent, _python("openapi-spec-validator"), document.name)
