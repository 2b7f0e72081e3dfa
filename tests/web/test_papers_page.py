"""Official documents on paper: as they were issued, with number, signatures and what answered."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from flask import Flask

from tests.cast import PERSONAS, actor
from tests.engine.stage import PHOTO, REASON, START, Stage
from tests.queries.paper_samples import text_of_word
from tests.servers import Database
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow.audit.verifying import verify
from workflow.engine import commands, earlier_documents
from workflow.engine.document_forms import FORMS
from workflow.profession.document_kinds import PAPERS
from workflow.queries.document import paper

# The list, a state after the document was issued, its place there, and what stands on it.
WAYS = {
    "W04": ("supervisions", "closed", 1, (
        "督办单", "督〔2026〕1号", "市交通局", "签发人：张宏", "承办单位", "第一党支部",
        "送达 系统送达", "签收人 陈建国",
    )),
    "W06": ("interviews", "noticed", 1, (
        "约谈通知书", "约〔2026〕1号", "机关党委", "陈建国（第一党支部书记）",
        "2026年3月24日 09:30", "王立新", "（签名、日期）",
    )),
    "W07": ("interviews", "closed", 2, (
        "约谈记录", "谈〔2026〕1号", "约谈人 被约谈人 记录人",
        "王立新 2026年3月24日 陈建国 2026年3月24日 周敏",
    )),
    "W08": ("interviews", "closed", 3, (
        "约谈落实情况报告", "报告人：陈建国", "承诺逐条落实情况", "核实落实情况",
    )),
    "W09": ("criticisms", "closed", 1, (
        "通报批评", "通〔2026〕1号", "市交通局", "签发人 李志远", "第一党支部：", "批评内容",
        "签收人 陈建国", "报告整改情况",
    )),
    "W10": ("accountabilities", "accepted", 1, (
        "问责建议书", "问建〔2026〕1号", "the party group：", "建议方式： 通报", "建议人： 何卫东",
        "审核 " + REASON, "赵正", "受理",
    )),
    "W11": ("accountabilities", "executed", 2, (
        "问责通报", "问通〔2026〕1号", "决定文号： 1", "影响期： 无规定的影响期",
        "公开范围： the unit",
        "登记执行情况", "photo.jpg",
    )),
}  # fmt: skip
LOOKING = ("outsider", "inspector", "coordinator", "branch-head", "auditor")


@pytest.mark.parametrize("document", WAYS)
def test_a_document_has_the_form_of_the_profession(enter: Entering, document: str) -> None:
    list_key, state, place, said = WAYS[document]
    number = Stage().one(list_key, state)
    page = enter("discipline" if list_key != "supervisions" else "leader").text(
        f"/items/{number}/papers/{place}"
    )
    for told in said:
        assert told in page, told
    english = enter("secretary", "en").text(f"/items/{number}/papers/{place}")
    assert PAPERS[document].words.en in english


def test_every_document_has_a_form() -> None:
    assert FORMS.keys() == PAPERS.keys()


def test_a_notice_stays_as_it_was_sent_when_the_interview_is_rescheduled(enter: Entering) -> None:
    number = Stage().one("interviews", "noticed")
    again = {"held_on": "2026-03-30", "held_at": "15:00", "place": "room 2"}
    commands.fire(number, "reschedule", actor("coordinator"), fields=again, comment=REASON,
                  now=START)  # fmt: skip
    first, second = (enter("discipline").text(f"/items/{number}/papers/{n}") for n in (1, 2))
    assert "2026年3月24日 09:30" in first
    assert "room 2" not in first
    assert "2026年3月30日 15:00" in second


def test_a_reminder_names_the_notice_and_how_late_it_is(enter: Entering) -> None:
    number = Stage().one("supervisions", "served")
    commands.fire(number, "remind", actor("coordinator"), fields={"new_due": "2026-03-27"},
                  now=START + timedelta(days=16))  # fmt: skip
    page = enter("leader").text(f"/items/{number}/papers/2")
    for told in ("催办通知", "催〔2026〕1号", "督〔2026〕1号", "2个工作日", "2026年3月27日"):
        assert told in page, told


def test_a_refused_signature_is_shown_with_its_reason(enter: Entering) -> None:
    number = Stage().one("interviews", "recorded")
    commands.fire(number, "refuse_to_sign", actor("branch-head"), comment=REASON,
                  now=START + timedelta(days=20))  # fmt: skip
    assert f"未签字：{REASON}" in enter("discipline").text(f"/items/{number}/papers/2")


def test_the_item_leads_to_its_documents_with_numbers_and_signatures(enter: Entering) -> None:
    number = Stage().one("interviews", "closed")
    answer = enter("discipline").get(f"/items/{number}")
    for place in (1, 2, 3):
        assert f'href="/items/{number}/papers/{place}"' in answer.text
    page = enter("discipline", "en").text(f"/items/{number}")
    for said in (
        "约〔2026〕1号",
        "谈〔2026〕1号",
        "the recorder Zhou Min",
        "Interviewee Chen Jianguo",
    ):
        assert said in page, said


def test_a_decision_shows_what_it_weighs_on_its_page(enter: Entering) -> None:
    number = Stage().one("accountabilities", "accepted")
    fields = {"method": "warning", "decision_no": "7", "decided_on": "2026-03-04"}
    commands.fire(number, "decide", actor("leader"), fields=fields, evidence=[PHOTO], now=START)
    page = enter("discipline").text(f"/items/{number}")
    for said in ("影响期 2026-03-04 至 2027-03-03", "2026年度一票否决"):
        assert said in page, said


@pytest.mark.parametrize("place", ["0", "2", "99999999999999999999", "-1", "x"])
def test_a_document_that_was_not_issued_is_not_there(enter: Entering, place: str) -> None:
    number = Stage().one("supervisions", "signed")
    assert enter("leader").get(f"/items/{number}/papers/1").status_code == 200
    assert enter("leader").get(f"/items/{number}/papers/{place}").status_code == 404


def test_whoever_may_not_see_an_item_sees_none_of_its_documents(enter: Entering) -> None:
    number = Stage().one("accountabilities", "announced")
    path = f"/items/{number}/papers/1"
    statuses = [enter(who).get(path).status_code for who in LOOKING]
    assert statuses == [404, 404, 404, 200, 200]


def test_a_delegate_is_named_with_whom_he_signed_for(cast: object) -> None:
    number = Stage().one("supervisions", "drafted")
    stand_in = actor("leader").__class__(
        PERSONAS["auditor"].id, "钱进", actor("leader").posts, behind=PERSONAS["leader"].id
    )
    commands.fire(number, "sign", stand_in, now=START)
    assert paper(number, 1, actor("leader")).signer.zh == "钱进（代张宏）"


def article(page: str) -> str:
    """Return the document alone, without what stands beside it."""
    return page.split('<article class="paper">')[1].split("</article>")[0]


@pytest.mark.parametrize("document", WAYS)
def test_what_was_issued_stays_whatever_is_corrected_later(
    enter: Entering, database: Database, document: str
) -> None:
    list_key, state, place, _ = WAYS[document]
    number = Stage().one(list_key, state)
    reader = enter("discipline" if list_key != "supervisions" else "leader")
    path = f"/items/{number}/papers/{place}"
    before = article(reader.get(path).text)
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("UPDATE people SET name = name || '改', name_en = 'Corrected ' || id")
        owner.execute("UPDATE units SET name = name || '改', name_en = 'Renamed ' || id")
    answer = reader.get(path)
    assert article(answer.text) == before
    assert "发文之后" in words(answer)
    assert "改" in answer.text.split("</article>")[1]


def test_a_changed_byte_of_a_document_is_named(database: Database, cast: object) -> None:
    number = Stage().one("supervisions", "served")
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        assert verify(owner) == []
        owner.execute("ALTER TABLE events DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE events SET changes = jsonb_set(changes, '{note,paper,signer,0}', '\"别人\"')"
            " WHERE changes #> '{note,paper}' IS NOT NULL"
        )
        owner.execute("ALTER TABLE events ENABLE TRIGGER USER")
        assert number in {fault.number for fault in verify(owner)}


@pytest.mark.parametrize("document", WAYS)
def test_a_document_from_before_is_copied_once_and_stays_from_then_on(
    enter: Entering, database: Database, document: str
) -> None:
    list_key, state, place, _ = WAYS[document]
    number = Stage().one(list_key, state)
    reader = enter("discipline" if list_key != "supervisions" else "leader")
    path = f"/items/{number}/papers/{place}"
    before = article(reader.get(path).text)
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE events DISABLE TRIGGER USER")
        owner.execute("UPDATE events SET changes = changes #- '{note,paper}'")
        owner.execute("ALTER TABLE events ENABLE TRIGGER USER")
        assert earlier_documents.bring_in(owner)
        earlier_documents.bring_in(owner)
        assert [*earlier_documents.faults(owner)] == []
        owner.execute("UPDATE people SET name = name || '改', name_en = 'Corrected ' || id")
        owner.execute("UPDATE units SET name = name || '改', name_en = 'Renamed ' || id")
    page = reader.get(path)
    assert article(page.text) == before, "it reads as on the day of its issue"
    assert "本副本补存于" in words(page)


def test_page_and_api_give_the_document_as_word_and_pdf(
    app: Flask, enter: Entering, database: Database
) -> None:
    number = Stage().one("criticisms", "closed")
    reader = enter("leader")
    page = reader.get(f"/items/{number}/papers/1").text
    paths = {ending: f"/items/{number}/papers/1.{ending}" for ending in ("docx", "pdf")}
    assert all(f'href="{path}"' in page for path in paths.values())
    before = {ending: reader.get(path) for ending, path in paths.items()}
    assert before["docx"].data.startswith(b"PK")
    assert before["pdf"].data.startswith(b"%PDF-")
    assert "filename*=UTF-8''%E9%80%9A" in before["pdf"].headers["Content-Disposition"]
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("UPDATE people SET name = name || '改', name_en = 'Corrected ' || id")
    for ending in paths:
        api = Programs(app)("leader").get(f"/items/{number}/documents/1.{ending}")
        assert (api.status_code, api.mimetype) == (200, before[ending].mimetype)
    assert reader.get(paths["pdf"]).data == before["pdf"].data, "what was issued is frozen"
    assert "陈建国改" not in text_of_word(reader.get(paths["docx"]).data)
    stranger = enter("outsider")
    assert [stranger.get(path).status_code for path in paths.values()] == [404, 404]
