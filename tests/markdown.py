"""The Markdown files of the project: what each one can be linked by, and what it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.servers import ROOT

_PARSER = MarkdownIt("commonmark").enable("table")
_EXPLICIT = re.compile(r"<a id=\"([^\"]+)\">")


def documents() -> list[Path]:
    """Return the Markdown files that people wrote or generated, the environments left out."""
    return sorted(
        file
        for file in ROOT.rglob("*.md")
        if not any(part.startswith(".") for part in file.relative_to(ROOT).parts)
        and "node_modules" not in file.parts
    )


def _inline(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inline(token.children or [])


def _slug(heading: Token) -> str:
    """Return the anchor that a heading gets when it is shown."""
    said = "".join(
        child.content for child in heading.children or [] if child.type in {"text", "code_inline"}
    )
    return re.sub(r"[^\w\- ]", "", said.strip().lower()).replace(" ", "-")


@cache
def anchors(file: Path) -> list[str]:
    """Return all anchors of a file: those of its headings, and the explicit ones."""
    tokens = _PARSER.parse(file.read_text(encoding="utf-8"))
    headings = [_slug(tokens[at + 1]) for at, t in enumerate(tokens) if t.type == "heading_open"]
    explicit = [
        name
        for token in _inline(tokens)
        if token.type in {"html_inline", "html_block"}
        for name in _EXPLICIT.findall(token.content)
    ]
    return headings + explicit


def links(file: Path) -> list[str]:
    """Return the targets of all links and images of a file, as they are written."""
    tokens = _inline(_PARSER.parse(file.read_text(encoding="utf-8")))
    return [
        str(token.attrs["href" if token.type == "link_open" else "src"])
        for token in tokens
        if token.type in {"link_open", "image"}
    ]


def leads(target: str, base: Path) -> bool:
    """Say whether a relative link written in this folder leads to a file and an anchor of it."""
    path, _, anchor = target.partition("#")
    file = (base / path).resolve()
    if not file.exists() or not file.is_relative_to(ROOT):
        return False
    return not anchor or (file.suffix == ".md" and anchor in anchors(file))
