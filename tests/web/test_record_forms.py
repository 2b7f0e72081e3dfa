"""The forms that an item's record fills in: on its page, by the API, as Word and as PDF."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import actor
from tests.engine.stage import REASON, Stage
from tests.queries.paper_samples import characters, text_of_pdf, text_of_word
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from workflow import queries
from workflow.declaration import pack
from workflow.engine import commands
from workflow.queries.papers.files import written
from workflow.queries.papers.item_forms import ITEM_FORMS
from workflow.queries.papers.item_papers import forms_of, item_paper

RELAPSE = "问题又反弹了，请按要求重新整改"


def test_every_form_is_filled_in_by_moves_and_fields_that_its_list_declares(cast: object) -> None:
    for form in ITEM_FORMS:
        moves = {move.trigger for move in pack().lists[form.list_key].transitions}
        assert moves.issuperset(form.after + form.opinions), form.key


def test_a_closed_problem_has_its_forms_as_word_and_pdf(app: Flask, enter: Entering) -> None:
    number = Stage().one("problems", "closed")
    leader = enter("leader")
    page = leader.get(f"/items/{number}").text
    for key, said in {
        "W01": ("整改通知书", "陈建国", "2026年3月24日"),
        "W13": ("销号申请表", "done", REASON, "吴静", "王立新"),
        "W14": ("现场核查表", "问题已解决"),
        "W16": ("销号通知单", "王立新", "2026年3月4日"),
    }.items():
        paper = item_paper(number, key, actor("leader"), "zh")
        told = text_of_pdf(written(paper, "pdf")), text_of_word(written(paper, "docx"))
        assert characters(told[0]) == characters(told[1])
        for words in said:
            assert words.replace(" ", "") in "".join(told[0].split()), (key, words)
        for ending in ("docx", "pdf"):
            path = f"/items/{number}/forms/{key}.{ending}"
            assert f'href="{path}"' in page
    assert leader.get(path).data == written(paper, "pdf")
    assert Programs(app)("leader").get(path).status_code == 200
    for who, lost in (("outsider", path), ("leader", f"/items/{number}/forms/W17.pdf")):
        assert enter(who).get(lost).status_code == 404


def test_a_form_tells_what_was_so_at_its_move_and_opinions_up_to_the_next(cast: object) -> None:
    number = Stage().one("problems", "closed")
    again = {"due_on": "2099-01-09"}
    commands.fire(number, "reopen", actor("director"), fields=again, comment=RELAPSE)
    keys = {form.key for form in forms_of(queries.item(number, actor("leader")))}
    assert {"W01", "W13", "W16", "W17"} <= keys
    notice, reopened = (
        {
            part.label: part.paragraphs
            for part in item_paper(number, key, actor("leader"), "zh").parts
        }
        for key in ("W01", "W17")
    )
    assert notice["整改时限"] == ("2026年3月24日",)
    assert reopened["整改时限"] == ("2099年1月9日",)
    assert (reopened["轮次"], reopened["意见和要求"]) == (("2",), (RELAPSE,))


@pytest.mark.parametrize("key", [form.key for form in ITEM_FORMS if form.list_key == "extensions"])
def test_a_request_for_an_extension_shows_the_answer(cast: object, key: str) -> None:
    number = Stage().one("extensions", "approved")
    parts = {p.label: p.paragraphs for p in item_paper(number, key, actor("leader"), "en").parts}
    assert any("approv" in label.lower() or "grant" in label.lower() for label in parts), parts
