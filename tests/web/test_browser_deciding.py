"""Deciding in a real browser: clicks counted, needs checked before sending, nothing preset."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, FilePayload

from tests.evidence.files import photo
from tests.web import stories
from tests.web.desks import CHROMIUM, Desk, Office

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
]
PHOTO: FilePayload = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo(640, 480)}


def _begin(desk: Desk, number: str, trigger: str) -> None:
    """Click on the button of the line in the inbox."""
    desk.open("/")
    with desk.page.expect_navigation():
        desk.page.locator(f'a[href^="/items/{number}/{trigger}"]').click()
    desk.look_over()


def test_work_is_reported_with_evidence_by_three_clicks_and_the_picker(
    browser: Browser, address: str
) -> None:
    number = stories.assigned()
    office = Office(browser, address, "zh", 390)
    with office.desk("branch-head") as desk:
        _begin(desk, number, "rectify")  # 1
        sent: list[str] = []  # the browser asks for files of the page when it likes
        desk.page.on(
            "request",
            lambda request: sent.append(request.url) if request.is_navigation_request() else None,
        )
        desk.page.get_by_role("button", name=office.say("rectify"), exact=True).click()
        assert sent == []
        assert desk.page.locator("[data-summary] a").count() == 3
        assert desk.page.evaluate("document.activeElement.hasAttribute('data-summary')")
        for key in ("statement", "pledge", "evidence"):
            assert desk.page.locator(f"#{key}-fault").count() == 1, key
        desk.page.fill("#statement", "签到表已经补齐")
        desk.page.set_input_files("#evidence", [PHOTO])
        desk.page.check("#pledge")  # 2
        desk.press(office.say("rectify"))  # 3
        assert desk.page.url.endswith(number)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_work_is_verified_from_the_inbox_by_three_clicks_and_nothing_is_preset(
    browser: Browser, address: str, scripts: bool
) -> None:
    number = stories.rectified()
    office = Office(browser, address, "zh", 1280, scripts)
    with office.desk("verifier") as desk:
        _begin(desk, number, "verify")  # 1
        assert desk.page.locator("input[type=radio]:checked").count() == 0
        assert "已补齐" in desk.page.inner_text(".decided")
        desk.page.get_by_text("三看均达到").click()  # 2
        assert desk.page.locator("input[type=radio]:checked").count() == 3
        desk.page.fill("#comment", "现场看过，签到表齐全")
        desk.press(office.say("verify"))  # 3
        assert desk.page.url.endswith(number)


def test_a_finding_with_a_photo_takes_four_clicks_and_the_picker(
    browser: Browser, address: str
) -> None:
    stories.raised("去年的问题")
    office = Office(browser, address, "zh", 390)
    with office.desk("inspector") as desk:
        desk.open("/")
        with desk.page.expect_navigation():
            desk.page.locator('.button-raise[href^="/lists/problems/raise"]').click()  # 1
        desk.look_over()
        assert desk.page.input_value("#unit") == ""
        desk.page.fill("#title", "消防通道堆放杂物")
        desk.page.get_by_text("第一党支部", exact=True).first.click()  # 2
        assert desk.page.input_value("#unit") == "3"
        desk.page.check("input[name=severity][value=minor]")  # 3
        desk.page.set_input_files("#evidence", [PHOTO])
        desk.press(office.say("raise"))  # 4
        assert desk.page.locator(".piece img").count() == 1


def test_pictures_open_in_a_viewer_and_the_keys_lead_on(browser: Browser, address: str) -> None:
    number = stories.rectified(
        stories.stored(name="一.jpg"), stories.stored(photo(64, 48), name="二.jpg")
    )
    with Office(browser, address, "zh", 1280).desk("verifier") as desk:
        desk.open(f"/items/{number}/verify")
        desk.page.locator("a[data-look]").first.click()
        viewer = desk.page.locator("dialog.viewer")
        assert "一.jpg · 1 / 2" in viewer.inner_text()
        desk.page.keyboard.press("ArrowRight")
        assert "二.jpg · 2 / 2" in viewer.inner_text()
        desk.page.keyboard.press("Escape")
        assert not viewer.is_visible()
        desk.look_over()
