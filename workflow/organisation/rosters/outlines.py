"""The depth of a unit in a list without a column for the unit above: numbers, signs, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable

_STYLES = (
    re.compile(
        r"第[一二三四五六七八九十]{1,3}[部章类编]分?\s*|[一二三四五六七八九十]{1,3}[、.．]\s*|[IVX]{1,4}\.\s*"
    ),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]\s*[、.]?\s*"),
    re.compile(r"\d{1,3}[、.．)）]\s*(?!\d)"),
    re.compile(r"[(（]\d{1,3}[)）]\s*|[①-⑳]\s*"),
    re.compile(r"[a-z][.)）]\s*"),
)
_DOTTED = re.compile(r"(\d{1,3}(?:[.．-]\d{1,3})+)[.．、\s]*")
_PLAIN = re.compile(r"\d{1,3}")
_TREE = re.compile(r"^(?:[\s\u3000]|[│|├└┣┗─━—–\-·•>+▪◦○●]){1,40}")
_STEP = 100  # a style weighs more than any number of blanks


def without_number(text: str) -> str:
    """Return a name without the number, the bullets and the blanks before it."""
    name = _TREE.sub("", text).strip()
    if match := _DOTTED.match(name):
        return name[match.end() :].strip() or name
    for style in _STYLES:
        if (match := style.match(name)) and name[match.end() :].strip():
            return name[match.end() :].strip()
    return name


def depths_of(names: Iterable[str], numbers: Iterable[str]) -> list[int]:
    """Return the depth of each name, by the number or the blanks in front."""
    found = [_rank(name, number) for name, number in zip(names, numbers, strict=True)]
    if len(set(found)) < 2:
        return [0] * len(found)
    return found


def _rank(name: str, number: str) -> int:
    if _DOTTED.fullmatch(number):
        return _dots(number)
    bare = _TREE.sub("", name)
    before = len(name.replace("\u3000", "  ").replace("\t", "    ")) - len(bare)
    if match := _DOTTED.match(bare):
        return _dots(match[1])
    style = next((n for n, one in enumerate(_STYLES) if one.match(bare)), None)
    if style is None:
        style = next((n for n, one in enumerate(_STYLES) if one.fullmatch(number)), None)
    if style is not None:
        return _STEP * (style + 1)
    return before


def _dots(number: str) -> int:
    return len(re.findall(r"\d+", number)) - 1
