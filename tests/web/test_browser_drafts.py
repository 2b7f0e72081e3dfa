"""Drafts in a real browser: back where they were typed, for their writer, and nowhere else."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Browser, Page

from tests.cast import PASSWORD
from tests.web import stories
from tests.web.desks import CHROMIUM, Desk, Office, sign_in_here

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
]
PEOPLE = ("inspector", "coordinator")
RAISE = "/lists/problems/raise"
CHOSEN = "input[name=severity]:checked"


def test_no_draft_reaches_another_person_or_another_address(browser: Browser, address: str) -> None:
    """Walk at random; each form shows what its reader typed there since signing in, or nothing."""
    item, other = stories.assigned(), stories.assigned()
    forms = {f"/items/{item}/comment": "#comment", f"/items/{other}/comment": "#comment"}
    forms |= dict.fromkeys((RAISE, f"{RAISE}?q=1", f"{RAISE}?q=2"), "#title")
    draw, typed = Random(12), dict[str, str]()
    with Office(browser, address, "zh", 1280).desk("inspector") as desk:
        person = "inspector"
        for step in range(10):
            match draw.randrange(6):
                case 0:
                    _sign_out(desk)
                    typed, person = {}, draw.choice(PEOPLE)
                    sign_in_here(desk, person)
                case 1:
                    before, person = person, draw.choice(PEOPLE)
                    _begin_again(desk, person)
                    typed = typed if person == before else {}
            path = draw.choice(sorted(forms))
            desk.open(path)
            assert desk.page.input_value(forms[path]) == typed.get(path, ""), (step, person, path)
            typed[path] = f"{person}{step}"
            desk.page.fill(forms[path], typed[path])


def test_a_restored_form_says_so_holds_choices_and_ends_with_its_person(
    browser: Browser, address: str
) -> None:
    with Office(browser, address, "zh", 390).desk("inspector") as desk:
        desk.open(RAISE)
        _fill(desk.page, "写了一半的问题")
        desk.press("Switch to English")
        assert _filled(desk.page) == ("写了一半的问题", "3", "key")
        assert "Restored: what you typed here at" in desk.page.inner_text(".restored")
        second = desk.page.context.new_page()
        second.goto(address + RAISE)
        _fill(second, "在另一个标签页")
        desk.page.click("[data-discard]")
        assert _filled(desk.page) == ("", "", "")
        desk.page.reload()
        assert _filled(desk.page) == ("", "", "")
        _fill(desk.page, "退出后不留")
        _sign_out(desk)
        assert "drafts in this browser were dropped" in desk.page.inner_text("main")
        for page in (desk.page, second):
            assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"


def test_a_form_that_comes_back_with_a_fault_shows_what_was_sent(
    browser: Browser, address: str
) -> None:
    office = Office(browser, address, "zh", 1280)
    with office.desk("inspector") as desk:
        desk.open(RAISE)
        _fill(desk.page, "长" * 2001)  # nothing is missing, so the server finds the fault
        with desk.page.expect_navigation():
            desk.page.get_by_role("button", name=office.say("raise"), exact=True).click()
        assert desk.page.input_value("#title") == "长" * 2001
        assert desk.page.locator(".restored:visible").count() == 0
        desk.complaints.clear()  # the browser itself notes the 422
        desk.page.fill("#title", "补上题目")
        desk.press(office.say("raise"))
        desk.open(RAISE)
        assert _filled(desk.page) == ("", "", "")


def _fill(page: Page, title: str) -> None:
    page.fill("#title", title)
    page.select_option("#unit", "3")
    page.check("input[name=severity][value=key]")


def _filled(page: Page) -> tuple[str, str, str]:
    chosen = page.locator(CHOSEN)
    severity = chosen.input_value() if chosen.count() else ""
    return page.input_value("#title"), page.input_value("#unit"), severity


def _sign_out(desk: Desk) -> None:
    desk.page.locator(".tools details summary").last.click()
    desk.page.locator("form[action$='/sign-out'] button").click()
    desk.page.wait_for_selector("#login")


def _begin_again(desk: Desk, login: str) -> None:
    """Sign in after the session had ended by itself."""
    desk.page.context.clear_cookies(name="rectify")
    desk.page.reload()
    desk.page.fill("#login", login)
    desk.page.fill("#password", PASSWORD)
    desk.press("登录")
