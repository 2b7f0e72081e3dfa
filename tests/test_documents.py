"""Laws of what is written for people: every citation, link and chapter can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.markdown import anchors, documents, leads, links
from tests.servers import ROOT
from workflow.checks.citations import CODE, linked, place
from workflow.profession.document_kinds import PAPERS
from workflow.profession.limits import LIMITS

BOOK = ROOT / "docs" / "domain"
CHAPTERS = sorted(BOOK.glob("*.md"))
SEARCHED = {".py", ".md", ".html", ".sql", ".toml", ".po", ".js", ".css"}
PATH = re.compile(r"docs/domain/[\w.-]*(?:#[\w-]+)?")
STRAY = re.compile(r"(?<![\w/-])domain\.md\b")  # the paper that the book was written from
BARE = re.compile(rf"(?<![\w/.#%-])(?:{CODE})(?![\w:#=-])")
NAMES = [str(file.relative_to(ROOT)) for file in documents()]


def _files() -> Iterator[tuple[str, str]]:
    for folder in ("workflow", "web", "worker", "rectify", "docs", "tests", "bench"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in SEARCHED and file != Path(__file__) and ".venv" not in file.parts:
                yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def _cited(text: str) -> Iterator[str]:
    """Yield every citation of the book as a path with an anchor, below the project."""
    yield from (match.rstrip(".") for match in PATH.findall(text))
    yield from STRAY.findall(text)
    yield from (f"docs/domain/{place(code)}" for code in BARE.findall(text))


def test_a_citation_of_the_book_leads_to_the_place_that_it_names() -> None:
    lost = {
        f"{name}: {citation}"
        for name, text in _files()
        for citation in _cited(text)
        if not leads(citation, ROOT)
    }
    assert not lost


@pytest.mark.parametrize(
    "text",
    ["see domain.md 3.6", "docs/domain/deadlines.md#d99", "docs/domain/lost.md", "[S999a]", "(D77)",
     "the rule T98, and", "INV-77"],
)  # fmt: skip
def test_a_citation_that_leads_nowhere_is_found(text: str) -> None:
    found = [citation for citation in _cited(text) if not leads(citation, ROOT)]
    assert bool(found) == (text != "[S999a]")  # three digits are no code of ours, but of a linter


@pytest.mark.parametrize("name", NAMES)
def test_a_relative_link_leads_to_a_file_and_a_place_in_it(name: str) -> None:
    file = ROOT / name
    relative = [link for link in links(file) if not re.match(r"[a-z]+:", link)]
    assert not [
        link
        for link in relative
        if not leads(file.name + link if link.startswith("#") else link, file.parent)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_two_places_of_a_file_have_one_name(name: str) -> None:
    explicit = [anchor for anchor in anchors(ROOT / name) if anchor]
    if (ROOT / name).is_relative_to(BOOK):
        assert len(explicit) == len({*explicit})


@pytest.mark.parametrize("chapter", [c.name for c in CHAPTERS if c.name != "README.md"])
def test_a_chapter_stands_in_the_contents(chapter: str) -> None:
    assert chapter in links(BOOK / "README.md")


def test_every_declared_code_has_its_place_in_the_book() -> None:
    declared = {limit.id for limit in LIMITS.values()} | {*PAPERS}
    assert not [code for code in declared if not leads(f"docs/domain/{place(code)}", ROOT)]


def test_codes_in_a_generated_document_are_links() -> None:
    assert linked("default of T09; see [S14]") == (
        "default of [T09](domain/lists-and-states.md#t09); see [S14](domain/sources.md#s14)"
    )
    assert linked("2026-W01-1 and S608") == "2026-W01-1 and S608"


@pytest.mark.parametrize("link", ["lost.md", "lists.md#nowhere", "../.."])
def test_a_broken_link_is_found(link: str) -> None:
    assert not leads(link, ROOT / "docs")
