"""Forms in a real browser: drafts, Back, and sessions that ended, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.web import stories
from tests.web.desks import CHROMIUM, Office, sign_in_here

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
]


def test_what_was_typed_outlives_an_ended_session(browser: Browser, address: str) -> None:
    with Office(browser, address, "zh", 1280).desk("inspector") as desk:
        desk.open("/lists/problems/raise")
        desk.page.fill("#title", "写了一半的问题")
        desk.page.context.clear_cookies(name="rectify")
        desk.page.reload()
        sign_in_here(desk, "inspector")
        assert "/lists/problems/raise" in desk.page.url
        assert desk.page.input_value("#title") == "写了一半的问题"


def test_what_one_person_typed_is_never_shown_to_another(browser: Browser, address: str) -> None:
    with Office(browser, address, "zh", 1280).desk("inspector") as desk:
        desk.open("/lists/problems/raise")
        desk.page.fill("#title", "只给自己看的草稿")
        desk.page.context.clear_cookies(name="rectify")
        desk.page.reload()
        sign_in_here(desk, "coordinator")
        desk.open("/lists/problems/raise")
        assert desk.page.input_value("#title") == ""
        assert desk.page.evaluate("JSON.stringify(sessionStorage)") == "{}"


def test_a_draft_for_one_problem_is_not_shown_under_another(browser: Browser, address: str) -> None:
    first, second = stories.assigned(), stories.assigned()
    with Office(browser, address, "zh", 1280).desk("coordinator") as desk:
        desk.open(f"/lists/tasks/raise?parent={first}")
        desk.page.fill("#title", "只属于第一个问题")
        desk.open(f"/lists/tasks/raise?parent={second}")
        assert desk.page.input_value("#title") == ""
        desk.open(f"/lists/tasks/raise?parent={first}")
        assert desk.page.input_value("#title") == "只属于第一个问题"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_and_send_again_leads_to_what_was_raised(
    browser: Browser, address: str, scripts: bool
) -> None:
    office = Office(browser, address, "zh", 1280, scripts)
    with office.desk("inspector") as desk:
        desk.open("/lists/problems/raise")
        for _ in range(2):
            desk.page.fill("#title", "只提一次的问题")
            desk.page.select_option("#unit", "3")
            desk.page.check("input[name=severity][value=minor]")
            desk.press(office.say("raise"))
            raised = desk.page.url
            desk.page.go_back()
        desk.page.goto(raised)
        desk.open("/lists/problems")
        assert desk.page.locator("main").inner_text().count("只提一次的问题") == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_form_sent_after_the_session_ended_is_raised_after_signing_in(
    browser: Browser, address: str, scripts: bool
) -> None:
    office = Office(browser, address, "zh", 1280, scripts)
    with office.desk("inspector") as desk:
        desk.open("/lists/problems/raise")
        desk.page.fill("#title", "会话结束后才提交")
        desk.page.select_option("#unit", "3")
        desk.page.check("input[name=severity][value=minor]")
        desk.page.context.clear_cookies(name="rectify")
        with desk.page.expect_navigation():
            desk.page.get_by_role("button", name=office.say("raise"), exact=True).click()
        desk.complaints.clear()  # the browser itself notes the 401
        sign_in_here(desk, "inspector")
        assert "会话结束后才提交" in desk.page.inner_text("main")
        desk.press("重新提交")
        assert "会话结束后才提交" in desk.page.inner_text("h1")
