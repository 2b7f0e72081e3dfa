"""Sharing of a document: one for each addressee, with several late items as its contents.

The document of a rung is about a person. While a document of the same person runs in a declared
state, a later late item joins the document instead of opening another (ADR 26).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow.declaration.facts import Item
from workflow.declaration.process import ContentLine
from workflow.words import Words

JOIN = "join"  # what the machine does to a document when another item joins it
JOINED = Words("并入文书", "Joined")


@dataclass(frozen=True, slots=True)
class Sharing:
    """The common ground of the items of a document, and the states open to further items."""

    common: Literal["matter", "addressee"]  # one matter of the person, or all of the person's
    joins: tuple[str, ...]


def contents(document: Item, parent: Item | None) -> list[ContentLine]:
    """Return the lines of a document, the parent included."""
    lines = document.process.get("contents", [])
    if parent is None or any(line["item"] == parent.id for line in lines):
        return [*lines]
    own: ContentLine = {"item": parent.id, "number": parent.number, "title": parent.title}
    return [own, *lines]
