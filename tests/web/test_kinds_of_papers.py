"""The twenty kinds of documents: each is there, and both its files say the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from flask import Flask

from tests.cast import BRANCH, OFFICE, actor
from tests.engine.stage import START, Stage
from tests.queries.paper_samples import characters, text_of_pdf, text_of_word
from tests.servers import Database
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from workflow.declaration import pack
from workflow.engine import commands
from workflow.errors import BadInput, NotFound
from workflow.organisation.unit_forms import UNIT_FORMS, unit_form
from workflow.queries.document import paper
from workflow.queries.figures import taking_in
from workflow.queries.item import item
from workflow.queries.papers.files import written
from workflow.queries.papers.item_forms import ITEM_FORMS
from workflow.queries.papers.item_papers import forms_of, paper_of
from workflow.queries.papers.text import PaperText, text_of
from workflow.words import LANGUAGES, Language

ENDS = {
    "problems": "closed", "supervisions": "closed", "interviews": "closed", "criticisms": "closed",
    "accountabilities": "closed", "appeals": "decided", "extensions": "approved",
}  # fmt: skip
REASON = "问题又反弹了，请按要求重新整改"
LATER = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)  # in the quarter after that of the stage


def test_every_kind_of_the_book_is_made_by_something() -> None:
    made = {f.key for f in ITEM_FORMS} | {f.key for f in UNIT_FORMS} | {*pack().documents}
    assert {f"W{n:02}" for n in range(1, 21)} <= made


def _papers(language: Language) -> dict[str, PaperText]:
    """Return every paper of the stage's items and of a branch by its kind."""
    reader, found = actor("discipline"), dict[str, PaperText]()
    for list_key, state in ENDS.items():
        view = item(Stage().one(list_key, state), reader)
        found |= {f"{list_key} {form.key}": paper_of(view, form, language)
                  for form in forms_of(view)}  # fmt: skip
        for place, one in enumerate(view.item.process.get("documents", ()), 1):
            found[one["document"]] = text_of(paper(view.item.number, place, reader), language)
    taking_in.take_in()
    for form in UNIT_FORMS:
        found[form.key] = unit_form(BRANCH, form.key, "2026-1", reader, language, LATER)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_and_pdf_of_every_kind_say_the_same(
    cast: object, database: Database, language: Language
) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO terms (unit_id, begins_on, ends_on) VALUES (%s, %s, %s)",
            [BRANCH, "2023-06-01", "2026-05-31"],
        )
    found = _papers(language)
    assert {"W04", "W06", "W07", "W08", "W09", "W10", "W11", "W18", "W19", "W20", "bulletin",
            "problems W13", "accountabilities decision", "appeals appeal"} <= {*found}  # fmt: skip
    for key, text in found.items():
        told = text_of_pdf(written(text, "pdf")), text_of_word(written(text, "docx"))
        assert characters(told[0]) == characters(told[1]), key
        for shown in told:
            assert text.title.replace(" ", "") in "".join(shown.split()), key
    if language == "zh":
        reminder = {part.label: part.paragraphs for part in found["W18"].parts}
        assert reminder["应换届日"] == ("2026年5月31日",)
        assert found["W18"].signed == "机关党委"


def test_a_hand_over_names_both_people(cast: object) -> None:
    number = Stage().one("problems", "assigned")
    successor = {"holder": str(actor("branch-member").person_id)}
    commands.fire(number, "hand_over", actor("coordinator"), fields=successor, comment=REASON)
    view = item(number, actor("leader"))
    form = next(form for form in forms_of(view) if form.key == "hand-over")
    parts = {part.label: part.paragraphs for part in paper_of(view, form, "zh").parts}
    assert (parts["原承办人"], parts["承办人"]) == (("陈建国",), ("孙丽",))


def _counted(unit_id: int, key: str, quarter: str) -> list[str]:
    later = LATER + timedelta(days=1)
    text = unit_form(unit_id, key, quarter, actor("leader"), "zh", later)
    told = [paragraph for part in text.parts for paragraph in part.paragraphs]
    return [paragraph for paragraph in told if "新增" in paragraph]


def test_a_return_counts_what_was_so_at_the_end_of_its_quarter(app: Flask, enter: Entering) -> None:
    stage = Stage()
    stage.one("problems", "assigned")
    closed = stage.one("problems", "closed")
    again = {"due_on": "2026-06-30"}
    commands.fire(closed, "reopen", actor("director"), fields=again, comment=REASON, now=LATER)
    taking_in.take_in()
    assert _counted(BRANCH, "W19", "2026-1") == ["新增2件，销号1件，在办1件，其中逾期1件"]
    assert _counted(BRANCH, "W19", "2026-2") == ["新增0件，销号0件，在办2件，其中逾期1件"]
    assert _counted(BRANCH, "W19", "2025-4") == ["新增0件，销号0件，在办0件，其中逾期0件"]
    whole, first, second = _counted(OFFICE, "bulletin", "2026-1")
    assert (whole, second) == (first, "新增0件，销号0件，在办0件，其中逾期0件")
    page = enter("leader").get(f"/organisation/{BRANCH}").text
    path = f"/organisation/{BRANCH}/forms/W19.pdf"
    assert f'href="{path}"' in page
    assert "/forms/W18." not in page, "no term of office is known"
    program, file = Programs(app)("leader"), f"/units/{BRANCH}/forms/W19.docx?quarter=2026"
    assert program.get(f"{file}-1").status_code == 200
    for who in ("outsider", "system-admin"):
        assert enter(who).get(path).status_code == 404
        assert path not in enter(who).get(f"/organisation/{BRANCH}").text
    answer = program.get(f"{file}-5")
    assert (answer.status_code, "2026-3" in answer.text) == (422, True)


def test_no_quarter_and_none_to_come(cast: object) -> None:
    for wrong in ("2026-3", "2026-0", "2026-5", "26-1", "last", "２０２６-1"):
        with pytest.raises(BadInput, match="not after the present one"):
            unit_form(BRANCH, "W19", wrong, actor("leader"), "en", LATER)
    with pytest.raises(NotFound):
        unit_form(BRANCH, "W19", "", actor("outsider"), "en", START)
