"""Forms in a real browser: Back, and sessions that ended, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.web.desks import CHROMIUM, Office, sign_in_here

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
]


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
        if scripts:  # it waited in the browser, and the form itself comes back
            expect(desk.page.locator("#title")).to_have_value("会话结束后才提交")
        else:
            assert "会话结束后才提交" in desk.page.inner_text("main")
        desk.press(office.say("raise") if scripts else "重新提交")
        assert "会话结束后才提交" in desk.page.inner_text("h1")
