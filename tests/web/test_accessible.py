"""No page breaks a rule that axe-core knows, shifts while it is read, or complains in the console.

Each page is opened once, by somebody who may; language, width and theme change from page to page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, product
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from flask import Flask
from playwright.sync_api import Browser, Page

from tests import clock
from tests.cast import PASSWORD, PERSONAS
from tests.engine.stage import Stage
from tests.web.addresses import address_of
from tests.web.desks import CHROMIUM, Office
from workflow import accounts

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.real_time,  # a browser keeps the clock of the machine
    pytest.mark.dayless,
]
AXE = AXE_FILE_PATH.read_text("utf-8")
LOOKS = [*product(("zh", "en"), (1280, 390), ("light", "dark"))]
LOGINS = ("coordinator", "branch-head", "director", "system-admin", "security-admin", "audit-admin")
SHIFTED = 0.1  # what is felt (https://web.dev/articles/cls)
_WATCH = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
    }).observe({type: 'layout-shift', buffered: true});"""
_RUN = """() => axe.run(document, {resultTypes: ['violations'], runOnly: [
    'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"""
_HEADER = """() => {
    const menus = [...document.querySelectorAll('.top details.menu')], faults = [];
    const rows = new Set([...document.querySelectorAll('.top .nav-scroll > a')]
      .map((link) => Math.round(link.getBoundingClientRect().top)));
    if (rows.size > 1) faults.push('the lists of the header stand in ' + rows.size + ' rows');
    for (const menu of menus) {
      menu.open = true;
      const {bottom, left, right} = menu.querySelector('.menu-list').getBoundingClientRect();
      if (bottom > innerHeight || left < 0 || right > innerWidth)
        faults.push('a menu of the header reaches out of the window');
      menu.open = false;
    }
    return faults;
}"""
_STAGED = {"problems": "assigned", "tasks": "assigned", "extensions": "raised"}


def pages(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield who may see each page of the service, and its address."""
    stage = Stage(start=clock.now() - timedelta(days=3))
    numbers = [stage.one(key, state) for key, state in _STAGED.items()]
    clients = {login: app.test_client() for login in LOGINS if login in PERSONAS}
    for login, client in clients.items():
        client.set_cookie("rectify", accounts.sign_in(login, PASSWORD) or "")
    rules = [r for r in app.url_map.iter_rules() if "GET" in (r.methods or ()) and _is_page(r.rule)]
    for rule in sorted(rules, key=lambda rule: rule.rule):
        every = numbers if rule.endpoint == "items.item" else numbers[:1]
        for address in (address_of(app, rule, number=number) for number in every):
            for login, client in clients.items():
                answer = client.get(address, buffered=True)  # what streams is closed, too
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    yield login, address
                    break


def _is_page(rule: str) -> bool:
    return not rule.startswith(("/api/", "/static/", "/healthz", "/metrics"))


def test_every_page_keeps_the_rules_of_access_and_stays_where_it_is(
    browser: Browser, address: str, app: Flask
) -> None:
    looks, seen, faults = cycle(LOOKS), 0, list[str]()
    by_login: dict[str, list[str]] = {}
    for login, page in pages(app):
        by_login.setdefault(login, []).append(page)
    for login, addresses in by_login.items():
        with Office(browser, address, "zh", 1280).desk(login) as desk:
            desk.page.add_init_script(_WATCH)
            for path in addresses:
                language, width, theme = next(looks)
                dress(desk.page, address, language, width, theme)
                desk.page.goto(address + path)
                where = f"{path} ({login}, {language}, {width}, {theme})"
                faults += [f"{where}: {fault}" for fault in faults_of(desk.page)]
                faults += [f"{where}: {said}" for said in desk.complaints]
                desk.complaints.clear()
                seen += 1
    assert not faults, "\n".join(faults)
    assert seen > 40


def dress(page: Page, address: str, language: str, width: int, theme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=theme)
    page.context.add_cookies([{"name": "language", "value": language, "url": address}])


def faults_of(page: Page) -> Iterator[str]:
    page.evaluate(AXE)
    for fault in page.evaluate(_RUN)["violations"]:
        yield f"{fault['id']}: {[node['target'] for node in fault['nodes']][:3]}"
    if (shifted := page.evaluate("window.shifted")) >= SHIFTED:
        yield f"shifts by {shifted:.2f}"
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield "scrolls aside"
    yield from page.evaluate(_HEADER)
