"""Codes of the domain book (docs/domain/), and the place of each code in its chapters."""

from __future__ import annotations

import re

# First letters of a code -> the chapter that explains all codes with these letters.
CHAPTERS = {
    "CAD": "branch-work",
    "D": "deadlines",
    "INV": "roles",
    "L": "escalation-ladder",
    "S": "sources",
    "T": "lists-and-states",
    "W": "documents",
}
CODE = r"(?:INV-|CAD-|[DTW])\d\d|S\d\d[a-d]?|L[0-5]"
_CITED = re.compile(rf"\[?(?<![\w-])({CODE})(?![\w-])\]?")


def place(code: str) -> str:
    """Return chapter and anchor of a code below docs/domain/, as in ``deadlines.md#d04``."""
    letters = code.partition("-")[0].rstrip("abcd").rstrip("0123456789")
    return f"{CHAPTERS[letters]}.md#{code.lower()}"


def linked(text: str) -> str:
    """Return the text with each code as a Markdown link from a file in docs/."""
    return _CITED.sub(lambda match: f"[{match[1]}](domain/{place(match[1])})", text)
