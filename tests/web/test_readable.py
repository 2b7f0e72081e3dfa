"""What a screen reader needs of every page: one title, headings in order, names for all fields."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask import Flask

from tests.web import stories
from tests.web.addresses import address_of
from tests.web.conftest import Entering

NAMELESS = {"hidden", "submit"}  # inputs that nobody fills in


class Outline(HTMLParser):
    """What of a page matters to somebody who hears it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.fields: list[dict[str, str]] = []
        self.labelled: set[str] = set()
        self.faults: list[str] = []
        self.labels = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.ids += [told["id"]] if "id" in told else []
        if tag[0] == "h" and tag[1:].isdigit():
            self.levels.append(int(tag[1:]))
        if tag == "label":
            self.labels += 1
            self.labelled.add(told.get("for", ""))
        if tag in ("input", "select", "textarea") and told.get("type") not in NAMELESS:
            self.fields += [] if self.labels or told.get("aria-hidden") else [told]
        if (tag == "img" and "alt" not in told) or (tag == "th" and "scope" not in told):
            self.faults.append(f"{tag} {told}")

    def handle_endtag(self, tag: str) -> None:
        self.labels -= tag == "label"

    def complaints(self) -> list[str]:
        said = list(self.faults)
        said += [f"field {f}" for f in self.fields
                 if f.get("id") not in self.labelled and "aria-label" not in f]  # fmt: skip
        said += [f"id {i} twice" for i in sorted(set(self.ids)) if self.ids.count(i) > 1]
        if self.levels.count(1) != 1:
            said.append(f"headings {self.levels}")
        steps = zip(self.levels, self.levels[1:], strict=False)
        return said + [f"h{a} then h{b}" for a, b in steps if b > a + 1]


@pytest.mark.parametrize(
    "login", ["coordinator", "verifier", "system-admin", "security-admin", "audit-admin"]
)
def test_every_page_can_be_read_aloud(app: Flask, enter: Entering, login: str) -> None:
    number, visitor, seen = stories.rectified(), enter(login), 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(("/api/", "/static")):
            continue
        address = address_of(app, rule, number=number)
        answer = visitor.get(address)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            seen += 1
            assert Outline(answer.text).complaints() == [], address
    assert seen > 8, seen
