"""Taking a case file out by page, API and command, and proving it in a browser."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Browser, expect

from rectify.commands.case_file import command
from tests.queries.case_stories import closed_problem, taken_out
from tests.queries.test_case_files import places
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from tests.web.desks import CHROMIUM
from workflow.queries.case_files import verify

PAGE = Path(verify.__file__).with_name("verify.html")


def test_page_api_and_command_give_a_case_file_that_proves_itself(
    app: Flask, enter: Entering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_LANG", "en")
    number = closed_problem()
    path = f"/items/{number}/case-file.zip"
    assert f'href="{path}"' in enter("leader").get(f"/items/{number}").text
    by_page = enter("leader").get(path)
    by_api = Programs(app)("leader").get(f"/exports/case-files?number={number}")
    file = tmp_path / "case.zip"
    made = CliRunner().invoke(command, ["make", number, "--to", str(file), "--as", "leader"])
    assert made.exit_code == 0, made.output
    for data in (by_page.data, by_api.data, file.read_bytes()):
        assert verify.faults(data) == []
    assert enter("outsider").get(path).status_code == 404
    assert Programs(app)("outsider").get(f"/exports/case-files?number={number}").status_code == 404

    assert CliRunner().invoke(command, ["verify", str(file)]).exit_code == 0
    file.write_bytes(by_page.data.replace(b"\xff\xd8\xff", b"\xff\xd8\xfe"))
    told = CliRunner().invoke(command, ["verify", str(file)])
    assert (told.exit_code, "整改后.jpg" in told.output) == (1, True)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.xdist_group("browser")
def test_the_page_names_what_was_changed_without_a_network(
    cast: object, browser: Browser, tmp_path: Path
) -> None:
    data = taken_out(closed_problem())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (tmp_path / "verify.html").write_bytes(archive.read("verify.html"))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "verify.html").as_uri())
    result = page.locator("#result")

    def shown(content: bytes) -> str:
        handed = {"name": "case.zip", "mimeType": "application/zip", "buffer": content}
        page.set_input_files("#file", files=[handed])  # type: ignore[list-item]
        expect(result).not_to_have_text("…")
        expect(result).not_to_be_empty()
        return result.inner_text()

    assert "完整无改动" in shown(data)
    for name, start, end in places(data):
        changed = bytearray(data)
        changed[(start + end) // 2] ^= 1
        assert f"✗ {name}:" in shown(bytes(changed))
    changed = bytearray(data)
    changed[10] ^= 1
    assert "✗ README.txt" in shown(bytes(changed)), "a byte before the first file"
    assert {url.split(":")[0] for url in asked} == {"file"}
    page.close()
