"""A number on a page leads to exactly as many rows, for every sign-in of the demonstration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest

from rectify.demo.organisation import PASSWORD
from tests.cast import SECRET_KEY
from tests.rectify.test_demo import LOGINS
from tests.web.visitor import Visitor
from web.app import create_app
from workflow import accounts
from workflow.platform import settings

_LINK = re.compile(r'<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"(?<![\w/-])\d+(?![\w/-])")
_ROWS = {
    "lists": re.compile(r'<td class="cell-item">'),
    "": re.compile(r'<tbody class="matter">'),
    "approvals": re.compile(r'<li class="approval'),
}
_NEXT = re.compile(r'<a class="button" href="([^"]+)" rel="next">')
_MORE = re.compile(r"<summary>[^<]*?(\d+)[^<]*</summary>\s*<ul>(.*?)</ul>", re.DOTALL)
MOST = 40  # pages that one person walks
FIGURES = "figures"  # shares and days as well; its own test presses every number of it


def counted(page: str) -> Iterator[tuple[str, int]]:
    """Yield the links of a page whose words are a number of rows, with the number."""
    for address, words in _LINK.findall(page):
        address, shown = unescape(address), _TAG.sub(" ", words)
        named = 'class="number"' in words or "<time" in words  # of an item, or a day
        if room(address) in _ROWS and not named and (found := _NUMBER.findall(shown)):
            yield address, int(found[-1] if "<b>" not in words else found[0])


def room(address: str) -> str | None:
    """Return the first part of the path of a page of the service."""
    path = urlsplit(address).path
    return path.split("/")[1] if path.startswith("/") else None


def rows(visitor: Visitor, address: str) -> int:
    """Count the rows behind a link, on all of its pages."""
    row, total, more = _ROWS[room(address)], 0, address
    while more:
        page = visitor.get(more).text
        total += len(row.findall(page))
        after = _NEXT.search(page)
        more = unescape(after[1]) if after else ""
    return total


def walked(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Yield the pages that can be reached from the first one, the nearest first."""
    queue, known = ["/"], {"/"}
    for address in queue:
        answer = visitor.get(address)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        yield address, answer.text
        for found, _ in _LINK.findall(answer.text):
            path = unescape(found)
            if path.startswith("/") and path not in known and len(known) < MOST:
                known.add(path)
                queue.append(path)


@pytest.mark.parametrize("login", LOGINS)
def test_a_number_leads_to_as_many_rows(
    loaded: str, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("RECTIFY_REQUIRE_TOTP", "false")
    settings.cache_clear()
    visitor = Visitor(create_app())
    visitor.client.set_cookie("rectify", accounts.sign_in(login, PASSWORD) or "")
    pages = [one for one in walked(visitor) if room(one[0]) != FIGURES]
    units = [(f"/organisation/{n}", visitor.get(f"/organisation/{n}").text) for n in (1, 2, 4)]
    told: dict[str, set[int]] = {}
    for _, page in [*pages, *units]:
        for address, number in counted(page):
            told.setdefault(address, set()).add(number)
        for number, lines in _MORE.findall(page):
            assert int(number) == lines.count("<li")
    assert told or login in ("system-admin", "security-admin", "audit-admin")
    wrong = {
        address: (numbers, found)
        for address, numbers in told.items()
        if numbers != {found := rows(visitor, address)}
    }
    assert wrong == {}


# What a page says of itself, and the rows that have to be as many on all of its pages.
_SAID: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "/lists/problems": (re.compile(r'class="row-count"[^>]*>\D*(\d+)'), _ROWS["lists"]),
    "/lists/tasks?state=open": (re.compile(r'class="row-count"[^>]*>\D*(\d+)'), _ROWS["lists"]),
    "/coverage": (re.compile(r'<p class="quiet">\D*(\d+)'), re.compile('class="cell-never"')),
    "/record/units/1": (
        re.compile(r'<tfoot><tr><th scope="row">[^<]*</th><td>(\d+)'),
        re.compile('<li class="event event-moved">'),
    ),
    "/sitting?all=inbox": (
        re.compile(r"<h2>\D*(\d+)\D*</h2>"), re.compile('type="checkbox" name="line"')
    ),
    "/mine/followed": (
        re.compile(r'<h1>[^<]*<span class="count count-big">(\d+)'), _ROWS["lists"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("login", ["leader", "coordinator", "verifier"])
def test_a_number_in_the_head_of_a_page_is_that_of_its_rows(
    loaded: str, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("RECTIFY_REQUIRE_TOTP", "false")
    settings.cache_clear()
    visitor = Visitor(create_app())
    visitor.client.set_cookie("rectify", accounts.sign_in(login, PASSWORD) or "")
    some = re.findall(r'/items/([A-Z]+[0-9]{4}-[0-9]+)"', visitor.get("/lists/problems").text)
    visitor.post(f"/mine/followed/{some[0]}", page="/account")
    looked = {}
    for address, (said, row) in _SAID.items():
        page = visitor.get(address).text
        if told := said.search(page):
            looked[address] = int(told[1]), len(row.findall(everything(visitor, page)))
    assert len(looked) >= 4
    assert {address: pair for address, pair in looked.items() if pair[0] != pair[1]} == {}


def everything(visitor: Visitor, page: str) -> str:
    """Return a page with the pages that come after."""
    pages = [page]
    while after := _NEXT.search(pages[-1]):
        pages.append(visitor.get(unescape(after[1])).text)
    return "".join(pages)
