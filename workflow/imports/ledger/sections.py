"""The headings between the rows of a table, one within the other, and their units."""

from __future__ import annotations

import re

from workflow.imports.ledger.heading_levels import STYLES, level_of
from workflow.imports.ledger.parties import KnownParties
from workflow.imports.ledger.units_with_people import looks_like_unit

_COUNTED = re.compile(r"\s*[(（](?:共?\s*\d+\s*[项个条]\S{0,4}|\d+)[)）]\s*$")


class Sections:
    """The present headings."""

    def __init__(self, known: KnownParties) -> None:
        self._known = known
        self._levels: dict[int, str] = {}

    def clear(self) -> None:
        """Forget all headings: another table begins."""
        self._levels.clear()

    def enter(self, heading: str) -> None:
        """Enter another heading; headings of its level and below end."""
        level = level_of(heading) or 0
        self._levels = {n: text for n, text in self._levels.items() if n < level}
        self._levels[level] = heading

    @property
    def text(self) -> str:
        """The headings as a single text."""
        return " / ".join(self._levels.values())

    @property
    def unit(self) -> str:
        """The unit in the innermost heading, or an empty text."""
        for heading in reversed(self._levels.values()):
            if name := unit_in(heading, self._known):
                return name
        return ""


def unit_in(heading: str, known: KnownParties) -> str:
    """Return the unit in a heading: a known unit, else a text like a unit, else ""."""
    text = heading
    for style in STYLES:
        text = style.sub("", text, count=1) if style.match(text) else text
    text = _COUNTED.sub("", text).strip(" ：:")
    if known.has_unit(text):
        return text
    for lead in ("责任单位", "单位", "被检查单位", "部门"):
        rest = text.removeprefix(lead).lstrip("：: ")
        if rest != text and rest:
            return rest
    return text if looks_like_unit(text) and len(text) <= 20 else ""
