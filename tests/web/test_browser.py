"""The whole way in a real browser: both languages, a desk and a phone, nothing to scroll aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests import clock
from tests.cast import OFFICE, actor
from tests.evidence.files import photo
from tests.web import stories
from tests.web.desks import CHROMIUM, PROBLEMS, Desk, Office
from tests.web.stories import in_days
from web.languages import LOCALES
from workflow.calendar import QUARTER, Period
from workflow.declaration import pack
from workflow.inspections import returns
from workflow.queries.figures import taking_in
from workflow.registers import commands as registers

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
]
PHOTO: FilePayload = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo(640, 480)}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", sorted(LOCALES))
def test_a_finding_goes_the_whole_way_from_raised_to_closed(
    browser: Browser, address: str, language: str, width: int
) -> None:
    office = Office(browser, address, language, width)
    with office.desk("inspector") as desk:
        number = _raise(office, desk)
    with office.desk("coordinator") as desk:
        _assign(office, desk, number)
    with office.desk("branch-head") as desk:
        _rectify(office, desk, number)
    with office.desk("verifier") as desk:
        _verify(office, desk, number)
    with office.desk("committee") as desk:
        _close(office, desk, number)


def _raise(office: Office, desk: Desk) -> str:
    desk.open("/lists/problems")
    with desk.page.expect_navigation():
        desk.page.get_by_role("link", name=office.say("raise"), exact=True).click()
    desk.look_over()
    desk.page.fill("#title", "会议记录缺少签到表和表决结果，第三季度党员大会、支部委员会均有遗漏")
    desk.page.select_option("#unit", "3")
    desk.page.check("input[name=severity][value=minor]")
    desk.page.set_input_files("#evidence", [PHOTO])
    assert "现场.jpg" in desk.page.inner_text("[data-picked]")
    desk.press(office.say("raise"))
    return desk.page.url.rsplit("/", 1)[1]


def _assign(office: Office, desk: Desk, number: str) -> None:
    desk.open("/")
    assert number in desk.page.inner_text("main")
    desk.open(f"/items/{number}")
    desk.follow(office.say("assign"))
    desk.page.select_option("#holder", "4")
    desk.page.fill("#due_on", (clock.today() + timedelta(days=20)).isoformat())
    desk.press(office.say("assign"))


def _rectify(office: Office, desk: Desk, number: str) -> None:
    desk.open(f"/items/{number}")
    desk.follow(office.say("rectify"))
    desk.page.fill("#statement", "签到表已经补齐")
    desk.page.check("input[name=pledge]")
    desk.page.set_input_files("#evidence", [PHOTO, {**PHOTO, "name": "bad.jpg", "buffer": b"x"}])
    desk.complaints.clear()
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name=office.say("rectify"), exact=True).click()
    assert desk.page.locator("input[name=kept]").count() == 1
    assert desk.page.input_value("#statement") == "签到表已经补齐"
    desk.complaints.clear()  # the browser itself notes the 415
    desk.press(office.say("rectify"))
    assert desk.page.locator(".piece img").count() == 2
    loaded = "[...document.images].every((image) => image.complete && image.naturalWidth > 0)"
    assert desk.page.evaluate(loaded)


def _verify(office: Office, desk: Desk, number: str) -> None:
    desk.open(f"/items/{number}")
    desk.follow(office.say("verify"))
    desk.page.check("input[name=looks][value=solved]")
    for look in ("hearts", "actions"):
        desk.page.check(f"input[name={look}][value=yes]")
    desk.page.fill("#comment", "现场看过，签到表齐全")
    desk.press(office.say("verify"))


def _close(office: Office, desk: Desk, number: str) -> None:
    desk.open(f"/items/{number}")
    desk.follow(office.say("close"))
    desk.press(office.say("close"))
    closed = PROBLEMS.state("closed").words.of(office.language)
    assert closed in desk.page.inner_text(".badges >> nth=0")
    for path in ("/", "/lists/problems", "/account", f"/items/{number}"):
        desk.open(path)


def test_a_page_can_be_used_by_the_keyboard_alone(browser: Browser, address: str) -> None:
    with Office(browser, address, "en", 1280).desk("coordinator") as desk:
        desk.open("/")
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate("document.activeElement.className") == "skip"
        desk.page.keyboard.press("Enter")
        assert desk.page.evaluate("document.activeElement.id") == "main"
        menu = desk.page.locator(".tools details")
        menu.locator("summary").focus()
        desk.page.keyboard.press("Enter")
        assert menu.get_attribute("open") is not None
        desk.page.keyboard.press("Escape")
        assert menu.get_attribute("open") is None


def test_a_page_whose_file_is_no_evidence_runs_without_a_complaint(
    browser: Browser, address: str
) -> None:
    with Office(browser, address, "zh", 1280).desk("system-admin") as desk:
        desk.open("/calendar")
        assert desk.page.locator("#file").count() == 1
        desk.page.locator(".tools summary").click()
        desk.page.keyboard.press("Escape")
        assert desk.page.locator(".tools details").get_attribute("open") is None


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_the_menu_is_one_row_and_a_list_of_many_columns_scrolls_within_itself(
    browser: Browser, address: str, language: str
) -> None:
    quarter = Period.of(clock.today(), QUARTER).before
    asked = {"period": str(quarter), "unit": OFFICE, "unit_kinds": "branch", "due_on": in_days(9)}
    returns.ask_for(actor("coordinator"), asked)
    one_row = """new Set([...document.querySelectorAll(".nav-scroll > a")]
        .map((each) => Math.round(each.getBoundingClientRect().top))).size"""
    with Office(browser, address, language, 1280).desk("coordinator") as desk:
        desk.open("/lists/returns")
        assert desk.page.locator("tr[data-line]").count() == 2
        assert desk.page.evaluate(one_row) == 1


def test_targets_scroll_within_their_card_on_a_phone(browser: Browser, address: str) -> None:
    quarter = Period.of(clock.today(), QUARTER)
    set_ = {"unit": OFFICE, "indicator": "on_time", "year": quarter.year,
            "part": f"Q{quarter.number}", "value": 90, "valid_from": in_days(0)}  # fmt: skip
    registers.add(actor("coordinator"), pack().registers["targets"], set_)
    taking_in.take_in()
    with Office(browser, address, "en", 390).desk("coordinator") as desk:
        desk.open(f"/figures?unit={OFFICE}")
        assert desk.page.get_by_text("≥ 90").count() == 1


def test_the_bar_of_an_item_comes_when_its_head_has_gone(browser: Browser, address: str) -> None:
    number = stories.raised()
    with Office(browser, address, "zh", 390).desk("coordinator") as desk:
        desk.open(f"/items/{number}")
        bar = desk.page.locator(".item-bar")
        expect(bar).to_be_hidden()
        desk.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        expect(bar).to_be_visible()


def test_on_a_phone_nothing_to_press_is_smaller_than_a_finger(
    browser: Browser, address: str
) -> None:
    small = """[...document.querySelectorAll("button, .button, .act, summary, select")]
        .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44)
        .map((e) => e.outerHTML.slice(0, 80))"""
    with Office(browser, address, "zh", 390).desk("coordinator") as desk:
        for path in ("/", "/lists/problems", "/lists/problems/raise", "/account"):
            desk.open(path)
            assert desk.page.evaluate(small) == []
