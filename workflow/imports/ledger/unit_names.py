"""The names of a unit besides its full name: short, without its kind, with other digits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from workflow.imports.ledger.names import simplified

_DIGITS = {
    **{digit: str(n) for n, digit in enumerate("〇一二三四五六七八九")},
    "零": "0",
    "两": "2",
}
_NUMBER = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d{1,3})(?=[\u4e00-\u9fff])")
_NOISE = re.compile(r"[\s\u3000()（）\[\]【】\"“”‘’'、，,。.:：·-]+")
_KIND = re.compile(
    r"(?:党支部委员会|党总支委员会|支部委员会|党支部|党总支部?|总支部?|支委会|支部|党委|党组|党工委|委员会|"
    r"\s*(?:party\s+)?(?:branch|committee))$",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def key_of(name: str) -> str:
    """Return a name without blanks and brackets, in small letters, with numbers in digits.

    >>> key_of("机关第一党支部") == key_of("机关 第1党支部") == key_of("机关一党支部")
    True
    """
    text = _NOISE.sub("", simplified(unicodedata.normalize("NFKC", name)).casefold())
    return _NUMBER.sub(lambda match: _digits(match[1]), text)


@lru_cache(maxsize=16_384)
def short_of(name: str) -> str:
    """Return the key of a name without its kind of organisation at the end, or ""."""
    short = _KIND.sub("", unicodedata.normalize("NFKC", name).strip())
    return key_of(short) if len(short) > 1 else ""


def likeness(one: str, other: str) -> float:
    """Return how much two keys have in common, from 0 to 1, by the pairs of their letters."""
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return 0.6 + 0.4 * min(len(one), len(other)) / max(len(one), len(other))
    if len(one) > 2 and _in_order(one, other):
        return 0.6  # a shortened name: 桥隧所 for 桥隧养护所
    left, right = _pairs(one), _pairs(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _in_order(short: str, full: str) -> bool:
    letters = iter(full)
    return all(letter in letters for letter in short)


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def _digits(number: str) -> str:
    if number.isdecimal():
        return str(int(number))
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return "".join(_DIGITS[digit] for digit in number)
    return str(10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0")))
