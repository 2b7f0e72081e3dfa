"""The page of a list: a filter of many parts, its tidy address, and the same rows everywhere."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words

_SHOWN = re.compile(r'<a href="/items/([A-Z]+[0-9]{4}-[0-9]+)">')


@pytest.fixture
def some(enter: Entering) -> list[str]:
    return [stories.raised(), stories.assigned("会议太多"), stories.rectified()]


def test_nothing_empty_stays_in_the_address(enter: Entering) -> None:
    visitor = enter("coordinator")
    answer = visitor.get("/lists/problems?q=&state=open&state=closed&severity=&holder=%20&sort=")
    assert (answer.status_code, answer.location) == (302, "/lists/problems?state=open,closed")
    assert visitor.get("/lists/problems?q=&colour=").location == "/lists/problems"
    assert visitor.get("/lists/problems?state=open,closed&holder=%20").status_code == 200


def test_people_are_sought_by_name_and_a_namesake_is_asked_about(enter: Entering) -> None:
    assigned = stories.assigned()
    visitor = enter("coordinator")
    assert assigned in visitor.text("/lists/problems?holder=陈建国")
    assert 'value="陈建国 #4"' in visitor.get("/lists/problems?holder=建国").text
    assert assigned not in visitor.text("/lists/problems?holder=高翔")
    assert "没有找到“张三丰”" in visitor.text("/lists/problems?holder=张三丰")
    several = visitor.get("/lists/problems?raised_by=li")
    assert several.status_code == 422
    assert "不止一个人" in words(several)


def test_each_shown_head_orders_the_rows_and_says_how_they_stand(
    enter: Entering, some: list[str]
) -> None:
    visitor = enter("coordinator")
    page = visitor.get("/lists/problems?columns=unit,state,raised,source").text
    heads = [unescape(link) for link in re.findall(r'<a class="ordered" href="([^"]+)"', page)]
    assert len(heads) == 5
    for link in heads:
        down = visitor.get(link).text
        assert "aria-sort" in down, link
        assert sorted(_SHOWN.findall(down)) == sorted(some)


def test_a_field_that_no_row_has_gets_no_column_unless_somebody_chose_it(
    enter: Entering, some: list[str]
) -> None:
    visitor = enter("coordinator")
    assert "sort=source_kind" not in visitor.get("/lists/problems").text
    assert "sort=source_kind" in visitor.get("/lists/problems?columns=unit,source_kind").text


def test_rows_are_grouped_with_their_numbers(enter: Entering, some: list[str]) -> None:
    page = enter("coordinator").text("/lists/problems?group=state")
    for state in ("已提出 1", "整改中 1"):
        assert state in page, page
    assert "没有承办人 1" in enter("coordinator").text("/lists/problems?group=holder")


def test_what_is_asked_is_asked_again_by_the_form_itself(enter: Entering) -> None:
    query = "state=open,raised&holder=4&due_from=2026-01-01&columns=unit&group=unit&sort=-title"
    page = enter("coordinator").get(f"/lists/problems?{query}").text
    form = page.split("data-tidy", 1)[1].split("</form>")[0]
    assert len(re.findall(r'name="state" value="(?:open|raised)" checked', form)) == 2
    for told in ('value="陈建国 #4"', 'value="2026-01-01"', 'name="columns" value="unit"',
                 'value="unit" selected', 'value="-title" selected'):  # fmt: skip
        assert told in form, told
    assert 'filter-more" open' in form
