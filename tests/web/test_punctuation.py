"""Chinese punctuation between Chinese words: one filter, and every page."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from flask import Flask

from tests.web import stories
from tests.web.addresses import address_of
from tests.web.conftest import Entering
from tests.web.punctuation import half_width
from web import catalogue
from workflow.declaration import pack

TEMPLATES = Path(catalogue.__file__).parent / "templates"
# A mark alone between two values, or one that a loop puts between its values.
_BARE = re.compile(
    r"(?:\}\}|%\}|</(?:a|b|bdi|span)>)(?:[,;:] ?| \()(?=\{\{|\{%|<(?:a|b|bdi|span|ins|del)\b)"
    r'|(?:else |\{\{ |join\()"(?:, |; |: | \()"(?!\|between)'
)
# Codes, file names and commands have no punctuation of a language.
_OF_MACHINES = ("api_docs.html", "sha256sum", "mail.files", "found.examples", 'name="line"')


def test_every_mark_between_words_goes_through_the_filter() -> None:
    bare = [
        f"{path.name}:{number}: {line.strip()[:120]}"
        for path in sorted(TEMPLATES.glob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if _BARE.search(line) and not any(part in path.name + line for part in _OF_MACHINES)
    ]
    assert bare == []


def test_the_sheets_of_the_pack_have_chinese_marks_between_chinese_words() -> None:
    cells = [
        cell
        for sheet in pack().sheets.values()
        for line in csv.DictReader(sheet.lines.splitlines())
        for cell in line.values()
    ]
    assert len(cells) > 1000
    assert half_width("<br>".join(cells)) == []


def test_a_page_that_was_first_shown_in_chinese_has_english_marks_in_english(
    enter: Entering,
) -> None:
    for language, name in (("zh", "国庆节、法定节假日"), ("en", "National Day, public holiday")):
        assert name in enter("verifier", language).text("/calendar?year=2026")


def test_no_chinese_page_has_half_width_punctuation_between_its_words(
    app: Flask, enter: Entering
) -> None:
    number = stories.rectified()
    found: dict[str, list[str]] = {}
    for login in ("verifier", "leader", "system-admin", "security-admin", "audit-admin"):
        visitor = enter(login)
        for rule in app.url_map.iter_rules():
            path = address_of(app, rule, number=number)
            if "GET" in (rule.methods or ()) and not path.startswith(("/api", "/static")):
                answer = visitor.get(path)
                if answer.mimetype == "text/html" and (half := half_width(answer.text)):
                    found.setdefault(rule.endpoint, []).extend(half)
    assert found == {}
