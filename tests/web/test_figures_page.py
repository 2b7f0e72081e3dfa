"""The page of the figures, its API, its sheet and its charts: the same numbers, each with rows."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest

from tests.cast import BRANCH, OFFICE, PERSONAS, actor
from tests.queries.random_past import RandomPast
from tests.web.conftest import Entering
from tests.web.routes import API
from tests.web.visitor import words
from workflow import accounts
from workflow.declaration import pack
from workflow.declaration.indicators import DeclaredFigures, Indicator
from workflow.queries import items
from workflow.queries.figures import taking_in
from workflow.queries.figures.charts import ChartKind, Series, chart
from workflow.queries.list_address import read_address
from workflow.words import Words

_LINK = re.compile(r'href="(/lists/[^"]*)"[^>]*>(?:<b>)?([^<]*)<')
_NEW = Indicator(
    key="reworked", group="quality", words=Words("复查中的旧账", "Old matters"),
    told=Words("期末又出现的问题", "problems that came back, on the last day"),
    list_key="problems", rows={"state": "open", "again": "1"},
)  # fmt: skip


@pytest.fixture
def past(cast: object) -> RandomPast:
    lived = RandomPast(Random(3))
    lived.live(25)
    taking_in.take_in()
    return lived


def links(page: str) -> dict[str, str]:
    """Return the numbers of a page by the address of their list."""
    return {unescape(there): text.strip() for there, text in _LINK.findall(page)}


def rows_behind(login: str, there: str) -> int:
    parts = urlsplit(there)
    list_type = pack().lists[parts.path.removeprefix("/lists/")]
    asked = read_address(list_type, dict(parse_qsl(parts.query)))
    page = items(list_type.key, actor(login), asked, count=True)
    assert page.count
    return page.count.rows


def test_every_number_on_the_page_has_exactly_its_rows_for_five_roles(
    past: RandomPast, enter: Entering
) -> None:
    for login in ("leader", "coordinator", "branch-head", "verifier", "discipline"):
        page = enter(login).get("/figures").text
        numbers = {there: text for there, text in links(page).items() if text.isdecimal()}
        assert len(numbers) > 30
        for there, text in numbers.items():
            assert rows_behind(login, there) == int(text), (login, there)
    leader = enter("leader", "en")
    branch = leader.get(f"/figures?unit={BRANCH}&begin=2020-01-01").text
    [there, *_] = [there for there, text in links(branch).items()
                 if "as_of" in there and text != "0"]  # fmt: skip
    shown = leader.get(there)
    assert "As it was on" in words(shown)
    assert "Show it as it is now" in words(shown)
    assert re.search(r"P[0-9]{4}-[0-9]{4}", shown.text)


def test_the_page_needs_a_post_and_tells_what_is_wrong_with_a_period(
    past: RandomPast, enter: Entering
) -> None:
    for login in ("nobody", "system-admin", "audit-admin"):
        assert enter(login).get("/figures").status_code == 404
    head = enter("branch-head", "en")
    assert head.get(f"/figures?unit={OFFICE}").status_code == 404
    wrong = head.get("/figures?begin=2026-02-30")
    assert wrong.status_code in (400, 422)
    assert "cannot be" in words(wrong)
    chinese = enter("branch-head").get("/figures").text
    assert "第一党支部" in chinese
    assert "按期整改率" in chinese
    for nothing in ("<script", "style=", "<style"):
        assert nothing not in chinese[chinese.index("<main") : chinese.index("</main")]


def test_one_declaration_is_on_page_api_sheet_and_chart(
    past: RandomPast, enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = pack().figures
    groups = tuple(
        replace(group, drawn=group.drawn or group.key == "quality") for group in told.groups
    )
    added = DeclaredFigures(
        groups=groups, indicators={**told.indicators, _NEW.key: _NEW},
        compared=(*told.compared, _NEW.key), coloured=told.coloured, monthly=told.monthly,
    )  # fmt: skip
    monkeypatch.setitem(pack().__dict__, "figures", added)
    leader = enter("leader")
    page = leader.get("/figures").text
    assert page.count("复查中的旧账") >= 3  # chart, table, and the comparison of units
    assert "复查中的旧账" in "".join(re.findall(r"<svg.*?</svg>", page, re.S))
    bearer = {"Authorization": f"Bearer {accounts.create_token(PERSONAS['leader'].id, 'x')}"}
    found: Any = leader.client.get(f"{API}/figures", headers=bearer).json
    for figure in found["figures"]:
        behind: Any = leader.client.get(figure["items"], headers=bearer).json
        assert behind["count"] == figure["rows"], figure
    assert "reworked" in {one["indicator"] for one in found["figures"]}
    _sheet_has_the_same(leader, found)


def _sheet_has_the_same(visitor: Any, found: dict[str, Any]) -> None:
    answer = visitor.get("/figures/sheet")
    book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
    lines = [row for row in book.worksheets[0].iter_rows(values_only=True) if len(row) >= 8]
    values = {row[1]: row[4] for row in lines if row[0] == found["unit"]["zh"]}
    assert {one["words"]["zh"]: one["rows"] for one in found["figures"]}.items() <= values.items()
    book.close()


def test_a_chart_is_text_and_shapes_alone() -> None:
    drawn = chart("stacked", ["第一党支部", "<b>"], [Series("红", [1, 2]), Series("绿", [3, 0])])
    assert "第一党支部" in drawn
    assert "&lt;b&gt;" in drawn
    assert not re.search("<b>|<script|<style|style=|href=", drawn)
    assert 'aria-hidden="true"' in drawn
    assert not chart("bars", ["一"], [Series("", [0])])


def test_the_number_of_a_bar_stands_beside_it_where_its_colour_cannot_hide_it() -> None:
    drawn = chart("bars", ["短", "长"], [Series("", [1, 240])])
    bars = re.findall(r'<rect x="([\d.]+)"[^>]* width="([\d.]+)"[^>]*class="rect reactive', drawn)
    numbers = re.findall(r'x="([\d.]+)"[^>]*class="value"', drawn)
    assert len(bars) == len(numbers) == 2
    for (begin, wide), number in zip(bars, numbers, strict=True):
        assert float(begin) + float(wide) < float(number)


def test_an_axis_of_whole_numbers_is_marked_at_whole_numbers() -> None:
    some: tuple[tuple[ChartKind, list[int]], ...] = (
        ("bars", [3, 1]), ("lines", [0, 1]), ("stacked", [2, 1]), ("bars", [290, 7])
    )  # fmt: skip
    for kind, values in some:
        drawn = chart(kind, ["短", "长"], [Series("红", values), Series("绿", values)])
        marks = re.findall(r"<text[^>]*>([\d.]+)</text>", drawn)
        assert marks
        assert all("." not in mark for mark in marks), (kind, marks)
    assert "0.5" in chart("bars", ["短"], [Series("", [0.5])])
