"""What pages show, to whom, and what it costs the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.cast import OTHER_BRANCH, actor
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import queries
from workflow.engine import commands
from workflow.profession.lists import LIST_TYPES


@contextmanager
def _counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note each statement that is sent; asking an idle connection whether it lives is none."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
        if query != "SELECT 1":
            sent.append(str(query))
        return execute(cursor, query, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noted)
        yield sent


def test_an_item_page_asks_the_database_six_times_at_most(
    enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = stories.rectified()
    for n in range(5):
        fields = {"title": f"任务{n}", "unit": "3", "severity": "minor"}
        commands.raise_item("tasks", actor("coordinator"), fields=fields, parent=number)
    visitor = enter("verifier")
    visitor.get("/")
    with _counted(monkeypatch) as sent:
        assert visitor.get(f"/items/{number}").status_code == 200
    assert len(sent) <= 6, sent


def test_a_list_page_asks_the_database_five_times_at_most_and_once_more_for_words(
    enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(12):
        stories.raised(f"第{n}项")
    visitor = enter("coordinator")
    visitor.get("/")
    for query, most in (("", 5), ("?state=open&sort=due&aspect=A1", 5), ("?q=项", 6)):
        with _counted(monkeypatch) as sent:
            assert visitor.get(f"/lists/problems{query}").status_code == 200
        assert len(sent) <= most, sent


def test_the_first_page_shows_what_waits_for_me_and_what_i_was_told(enter: Entering) -> None:
    number = stories.assigned("党费公示不及时")
    page = enter("branch-head").text("/")
    assert "待我处理 1" in page
    assert number in page
    assert "党费公示不及时" in page
    assert "还剩" in page
    assert "交办" in page
    assert number not in enter("outsider").text("/")


def test_notices_are_marked_as_read_only_when_asked(enter: Entering) -> None:
    stories.assigned()
    visitor = enter("branch-head")
    assert "未读" in visitor.text("/")
    assert "未读" in visitor.text("/")
    up_to = visitor.get("/").text.split('name="up_to" value="')[1].split('"')[0]
    assert visitor.post("/notices/read", {"up_to": up_to}, page="/").status_code == 303
    assert "未读" not in visitor.text("/")


def test_an_item_page_tells_what_it_is_and_what_happened(enter: Entering) -> None:
    number = stories.rectified()
    page = enter("verifier").text(f"/items/{number}")
    for told in ("会议记录不全", "第一党支部", "陈建国", "待核查", "林晓峰", "现场.jpg", "已补齐"):
        assert told in page
    assert "已提出 → 整改中" in page
    assert "问题清单的状态，现在是“待核查”" in enter("verifier").get(f"/items/{number}").text


def test_buttons_are_those_of_the_person_and_the_others_say_why_not(enter: Entering) -> None:
    number = stories.rectified()
    verifier, holder = enter("verifier"), enter("branch-head")
    assert f"/items/{number}/verify" in verifier.get(f"/items/{number}").text
    assert f"/items/{number}/verify" not in holder.get(f"/items/{number}").text
    page = holder.text(f"/items/{number}")
    assert "现在不能做的" in page
    refusal = next(m for m in queries.item(number, actor("branch-head")).moves
                   if m.transition.trigger == "verify")  # fmt: skip
    assert refusal.reason
    assert refusal.reason.zh in page
    assert refusal.transition.words.zh in page


def test_every_button_leads_to_a_form_that_says_what_happens_next(enter: Entering) -> None:
    number = stories.rectified()
    for login in ("verifier", "coordinator", "branch-head", "committee", "leader"):
        visitor = enter(login)
        page = visitor.get(f"/items/{number}").text
        triggers = {part.split('"')[0] for part in page.split(f'href="/items/{number}/')[1:]}
        for trigger in triggers - {t for t in triggers if t.startswith("evidence/")}:
            form = visitor.get(f"/items/{number}/{trigger}")
            assert form.status_code == 200, (login, trigger)
    assert "下一步：交审定销号" in enter("verifier").text(f"/items/{number}/verify")


@pytest.mark.parametrize(
    "path",
    [
        "/items/{}",
        "/items/{}/comment",
        "/items/{}/evidence/{sha}",
        "/items/{}/evidence/{sha}/small.jpg",
        "/lists/tasks/raise?parent={}",
    ],
)
@pytest.mark.parametrize("login", ["outsider", "nobody", "system-admin", "audit-admin"])
def test_what_one_may_not_see_is_not_there(enter: Entering, path: str, login: str) -> None:
    piece = stories.stored()
    number = stories.rectified(piece)
    visitor = enter(login)
    hidden = visitor.get(path.format(number, sha=piece.sha256))
    nowhere = visitor.get(path.format("P2026-9999", sha=piece.sha256))
    assert hidden.status_code == 404
    assert words(hidden).replace(number, "") == words(nowhere).replace("P2026-9999", "")


def test_a_post_to_what_one_may_not_see_is_not_there_either(enter: Entering) -> None:
    number = stories.rectified()
    answer = enter("outsider").post(
        f"/items/{number}/comment", {"version": "1", "comment": "x"}, page="/"
    )
    assert answer.status_code == 404


def test_a_list_is_narrowed_by_its_address_and_remembers_it(enter: Entering) -> None:
    stories.raised("甲类问题", "minor")
    stories.raised("乙类问题", "major")
    visitor = enter("coordinator")
    page = visitor.get("/lists/problems?severity=major&state=open&q=类")
    assert "乙类问题" in page.text
    assert "甲类问题" not in page.text
    assert '<option value="major" selected>' in page.text
    assert 'value="类"' in page.text
    assert "没有符合筛选条件的事项" in visitor.text("/lists/problems?mine=1")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("sort=id;--", 422), ("state=nowhere", 422), ("after=***", 422), ("unit=x", 422),
        ("q=%25_'%20OR%201=1", 200), ("q=%00", 200), ("page_size=100000000", 200),
        ("unit=99999999999999999999", 422),
    ],
)  # fmt: skip
def test_odd_filters_get_an_answer_and_never_a_failure(
    enter: Entering, query: str, status: int
) -> None:
    stories.raised()
    assert enter("coordinator").get(f"/lists/problems?{query}").status_code == status


def test_a_long_list_is_followed_page_by_page_without_gaps(
    enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.lists.ROWS", 4)
    numbers = [stories.raised(f"第{n}项") for n in range(10)]
    visitor, seen, address = enter("coordinator"), [], "/lists/problems?state=raised"
    while address:
        page = visitor.get(address).text
        seen += [n for n in reversed(numbers) if f'"/items/{n}"' in page]
        later = page.split('rel="next"')[0].rsplit('href="', 1)[-1].split('"')[0]
        address = later.replace("&amp;", "&") if 'rel="next"' in page else ""
    assert seen == numbers[::-1]


def test_late_and_near_due_dates_are_said_in_words(enter: Entering) -> None:
    number = stories.assigned(days=0)
    assert "今天到期" in enter("branch-head").text(f"/items/{number}")
    assert "due today" in enter("branch-head", "en").text("/lists/problems?sort=due")


def test_text_that_people_write_is_never_markup(enter: Entering) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"
    number = stories.raised(hostile)
    commands.fire(number, "comment", actor("coordinator"), comment=hostile)
    visitor = enter("coordinator")
    for path in ("/lists/problems", f"/items/{number}", f"/items/{number}/assign"):
        page = visitor.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49" not in page.split("&lt;script&gt;")[1][:80]
        assert "<bdi" in page


@pytest.mark.parametrize("key", sorted(LIST_TYPES))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_declared_list_has_its_page_in_both_languages(
    enter: Entering, key: str, language: str
) -> None:
    page = enter("coordinator", language).text(f"/lists/{key}")
    for state in LIST_TYPES[key].states:
        assert state.words.of(language) in page


@pytest.mark.parametrize(
    ("login", "own"),
    [("system-admin", "/people"), ("security-admin", "/people"), ("audit-admin", "/journal")],
)
def test_for_an_administrator_there_are_own_pages_and_no_lists(
    enter: Entering, login: str, own: str
) -> None:
    visitor = enter(login)
    for path in ("/lists/problems", "/lists/problems/raise"):
        hidden, nowhere = visitor.get(path), visitor.get(path.replace("problems", "nonsense"))
        assert hidden.status_code == nowhere.status_code == 404
        assert words(hidden).replace("problems", "nonsense") == words(nowhere)
    home = visitor.get("/").text
    assert "/lists/" not in home
    assert f'href="{own}"' in home
    assert visitor.get(own).status_code == 200


def test_another_branch_is_not_offered_as_a_place(enter: Entering) -> None:
    form = enter("branch-head").get("/lists/problems/raise").text
    assert f'<option value="{OTHER_BRANCH}"' not in form
    assert "第一党支部" in form


def test_the_first_page_says_how_the_lists_stand(enter: Entering) -> None:
    stories.assigned(days=3)
    stories.assigned(days=60)
    stories.raised(unit=OTHER_BRANCH)
    page = enter("coordinator").text("/")
    assert "3 问题清单" in page
    assert "黄色 1" in page  # one is due in three days; when a step is due colours nothing
    assert "绿色 2" in page
    assert "2 问题清单" in enter("branch-head").text("/")
    assert "清单概况" not in enter("nobody").text("/")


def test_notices_name_people_as_the_language_writes_them(enter: Entering) -> None:
    stories.assigned()
    assert "Zhou Min ·" in enter("branch-head", language="en").text("/")


def test_a_list_that_is_looked_for_most_stands_first_among_the_ladders(enter: Entering) -> None:
    page = enter("inspector").text("/ladders")
    assert page.index("整改中") < page.index("待拟建议书")


def test_the_bar_of_a_list_is_as_long_as_it_has_open_items(enter: Entering) -> None:
    for n in range(3):
        stories.assigned(f"第{n}项")
    page = enter("branch-head").get("/").text
    assert 'viewBox="0 0 3 1"' in page
    assert 'class="share-green" x="0" width="3"' in page
