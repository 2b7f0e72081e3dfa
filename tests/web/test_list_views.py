"""Columns, density and saved views: kept for a person, shared with a unit, changed by the owner."""

from __future__ import annotations

import re
from html import unescape

import psycopg
import pytest

from tests.cast import BRANCH, BUREAU, OFFICE, OTHER_BRANCH, actor
from tests.servers import Database
from tests.web import stories
from tests.web.api.client import Programs, refused
from tests.web.api.conftest import programs
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow.accounts import list_views as views
from workflow.accounts.list_views import ViewWish
from workflow.accounts.list_views.saving import LONGEST_NAME
from workflow.engine import commands
from workflow.errors import BadInput, NotFound

__all__ = ["programs"]
HEAD = re.compile(r'<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]+)<')


def heads(page: str) -> list[str]:
    return HEAD.findall(page.split("<thead>")[1].split("</thead>")[0])[1:]


def test_columns_and_density_are_kept_for_a_person_and_go_out_with_an_export(
    enter: Entering,
) -> None:
    stories.assigned()
    visitor, page = enter("coordinator"), "/lists/problems"
    assert heads(visitor.get(page).text) == ["单位", "承办人", "时限", "状态"]  # no source is told
    told = {"title": "账物不符", "unit": "3", "severity": "minor", "source_kind": "audit"}
    commands.raise_item("problems", actor("inspector"), fields=told)
    assert heads(visitor.get(page).text) == ["单位", "承办人", "时限", "状态", "来源类别"]
    sent = {"columns": ["holder", "raised", "source"], "density": "compact"}
    answer = visitor.post("/lists/problems/look?state=open", sent, page=page)
    assert (answer.status_code, answer.location) == (303, "/lists/problems?state=open")
    shown = visitor.get(page).text
    assert heads(shown) == ["承办人", "提出日期", "问题来源"]
    assert 'class="rows rows-compact"' in shown
    link = unescape(re.search(r'href="([^"]+form=csv[^"]*)"', shown)[1])  # type: ignore[index]
    head = visitor.get(link).data.decode("utf-8-sig").splitlines()[0]
    assert "承办人" in head
    assert "状态" not in head
    assert heads(enter("director").get(page).text)[0] == "单位"
    assert heads(visitor.get(f"{page}?columns=state").text) == ["状态"]
    visitor.post("/lists/problems/look", {"usual": "1", "density": "comfortable"}, page=page)
    assert heads(visitor.get(page).text) == ["单位", "承办人", "时限", "状态", "来源类别"]


def test_a_saved_view_holds_filter_columns_order_and_groups_under_its_name(
    enter: Entering,
) -> None:
    number, elsewhere = stories.assigned(), stories.raised("别处", unit=OTHER_BRANCH)
    visitor = enter("coordinator")
    query = "?state=open&unit=3&sort=-title&group=state&columns=holder,state"
    answer = visitor.post(
        f"/lists/problems/views{query}",
        {"name": " 支部  在办 ", "columns": "holder,state"}, page="/lists/problems",
    )  # fmt: skip
    assert answer.status_code == 303
    shown = visitor.get(answer.location)
    assert number in words(shown)
    assert elsewhere not in words(shown)
    tab = re.search(r'<a href="([^"]+)" aria-current="page"[^>]*><bdi>支部 在办</bdi>', shown.text)
    assert tab
    again = visitor.get(unescape(tab[1])).text
    assert heads(again) == ["承办人", "状态"]
    assert 'class="row-group"' in again
    assert "支部 在办" not in enter("director").text("/lists/problems")


def test_a_shared_view_is_for_the_people_of_the_unit_and_stays_its_owners(
    enter: Entering, programs: Programs, database: Database
) -> None:
    body = {"list": "problems", "name": "重大在办", "query": {"severity": "major"}, "unit": OFFICE}
    made = programs("coordinator").post("/views", body)
    assert made.status_code == 201, made.json
    for login, sees in (("director", True), ("verifier", True), ("branch-head", False),
                        ("inspector", False), ("nobody", False)):  # fmt: skip
        told = programs(login).get("/views").json["views"]
        assert [(one["name"], one["own"]) for one in told] == (
            [("重大在办", False)] if sees else []
        )
    [view] = programs("coordinator").get("/views").json["views"]
    assert view["own"]
    assert view["unit"]["en"] == "Office Party Committee"
    assert view["href"] == "/api/v1/items?list=problems&severity=major"
    assert programs("coordinator").get(view["href"].removeprefix("/api/v1")).status_code == 200
    path = f"/views/{view['id']}/remove"
    refused(programs("director").post(path, {}), 404)
    assert enter("director").post(
        f"/lists/problems{path}", page="/lists/problems"
    ).status_code == 404  # fmt: skip
    body["query"] = {"severity": "minor"}
    assert programs("coordinator").post("/views", body).json["id"] == view["id"]
    assert programs("coordinator").post(path, {}).status_code == 200
    assert programs("director").get("/views").json["views"] == []
    with psycopg.connect(database.owner_url) as owner:
        noted = owner.execute(
            "SELECT details ->> 'what', subject_id FROM journal WHERE kind = 'view' ORDER BY seq"
        ).fetchall()
    assert noted == [(what, "problems") for what in ("made", "changed", "deleted")]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (ViewWish("problems", "", {}), "起一个名称"),
        (ViewWish("problems", "\u200b ", {}), "起一个名称"),
        (ViewWish("problems", "名" * (LONGEST_NAME + 1), {}), "不能超过"),
        (ViewWish("problems", "a\x00b", {}), "不能显示"),
        (ViewWish("problems", "x", {"state": "nowhere"}), "nowhere"),
        (ViewWish("problems", "x", {"sort": "nothing"}), "nothing"),
        (ViewWish("problems", "x", {}, BRANCH), "任职的单位"),
        (ViewWish("problems", "x", {}, BUREAU), "任职的单位"),
    ],
)
def test_a_wrong_view_is_refused_with_a_sentence(cast: object, wish: ViewWish, told: str) -> None:
    with pytest.raises(BadInput) as refusal:
        views.save(actor("coordinator"), wish)
    sentences = [refusal.value.words, *refusal.value.fields.values()]
    assert any(told in sentence.zh for sentence in sentences)
    assert views.views_of(actor("coordinator")) == []


def test_whoever_may_open_no_list_has_no_views_and_no_look(cast: object) -> None:
    for act in (
        lambda: views.views_of(actor("system-admin")),
        lambda: views.save(actor("system-admin"), ViewWish("problems", "x", {})),
        lambda: views.choose(actor("system-admin"), "problems", (), "compact"),
        lambda: views.save(actor("coordinator"), ViewWish("nothing", "x", {})),
        lambda: views.remove(actor("coordinator"), 1),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_refused_name_is_told_on_the_page_and_the_list_stays_as_it_was(enter: Entering) -> None:
    number = stories.raised()
    visitor = enter("coordinator")
    answer = visitor.post(
        "/lists/problems/views?state=raised", {"name": " "}, page="/lists/problems"
    )
    assert answer.status_code == 422
    assert "请给视图起一个名称" in words(answer)
    assert number in words(answer)
    answer = visitor.post(
        "/lists/problems/look", {"columns": "nothing", "density": "compact"}, page="/lists/problems"
    )
    assert answer.status_code == 422
    assert "nothing" in words(answer)
