"""The closing certificate: one page for a closed item, and the answer to its code."""

from __future__ import annotations

import io

from flask import Flask
from pypdf import PdfReader

from tests.cast import actor
from tests.engine.stage import REASON, Stage
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from workflow import queries
from workflow.engine import commands
from workflow.queries.papers.certificate import certificate, check_address


def test_a_closed_item_has_a_certificate_of_one_page_that_can_be_checked(
    app: Flask, enter: Entering
) -> None:
    number, running = Stage().one("problems", "closed"), Stage().one("problems", "assigned")
    leader = enter("leader")
    address = f"/items/{number}/certificate"
    assert f'href="{address}.pdf"' in leader.get(f"/items/{number}").text
    assert "certificate.pdf" not in leader.get(f"/items/{running}").text
    by_api = Programs(app)("leader").get(f"/items/{number}/documents/certificate.pdf")
    assert by_api.data.startswith(b"%PDF-")
    made = leader.get(f"{address}.pdf").data
    [page] = PdfReader(io.BytesIO(made)).pages
    told = "".join(page.extract_text().split())
    digest = queries.item(number, actor("leader")).events[-1].hash
    assert check_address(number, digest).replace(" ", "") in told
    assert "销号凭证" in told
    text = certificate(number, actor("leader"), "zh")
    assert "<svg" in text.code

    assert "至今有效" in leader.text(f"{address}?digest={digest}")
    assert "不符" in leader.text(f"{address}?digest={'0' * 64}")
    refused = leader.get(f"/items/{running}/certificate.pdf")
    assert (refused.status_code, "尚未销号" in refused.text) == (409, True)
    for path in (address, f"{address}.pdf"):
        assert enter("outsider").get(path).status_code == 404


def test_a_certificate_is_no_longer_valid_once_the_item_is_open_again(enter: Entering) -> None:
    number = Stage().one("problems", "closed")
    digest = queries.item(number, actor("leader")).events[-1].hash
    again = {"due_on": "2099-01-09"}
    commands.fire(number, "reopen", actor("director"), fields=again, comment=REASON)
    assert "已失效" in enter("leader").text(f"/items/{number}/certificate?digest={digest}")
