"""A sitting in a real browser: boxes counted, keys for the next line, yes and no."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.cast import LOOKS, PASSWORD, actor
from tests.engine.stage import REASON
from tests.web import stories
from tests.web.desks import CHROMIUM, Office
from workflow.engine import commands

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
]
TOGETHER = {"zh": "一并办理", "en": "Decide together"}
CHOSEN = "input[name=line]:checked"


def _verified(count: int) -> list[str]:
    """Return the numbers of problems with a real photo that wait to be closed."""
    numbers = [stories.rectified() for _ in range(count)]
    for number in numbers:
        commands.fire(number, "verify", actor("verifier"), fields=LOOKS, comment=REASON)
    return numbers


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 1280)])
def test_a_committee_closes_what_it_says_yes_to_by_keys(
    browser: Browser, address: str, language: str, width: int
) -> None:
    numbers = _verified(4)
    office = Office(browser, address, language, width)
    with office.desk("committee") as desk:
        desk.open("/lists/problems")
        desk.page.check("[data-all]")
        assert desk.page.inner_text("[data-chosen]") == "4"
        desk.press(f"{TOGETHER[language]} 4")
        assert desk.page.inner_text("[data-count]") == "4"
        for key in ("j", "n", "y", "x", "k", "n"):  # no, yes, no; back, and no to the second
            desk.page.keyboard.press(key)
        assert desk.page.locator(CHOSEN).count() == 1
        assert desk.page.inner_text("[data-count]") == "1"
        if desk.page.locator("#proof").count():
            desk.page.fill("#proof", PASSWORD)
        desk.press(f"{office.say('close')} 1")
        told = desk.page.inner_text("main")
        assert sum(number in told for number in numbers) == 1
    with office.desk("coordinator") as desk:
        desk.open("/lists/problems?state=closed")
        assert desk.page.locator("[data-box]").count() == 1


def test_without_scripts_the_same_is_done_by_boxes(browser: Browser, address: str) -> None:
    _verified(3)
    office = Office(browser, address, "zh", 1280, scripts=False)
    with office.desk("committee") as desk:
        desk.open("/lists/problems")
        desk.page.check("input[name=all]")
        with desk.page.expect_navigation():
            desk.page.get_by_role("button", name=TOGETHER["zh"]).click()
        desk.page.locator(CHOSEN).first.uncheck()
        if desk.page.locator("#proof").count():
            desk.page.fill("#proof", PASSWORD)
        with desk.page.expect_navigation():
            desk.page.get_by_role("button", name=office.say("close")).click()
        assert "已办理2项" in desk.page.inner_text("main")


def test_the_pages_of_a_sitting_have_a_head_and_name_all_their_fields(
    browser: Browser, address: str
) -> None:
    numbers = _verified(2)
    chosen = "&".join(f"number={number}" for number in numbers)
    with Office(browser, address, "en", 1280).desk("committee") as desk:
        for path in ("/", "/lists/problems", f"/sitting?{chosen}", "/sitting"):
            desk.open(path)
            assert desk.page.locator("h1").count() == 1, path
            unnamed = desk.page.evaluate(
                "[...document.querySelectorAll('main input:not([type=hidden]), main button')]"
                ".filter((e) => e.offsetParent && !e.hidden && !(e.labels && e.labels.length)"
                " && !e.textContent.trim() && !e.getAttribute('aria-label')).length"
            )
            assert unnamed == 0, path
