"""Numbers that no table can hold, wherever an address or a form takes one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.web import stories
from tests.web.addresses import address_of
from tests.web.conftest import Entering

WEB = Path(__file__).resolve().parents[2] / "web"
ODD = (
    "9223372036854775808",
    "9223372036854775807",
    "2147483648",
    "-1",
    "９",
    "9" * 5000,
    "1e3",
    "\0",
)
_TAKEN = re.compile(r"""(?:args|form|query|values)(?:\.get\(|\[|, )["'](\w+)["']""")


def names() -> set[str]:
    """Return every name by which the code takes something from an address or a form."""
    sources = [path.read_text("utf-8") for path in WEB.rglob("*.py")]
    return {name for source in sources for name in _TAKEN.findall(source)} | {"limit", "after"}


def test_the_code_takes_numbers_in_one_way_only() -> None:
    took = [path.name for path in WEB.rglob("*.py") if "type=int" in _without_options(path)]
    assert took == []


def _without_options(path: Path) -> str:
    return "" if path.parent.name == "server" else path.read_text("utf-8")


@pytest.mark.parametrize("login", ["director", "system-admin", "security-admin"])
def test_no_page_fails_over_a_number(app: Flask, enter: Entering, login: str) -> None:
    number = stories.assigned()
    visitor = enter(login)
    assert visitor.get("/account").status_code == 200
    asked = sorted(names())
    assert {"before", "after", "below"} <= set(asked)
    for path in pages(app, number):
        for odd in ODD:
            told = dict.fromkeys(asked, odd)
            answer = visitor.client.get(path, query_string=told, buffered=True)
            assert answer.status_code < 500, (path, odd)


def test_no_form_fails_over_a_number(enter: Entering) -> None:
    visitor = enter("inspector")
    token = visitor.token("/account")
    for odd in ODD:
        data = {"csrf_token": token, "up_to": odd, "delegate": odd, "unit": odd, "holder": odd}
        for path in ("/notices/read", "/delegations", "/lists/problems/raise"):
            answer = visitor.send(path, {**data, "begin": "2026-12-01", "until": "2026-12-02"})
            assert answer.status_code < 500, (path, odd)


def pages(app: Flask, number: str) -> set[str]:
    """Return an address of each page that is there for somebody, with plain values in its path."""
    return {
        address_of(app, rule, number=number)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint != "static"
    }
