"""What the daily work costs in clicks, counted by the browser itself: pressed, and not called."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import LOOKS, PASSWORD, actor
from tests.engine.stage import REASON
from tests.web import stories
from tests.web.desks import CHROMIUM, Desk, Office
from tests.web.stories import in_days
from workflow import queries
from workflow.engine import commands

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
]
_COUNTS = """window.isCounting ||= !addEventListener("pointerdown", () => {
    sessionStorage.setItem("pressed", 1 + Number(sessionStorage.getItem("pressed")));
}, true);"""


def _begin(desk: Desk) -> None:
    """Count from the first page on."""
    desk.page.add_init_script(_COUNTS)
    desk.open("/")
    desk.page.evaluate("sessionStorage.removeItem('pressed')")


def _pressed(desk: Desk) -> int:
    return int(desk.page.evaluate("Number(sessionStorage.getItem('pressed'))"))


def test_finding_assigning_asking_why_and_closing_many_take_few_clicks(
    browser: Browser, address: str
) -> None:
    number = stories.raised("消防通道堆放杂物")
    office = Office(browser, address, "zh", 1280)
    with office.desk("coordinator") as desk:
        _begin(desk)
        desk.page.keyboard.press("/")
        desk.page.wait_for_url("**/search")
        with desk.page.expect_navigation(url="**/search?*"):
            desk.page.locator(":focus").fill("堆放杂物")
            desk.page.keyboard.press("Enter")
        assert number in desk.page.inner_text("main")
        assert _pressed(desk) <= 1
        _begin(desk)
        with desk.page.expect_navigation():
            desk.page.locator(f'a[href^="/items/{number}/assign"]').click()
        assert desk.page.input_value("#holder") == "4"  # proposed: the head of the unit
        desk.page.fill("#due_on", in_days(20))
        desk.press(office.say("assign"))
        assert queries.item(number, actor("coordinator")).item.state == "assigned"
        assert _pressed(desk) <= 3
    with office.desk("branch-head") as desk:
        _begin(desk)
        with desk.page.expect_navigation():
            desk.page.locator(f'main a[href="/items/{number}"]').first.click()
        why = desk.page.locator("details.why").first
        why.locator("summary").click()
        expect(why.locator("li").first).to_be_visible()
        assert _pressed(desk) <= 2


def test_all_that_is_verified_is_closed_by_six_clicks(browser: Browser, address: str) -> None:
    numbers = [stories.rectified() for _ in range(3)]
    for number in numbers:
        commands.fire(number, "verify", actor("verifier"), fields=LOOKS, comment=REASON)
    with Office(browser, address, "zh", 1280).desk("committee") as desk:
        _begin(desk)
        with desk.page.expect_navigation():
            desk.page.locator('header a[href="/lists/problems"]').first.click()
        desk.page.locator("[data-all]").click()
        with desk.page.expect_navigation():
            desk.page.get_by_role("button", name="一并办理").click()
        if desk.page.locator("#proof").count():
            desk.page.fill("#proof", PASSWORD)
        with desk.page.expect_navigation():
            desk.page.locator("button[name=do][value=decide]").click()
        assert _pressed(desk) <= 6
        assert {queries.item(number, actor("committee")).item.state for number in numbers} == {
            "closed"
        }
