"""All documents of a list as filtered: one PDF, or a zip with Word and PDF of each."""

from __future__ import annotations

import io
import zipfile

import psycopg
from flask import Flask
from pypdf import PdfReader

from tests.engine.stage import Stage
from tests.servers import Database
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from tests.web.printed import printed


def test_the_documents_of_a_filter_go_out_as_one_pdf_or_one_zip(
    app: Flask, enter: Entering, database: Database
) -> None:
    Stage().many("supervisions", "served", 2)
    Stage().many("supervisions", "drafted", 1)
    leader = enter("leader")
    path = "/lists/supervisions/documents"
    assert f'href="{path}.pdf?state=served"' in leader.get("/lists/supervisions?state=served").text
    assert "documents.pdf" not in leader.get("/lists/problems").text
    pages = PdfReader(io.BytesIO(leader.get(f"{path}.pdf?state=served").data)).pages
    told = [page.extract_text() for page in pages]
    assert [any(f"〔2026〕{n}号" in text for text in told) for n in (1, 2, 3)] == [
        True,
        True,
        False,
    ]
    assert all("— 1 —" in text for text in told), "each begins on a page of its own, from 1"
    with zipfile.ZipFile(io.BytesIO(leader.get(f"{path}.zip").data)) as archive:
        names = archive.namelist()
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "docx"] * 2
    assert "签收人" in printed(leader.get(f"{path}.zip")), "the text of a Word file is read"
    by_api = Programs(app)("leader").get("/exports/documents?list=supervisions&form=zip")
    assert zipfile.is_zipfile(io.BytesIO(by_api.data))
    none = leader.get(f"{path}.pdf?state=drafted")
    assert (none.status_code, "没有文书" in none.text) == (422, True)
    with psycopg.connect(database.owner_url) as owner:
        rows = owner.execute(
            "SELECT details->>'what', details->>'rows', details->>'form' FROM journal"
            " WHERE kind = 'exported' ORDER BY id"
        ).fetchall()
    assert rows == [("documents", "2", form) for form in ("pdf", "zip", "zip", "zip")]
