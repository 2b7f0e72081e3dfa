"""Own templates of documents: sent, checked, previewed, in force from their day on."""

from __future__ import annotations

import io
from base64 import b64encode
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.cast import actor
from tests.engine.stage import Stage
from tests.queries.paper_samples import text_of_word
from tests.queries.test_template_check import template
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from workflow.errors import BadInput, NotFound, NotPossible
from workflow.organisation import paper_templates as papers
from workflow.platform import connect
from workflow.queries.document import paper
from workflow.queries.papers.text import text_of
from workflow.queries.papers.word import word

OWN = template("本单位版式 {{ lines.basis }}")


ASKED = {"kind": "W04", "language": "zh", "holds_from": "2150-06-01"}


def _journal() -> list[tuple[str, str]]:
    with connect() as connection:
        rows = connection.execute(
            "SELECT details->>'what', details->>'only' FROM journal WHERE kind = 'paper_template'"
        )
        return [*rows]


def test_a_template_is_sent_checked_previewed_and_taken_back(app: Flask, enter: Entering) -> None:
    number = Stage().one("supervisions", "closed")
    keeper = enter("coordinator")
    wrong = {**ASKED, "file": (io.BytesIO(template("{{ basis }}")), "a.docx")}
    refused = keeper.post("/paper-templates", wrong)
    assert refused.status_code == 422
    assert "正文第11段" in refused.text
    assert "没有“basis”这个词" in refused.text
    sent = {**ASKED, "file": (io.BytesIO(OWN), "督办.docx")}
    kept = keeper.post("/paper-templates", sent)
    assert kept.status_code == 303
    page = keeper.get("/paper-templates?kind=W04").text
    assert "督办.docx" in page
    assert "{{ lines.basis }}" in page
    [one] = papers.templates(actor("coordinator"))
    made = keeper.get(f"/paper-templates/{one.id}/preview.docx?about={number}")
    assert "本单位版式" in text_of_word(made.data)
    lost = keeper.get(f"/paper-templates/{one.id}/preview.docx?about=S2026-9999")
    assert (lost.status_code, "没有这种文书" in lost.text) == (422, True)
    assert keeper.get(f"/paper-templates/{one.id}.docx").data == OWN
    assert keeper.get("/paper-templates/default/W04.zh.docx").status_code == 200
    again = Programs(app)("coordinator").post(
        "/paper-templates", json=ASKED | {"name": "b.docx", "content": b64encode(OWN).decode()}
    )
    assert (again.status_code, "holds_from" in again.text) == (422, True)
    assert keeper.post(f"/paper-templates/{one.id}/take-back").status_code == 303
    assert _journal() == [("added", "W04"), ("taken_back", "W04")]
    for who in ("outsider", "leader", "system-admin"):
        assert enter(who).get("/paper-templates").status_code == 404
        assert Programs(app)(who).get("/paper-templates").status_code == 404


def test_a_template_holds_from_its_day_and_changes_nothing_issued_before(cast: object) -> None:
    number = Stage().one("supervisions", "closed")
    clerk = actor("coordinator")
    text = text_of(paper(number, 1, clerk), "zh")
    issued = datetime.fromisoformat(f"{text.day}T12:00+08:00")
    papers.keep(clerk, {"kind": "W04", "language": "zh", "holds_from": "2026-03-05"}, "n.docx", OWN,
                issued)  # fmt: skip
    assert "本单位版式" not in text_of_word(word(text)), "issued the day before"
    early = {"kind": "W04", "language": "zh", "holds_from": text.day}
    papers.keep(clerk, early, "o.docx", OWN, issued)
    assert "本单位版式" in text_of_word(word(text))
    [newest, holding] = papers.templates(clerk)
    with pytest.raises(NotPossible, match="holds already"):
        papers.take_back(clerk, holding.id, issued)
    with pytest.raises(BadInput):
        papers.keep(clerk, early, "o.docx", OWN, issued + timedelta(days=1))
    papers.take_back(clerk, newest.id, issued)
    with pytest.raises(NotFound):
        papers.take_back(actor("leader"), newest.id, issued)


_OLDER = """
    INSERT INTO paper_templates
           (kind, language, holds_from, name, content, sha256, sent_at, sent_by_id, sent_by)
    VALUES ('W04', 'zh', '2020-01-01', '旧版.docx', %s, '', now(), 1, '陈建国') RETURNING id"""


def test_a_template_sent_before_the_words_changed_is_refused_as_it_is_used(enter: Entering) -> None:
    number = Stage().one("supervisions", "closed")
    gone = template("本单位版式 {{ lines.a_word_of_former_times }}")
    with connect() as connection:
        row = connection.execute(_OLDER, [gone]).fetchone()
        assert row
    keeper = enter("coordinator")
    for address in (f"/items/{number}/papers/1.docx",
                    f"/paper-templates/{row[0]}/preview.docx?about={number}"):  # fmt: skip
        answer = keeper.get(address)
        assert answer.status_code == 409, answer.text
        assert "“旧版.docx”不再适用于这种文书" in answer.text
        assert "a_word_of_former_times" in answer.text
    assert keeper.get(f"/items/{number}/papers/1.pdf").status_code == 200
    newer = {**ASKED, "holds_from": "2020-01-02", "file": (io.BytesIO(OWN), "新版.docx")}
    refused = keeper.post("/paper-templates", newer | {"holds_from": "gestern"})
    assert refused.status_code == 422
