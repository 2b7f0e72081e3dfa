"""Issued documents afterwards: voided with a reason and their number, or with a signed copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import actor
from tests.engine.stage import PHOTO, REASON, Stage
from tests.web import stories
from tests.web.conftest import Entering
from workflow import queries
from workflow.declaration import process_of
from workflow.engine import commands
from workflow.errors import WorkflowError, faults_in
from workflow.queries.document import paper
from workflow.queries.papers.text import text_of

WHY = "事实不清，这份督办单作废，另行签发"
ISSUED = ("signed", "served", "acknowledged", "answered")


def _issued(number: str) -> Any:
    return process_of(queries.item(number, actor("director")).item)["documents"]


@pytest.mark.parametrize("state", ISSUED)
def test_a_document_is_voided_with_a_reason_and_its_number_is_never_given_again(
    cast: Any, state: str
) -> None:
    number = Stage().one("supervisions", state)
    before = text_of(paper(number, 1, actor("director")), "zh")
    commands.fire(number, "void", actor("director"), comment=WHY)
    [kept] = _issued(number)
    assert (kept["number"], kept["voided"]["why"]) == (before.number, WHY)
    after = text_of(paper(number, 1, actor("director")), "zh")
    assert after.parts == before.parts
    assert after.title == f"（已作废）{before.title}"
    [next_] = _issued(Stage().one("supervisions", "signed"))
    assert next_["number"] != kept["number"]


def test_without_a_reason_nothing_is_voided(cast: Any) -> None:
    number = Stage().one("supervisions", "served")
    with pytest.raises(WorkflowError) as refusal:
        commands.fire(number, "void", actor("director"), comment="因为")
    assert "comment" in faults_in(refusal.value)
    assert "voided" not in _issued(number)[0]


def test_the_page_says_that_it_is_void_by_whom_and_why(enter: Entering) -> None:
    number = Stage().one("supervisions", "served")
    commands.fire(number, "void", actor("director"), comment=WHY)
    reader = enter("director")
    page = reader.text(f"/items/{number}/papers/1")
    assert "此文书已作废" in page
    assert WHY in page
    assert actor("director").name in page
    assert "作废" in reader.text(f"/items/{number}")


def test_a_signed_copy_is_shown_with_its_hash_and_who_attached_it(enter: Entering) -> None:
    number = Stage().one("supervisions", "served")
    scan = stories.stored(name="签章件.jpg")
    commands.fire(number, "attach_copy", actor("coordinator"), fields={"paper": "1"},
                  evidence=[scan])  # fmt: skip
    reader = enter("director")
    page = reader.get(f"/items/{number}/papers/1").text
    assert scan.sha256 in page
    assert "签章件.jpg" in page
    assert actor("coordinator").name in page
    assert reader.get(f"/items/{number}/evidence/{scan.sha256}").status_code == 200
    assert "已附签章件" in reader.text(f"/items/{number}")


@pytest.mark.parametrize(("place", "files", "fault"), [("2", 1, "paper"), ("1", 2, "evidence")])
def test_a_copy_is_one_file_of_one_document_that_there_is(
    cast: Any, place: str, files: int, fault: str
) -> None:
    number = Stage().one("supervisions", "served")
    sent = [replace(PHOTO, name=f"{n}.jpg") for n in range(files)]
    with pytest.raises(WorkflowError) as refusal:
        commands.fire(number, "attach_copy", actor("coordinator"), fields={"paper": place},
                      comment=REASON, evidence=sent)  # fmt: skip
    assert fault in faults_in(refusal.value)
    assert "copies" not in _issued(number)[0]
