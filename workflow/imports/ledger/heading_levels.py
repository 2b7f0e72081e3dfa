"""The levels of headings by the style of their numbers: 一、 above （一） above 1."""

from __future__ import annotations

import re

STYLES = (
    re.compile(
        r"(?:第.{1,3}[部章类编]分?|[一二三四五六七八九十]{1,3}[、.．]|[IVX]{1,4}\.|[A-Z]\.)\s*"
    ),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]\s*[、.]?\s*"),
    re.compile(r"(?:\d{1,2}[.．、)）]|[(（]\d{1,2}[)）])\s*"),
)


def level_of(text: str) -> int | None:
    """Return the level of a heading, from 0; ``None`` for a text without a number."""
    return next((level for level, style in enumerate(STYLES) if style.match(text)), None)
