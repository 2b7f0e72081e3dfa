"""Desks: people at a real browser, in either language, at a desk or with a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.cast import PASSWORD
from tests.patience import ENOUGH
from workflow.profession.lists import LIST_TYPES

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PROBLEMS = LIST_TYPES["problems"]


@dataclass
class Desk:
    """One person's browser; every page it opens is looked over."""

    page: Page
    address: str
    complaints: list[str]
    scripts: bool = True

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look_over()

    def press(self, name: str) -> None:
        """Press the button that sends the form of this name, and look over what comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.look_over()

    def follow(self, name: str) -> None:
        """Follow the way to a move on an item's page."""
        with self.page.expect_navigation():
            self.page.locator(".act", has=self.page.get_by_text(name, exact=True)).click()
        self.look_over()

    def look_over(self) -> None:
        if not self.scripts:  # a page without scripts answers no questions
            return
        aside = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(aside) <= 0, f"{self.page.url} scrolls aside"
        assert self.complaints == []


@dataclass
class Office:
    """The browser of the test, its language and its width."""

    browser: Browser
    address: str
    language: str
    width: int
    scripts: bool = True

    @contextmanager
    def desk(self, login: str) -> Iterator[Desk]:
        """Sit down as somebody: a fresh context with cookies of its own."""
        context = self.browser.new_context(
            viewport={"width": self.width, "height": 844},
            locale={"zh": "zh-CN", "en": "en-GB"}[self.language],
            has_touch=self.width < 500,
            java_script_enabled=self.scripts,
        )
        context.set_default_timeout(1000 * ENOUGH)
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else 0)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        desk = Desk(page, self.address, complaints, self.scripts)
        desk.open("/sign-in")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        desk.press({"zh": "登录", "en": "Sign in"}[self.language])
        page.context.add_cookies(
            [{"name": "language", "value": self.language, "url": self.address}]
        )
        yield desk
        context.close()

    def say(self, trigger: str) -> str:
        named = PROBLEMS.named(trigger)
        assert named
        return named.words.of(self.language)


def sign_in_here(desk: Desk, login: str) -> None:
    """Sign in on the page that the browser shows, after its session was taken away."""
    desk.page.fill("#login", login)
    desk.page.fill("#password", PASSWORD)
    desk.press("登录")
