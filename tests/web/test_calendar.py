"""The page of the calendar: a year in words and shapes, a notice checked, days of one's own."""

from __future__ import annotations

import io
import re

import pytest

from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow.escalation.calendar_changes import commands


def test_a_year_is_shown_with_names_counts_and_marks_that_are_no_mere_colours(
    enter: Entering,
) -> None:
    page = enter("branch-head").get("/calendar?year=2026")
    assert len(re.findall(r"<table>", page.text)) == 12
    assert "国庆节" in words(page)
    assert re.search(r'class="day day-make_up"[^<]*>\s*<time datetime="2026-10-10">10</time>'
                     r'<span class="mark" aria-hidden="true">班</span>', page.text)  # fmt: skip
    assert "调休上班、调休上班" in words(page)
    english = enter("verifier", "en").text("/calendar?year=2026")
    assert "National Day, public holiday" in english
    assert "Working days in 2026: 248" in english


def test_a_year_that_is_not_published_is_said_to_be_provisional(enter: Entering) -> None:
    visitor = enter("branch-head")
    assert "2027年的放假和调休安排尚未公布" in visitor.text("/calendar?year=2027")
    assert "尚未公布" not in visitor.text("/calendar?year=2026")
    assert visitor.get("/calendar?year=99999").status_code == 422


def test_a_notice_is_checked_and_the_other_number_explained(enter: Entering) -> None:
    asked = "/calendar?start=2024-09-29&end=2024-10-09&stated=10&kind=publicity"
    page = enter("member", "en").text(asked)
    assert "holds 4 working days (the first day counted); 10 are stated." in page
    assert "every calendar day counted, working or not, the first day not counted" in page
    assert "National Day" in page


def test_what_cannot_be_a_notice_is_refused_at_its_field(enter: Entering) -> None:
    page = enter("member").text(
        "/calendar?start=2024-10-09&end=2024-09-29&stated=10&kind=publicity"
    )
    assert "结束日早于起始日" in page


def test_the_keeper_sets_a_range_of_days_and_takes_one_back(enter: Entering) -> None:
    keeper = enter("system-admin")
    data = {"day": "2027-02-04", "until": "2027-02-05", "working": "no", "name": "局庆"}
    answer = keeper.post("/calendar/days", data, page="/calendar")
    assert answer.location == "/calendar?year=2027"
    assert "局庆" in keeper.text(answer.location)
    assert [day.isoformat() for day in commands.in_force_now().own] == ["2027-02-04", "2027-02-05"]
    keeper.post("/calendar/days/remove", {"day": "2027-02-04"}, page="/calendar")
    assert [day.isoformat() for day in commands.in_force_now().own] == ["2027-02-05"]


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(enter: Entering) -> None:
    keeper = enter("system-admin")
    data = {"day": "2027-02-04", "until": "2026-02-05", "working": "no", "name": "局庆"}
    answer = keeper.post("/calendar/days", data, page="/calendar")
    assert answer.status_code == 422
    assert "最多连续62天" in words(answer)
    assert 'value="局庆"' in answer.text


def test_a_file_is_shown_before_it_is_brought_in(enter: Entering) -> None:
    keeper = enter("system-admin")
    token = keeper.token("/calendar")
    table = "日期,上班,名称\n2027-02-13,是,春节调休\n".encode()
    for more, kept in (({"dry_run": "yes"}, 0), ({}, 1)):
        data = {"csrf_token": token, "file": (io.BytesIO(table), "days.csv"), **more}
        answer = keeper.send("/calendar/import", data)
        assert answer.status_code == (200 if more else 303)
        assert len(commands.in_force_now().own) == kept
    wrong = io.BytesIO("日期,上班,名称\n春节,是,x\n".encode())
    answer = keeper.send("/calendar/import", {"csrf_token": token, "file": (wrong, "days.csv")})
    assert answer.status_code == 422
    assert "第2行：“春节”不是" in words(answer)


def test_the_keeper_completes_a_year_and_changes_a_convention(enter: Entering) -> None:
    keeper = enter("system-admin")
    keeper.post("/calendar/years", {"year": "2027", "settled": "yes"}, page="/calendar")
    assert "2027年的安排已由本单位补齐" in keeper.text("/calendar?year=2027")
    data = {"key": "binding", "counts_first": "yes"}
    keeper.post("/calendar/conventions", data, page="/calendar")
    assert "本单位改过" in keeper.text("/calendar")


@pytest.mark.parametrize("login", ["branch-head", "security-admin", "leader"])
def test_nobody_else_sees_or_sends_what_only_the_keeper_may(enter: Entering, login: str) -> None:
    visitor = enter(login)
    page = visitor.get("/calendar")
    assert "/calendar/days" not in page.text
    for path, data in (
        ("days", {"day": "2027-02-04", "working": "no", "name": "x"}),
        ("days/remove", {"day": "2027-02-04"}),
        ("years", {"year": "2027", "settled": "yes"}),
        ("conventions", {"key": "binding", "counts_first": "yes"}),
        ("import", {}),
    ):
        answer = visitor.send(
            f"/calendar/{path}", {"csrf_token": visitor.token("/account"), **data}
        )
        assert answer.status_code == 403, path
