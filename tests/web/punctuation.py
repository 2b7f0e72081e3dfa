"""Half-width punctuation between Chinese words of a page, which no Chinese page has."""

from __future__ import annotations

import re
from html import unescape

_UNREAD = re.compile(r"<(script|style|svg|code|pre|textarea)\b.*?</\1>", re.S)
_INLINE = re.compile(r"</?(?:a|b|bdi|span|small|i|em|strong|time|abbr|ins|del|label|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_CHINESE = r"[\u4e00-\u9fff”）》]"
_HALF = re.compile(rf".{{0,12}}{_CHINESE}\s*[,;:(]\s*[\u4e00-\u9fff“（《].{{0,12}}")


def half_width(page: str) -> list[str]:
    """Return each place of a page with half-width punctuation between Chinese words."""
    text = _TAG.sub("\n", _INLINE.sub("", _UNREAD.sub("\n", page)))
    return [found for line in unescape(text).split("\n") for found in _HALF.findall(line)]
