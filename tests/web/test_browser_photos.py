"""Photos at a real browser: the camera first, seen and made smaller before they are sent."""

from __future__ import annotations

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload

from tests.cast import actor
from tests.evidence.files import heic, photo
from tests.web.desks import CHROMIUM, Desk, Office
from workflow import evidence, queries

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
]
SIDEWAYS = photo(3600, 2400, orientation=6, place=True)
HELD_UPRIGHT: FilePayload = {"name": "竖着拍的.jpg", "mimeType": "image/jpeg", "buffer": SIDEWAYS}
SMALL: FilePayload = {"name": "近景.jpg", "mimeType": "image/jpeg", "buffer": photo(640, 480)}
HEIC: FilePayload = {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": heic()}


def _fill(desk: Desk, title: str = "消防通道堆放杂物") -> None:
    desk.page.fill("#title", title)
    desk.page.select_option("#unit", "3")
    desk.page.check("input[name=severity][value=minor]")


def _pieces(desk: Desk) -> list[dict[str, str]]:
    number = desk.page.url.rsplit("/", 1)[1]
    return [dict(piece) for piece in queries.item(number, actor("inspector")).item.evidence]


def test_a_phone_shows_the_camera_first_and_sends_small_pictures_the_right_way_up(
    browser: Browser, address: str
) -> None:
    office = Office(browser, address, "zh", 390)
    with office.desk("inspector") as desk:
        desk.open("/lists/problems/raise")
        first = desk.page.locator("main form input:not([type=hidden])").first
        assert first.get_attribute("capture") == "environment"
        assert desk.page.locator("label.camera").is_visible()
        desk.page.set_input_files("#evidence-camera", [HELD_UPRIGHT])
        desk.page.set_input_files("#evidence", [SMALL, HEIC])
        desk.page.locator(".picked canvas").nth(1).wait_for()
        assert desk.page.locator(".picked li").count() == 3
        desk.page.get_by_role("button", name="移除近景.jpg").click()
        _fill(desk)
        desk.press(office.say("raise"))
        upright, unseen = _pieces(desk)
    with Image.open(evidence.path(upright["sha256"])) as sent:
        assert sent.size == (1707, 2560)
        assert not sent.getexif()
    assert (unseen["name"], unseen["media_type"]) == ("IMG_0001.HEIC", "image/heic")


def test_faults_come_back_beside_their_fields_and_no_photo_is_sent_twice(
    browser: Browser, address: str
) -> None:
    office = Office(browser, address, "en", 1280)
    with office.desk("inspector") as desk:
        desk.open("/lists/problems/raise")
        assert not desk.page.locator("label.camera").is_visible()
        desk.page.set_input_files("#evidence", [SMALL])
        desk.page.get_by_role("button", name=office.say("raise"), exact=True).click()
        desk.page.wait_for_selector("#title-fault")  # said by the page itself: nothing was sent
        assert desk.page.locator(".picked li").count() == 1
        _fill(desk, "堆" * 2001)
        with desk.page.expect_navigation():
            desk.page.get_by_role("button", name=office.say("raise"), exact=True).click()
        assert desk.page.locator("#title-fault").count() == 1
        assert desk.page.locator("input[name=kept]:checked").count() == 1
        desk.complaints.clear()  # the browser itself notes the 422
        _fill(desk)
        desk.press(office.say("raise"))
        assert [piece["name"] for piece in _pieces(desk)] == ["近景.jpg"]


def test_without_scripts_photos_are_sent_as_they_are(browser: Browser, address: str) -> None:
    office = Office(browser, address, "zh", 390, scripts=False)
    with office.desk("inspector") as desk:
        desk.open("/lists/problems/raise")
        desk.page.set_input_files("#evidence-camera", [HELD_UPRIGHT])
        desk.page.set_input_files("#evidence", [SMALL])
        _fill(desk)
        desk.press(office.say("raise"))
        assert [piece["name"] for piece in _pieces(desk)] == ["竖着拍的.jpg", "近景.jpg"]
