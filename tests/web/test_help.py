"""The help: every page leads to its chapter, every role has a guide, and pictures are there."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask
from PIL import Image

from tests.web.conftest import Entering
from tests.web.visitor import Visitor
from web import catalogue
from web.help_topics import TOPICS, topic_of
from workflow.declaration import pack

STATIC = Path(catalogue.__file__).parent / "static"
# They answer with a file, with a machine's answer, or with another page.
NO_PAGE = {
    "static", "health.healthz", "health.readyz", "health.metrics", "lists.export",
    "bulk_papers.download", "calendar_feed.feed", "case_files.case_file",
    "certificates.download", "check_sheets.file", "first_run.template", "imports.left_out",
    "imports.missing_people", "offline.sender", "paper_templates.default",
    "paper_templates.file", "paper_templates.preview", "papers.download",
    "record_papers.download", "registers.export", "sso.back", "sso.start",
    "unit_papers.download",
}  # fmt: skip
PICTURES = {topic.key for topic in TOPICS if topic.picture}
SIZE = 2 * 2**20  # bytes of all pictures


def _pages(app: Flask) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("api.")
    } - NO_PAGE


def test_every_page_has_a_chapter_and_every_chapter_its_pages(
    app: Flask, stranger: Visitor
) -> None:
    named = [page for topic in TOPICS for page in topic.pages]
    assert len(named) == len(set(named))
    demo = {"mailbox.mails", "mailbox.mail"}
    assert _pages(app) - demo == set(named) - demo
    shown = stranger.get("/help").text
    assert {f'id="{topic_of(page)}"' for page in named} <= set(re.findall(r'id="[^"]+"', shown))


def test_a_page_links_to_its_chapter(enter: Entering, stranger: Visitor) -> None:
    assert 'href="/help#lists"' in enter("inspector").get("/lists/problems").text
    assert 'href="/help#sign-in"' in stranger.get("/sign-in").text


def test_every_role_has_a_guide_in_both_languages(enter: Entering) -> None:
    zh, en = enter("inspector"), enter("inspector", "en")
    for role, words in pack().roles.items():
        assert words.zh in zh.text(f"/help/roles/{role}")
        assert words.en in en.text(f"/help/roles/{role}")
    assert "提出问题" in zh.text("/help/roles/inspector")
    assert zh.get("/help/roles/nobody").status_code == 404
    assert pack().purposes.keys() == pack().roles.keys()


def test_the_rules_are_those_that_are_declared(enter: Entering) -> None:
    shown = enter("inspector").text("/help/rules")
    assert all(rung.words.zh in shown for rung in pack().ladder)
    assert all(limit.words.zh in shown for limit in pack().limits.values())
    assert all(right.words.zh in shown for right in pack().every_right().values())
    english = enter("inspector", "en").text("/help/glossary")
    assert all(found.words.en in english for found in pack().lists.values())


def test_the_pictures_are_there_in_both_languages_and_small() -> None:
    found = list((STATIC / "help").rglob("*.webp"))
    assert {(p.parent.name, p.stem) for p in found} == {
        (language, key) for language in ("zh", "en") for key in PICTURES
    }
    assert sum(p.stat().st_size for p in found) < SIZE
    for path in found:
        with Image.open(path) as picture:
            assert picture.size == (960, 600), path
