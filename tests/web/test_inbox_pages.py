"""The inbox as a place of work: groups with numbers, the next move, raising, and one's own work."""

from __future__ import annotations

from tests.engine.stage import Stage
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.walker import Walker


def test_the_inbox_has_the_next_move_in_each_line_and_groups_with_numbers(enter: Entering) -> None:
    number = stories.raised()
    visitor = enter("coordinator")
    page = visitor.get("/").text
    assert f'href="/items/{number}/assign"' in page
    assert 'class="matter-group matter-group-' in page
    walker = Walker(visitor, "/")
    walker.follow("交办")
    assert walker._at.startswith(f"/items/{number}/assign")


def test_whoever_may_raise_finds_the_button_on_the_first_page(enter: Entering) -> None:
    assert 'href="/lists/problems/raise"' in enter("inspector").get("/").text
    for login in ("auditor", "member", "system-admin"):
        assert "/problems/raise" not in enter(login).get("/").text, login


def test_what_somebody_raised_and_did_has_pages_of_its_own(enter: Entering) -> None:
    number = Stage().one("problems", "assigned")
    assert number in enter("inspector").text("/mine/raised")
    done = enter("coordinator").text("/mine/done")
    assert number in done
    assert "交办" in done
    assert "还没有" in enter("auditor").text("/mine/raised")
    assert enter("auditor").get("/mine/done?after=x").status_code == 422


def test_what_somebody_follows_has_a_page_beside_the_inbox(enter: Entering) -> None:
    number = stories.raised()
    visitor = enter("auditor")
    assert "您还没有关注任何事项" in visitor.text("/mine/followed")
    visitor.post(f"/mine/followed/{number}", page="/")
    assert f"已关注{number}" in visitor.text(f"/items/{number}")
    assert f'action="/mine/followed/{number}/end"' in visitor.get(f"/items/{number}").text
    page = visitor.get("/mine/followed").text
    assert f'href="/items/{number}"' in page
    assert '<span class="count count-big">1</span>' in page
    visitor.post(f"/mine/followed/{number}/end", page="/")
    assert "您还没有关注任何事项" in visitor.text("/mine/followed")
    assert enter("outsider").post(f"/mine/followed/{number}", page="/").status_code == 404
