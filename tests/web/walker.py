"""Somebody who only clicks: follows links and sends forms as they stand, and counts the clicks."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

from werkzeug.test import TestResponse

from tests.web.visitor import Visitor

Pairs = list[tuple[str, str]]


@dataclass
class Form:
    """A form of a page, with its values as the browser would send them."""

    method: str
    action: str
    values: Pairs = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, text
    boxes: Pairs = field(default_factory=list)  # name and value of boxes that are not ticked


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []  # address and text
        self._form: Form | None = None
        self._select: str | None = None
        self._text: list[str] | None = None
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self._form = Form(given.get("method", "get"), given.get("action", ""))
            self.forms.append(self._form)
        elif tag == "a":
            self.links.append((given.get("href", ""), ""))
            self._open, self._text = "a", []
        elif self._form is None:
            return
        elif tag == "input" and name:
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            kept = self._form.values if ticked else self._form.boxes
            if given.get("type") != "file":
                kept.append((name, value))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._form.values.append((self._select, value))
        elif tag == "textarea":
            self._form.values.append((name, ""))
        elif tag == "button":
            self._form.buttons.append((name, value, ""))
            self._open, self._text = "button", []

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == self._open and self._text is not None:
            text = " ".join("".join(self._text).split())
            if tag == "a":
                self.links[-1] = (self.links[-1][0], text)
            elif self._form:
                name, value, _ = self._form.buttons[-1]
                self._form.buttons[-1] = (name, value, text)
            self._open, self._text = "", None


class Walker:
    """A visitor without scripts at one page after the other; typing costs nothing, a click one."""

    def __init__(self, visitor: Visitor, start: str) -> None:
        self.visitor = visitor
        self.clicks = 0
        self._open(start)

    def _arrive(self, answer: TestResponse) -> None:
        while answer.status_code == 303:
            self._at = answer.location
            answer = self.visitor.client.get(answer.location)
        self.answer = answer
        self.page = _Reader()
        self.page.feed(answer.text)

    def _open(self, address: str) -> None:
        self._at = address
        self._arrive(self.visitor.client.get(address))

    def follow(self, text: str) -> None:
        """Click on the first link whose text holds the given text."""
        address = next(address for address, said in self.page.links if text in said)
        self.clicks += 1
        self._open(urljoin(self._at, address))

    def form(self, button: str) -> Form:
        """Return the form with a button whose text holds the given text."""
        return next(f for f in self.page.forms if any(button in b[2] for b in f.buttons))

    def tick(self, button: str, *boxes: tuple[str, str]) -> None:
        """Click on each of the boxes of the form with the button."""
        for box in boxes:
            form = self.form(button)
            form.boxes.remove(box)
            form.values.append(box)
            self.clicks += 1

    def type(self, button: str, name: str, text: str) -> None:
        """Type a text into a field of the form with the button."""
        form = self.form(button)
        form.values = [pair for pair in form.values if pair[0] != name] + [(name, text)]

    def press(self, button: str) -> None:
        """Click on a button: the form is sent as it stands."""
        form = self.form(button)
        self.clicks += 1
        name, value, _ = next(b for b in form.buttons if button in b[2])
        sent = form.values + ([(name, value)] if name else [])
        address = urljoin(self._at, form.action or self._at)
        if form.method == "get":
            self._open(f"{address.split('?')[0]}?{urlencode(sent)}")
            return
        self._at = address
        body = urlencode(sent)
        kind = "application/x-www-form-urlencoded"
        self._arrive(self.visitor.client.post(address, data=body, content_type=kind))
