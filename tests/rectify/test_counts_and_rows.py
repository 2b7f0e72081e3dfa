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
    pages = [*walked(visitor)]
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
