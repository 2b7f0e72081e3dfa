"""Turn the numbers in dates, in any script, into western digits."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)|[〇○零一二三四五六七八九]{2}(?=年\S*月)")
_UNITS = "月日号个天周年季星工"
_NUMERALS = "[一二两三四五六七八九十百廿卅]"
# A number begins where no other numeral stands before it; never is it looked at from its middle.
_NUMBER = re.compile(
    rf"(?:(?<!{_NUMERALS})(?<![上下])|(?<=[上下]{_NUMERALS})){_NUMERALS}++(?=[{_UNITS}])"
)


def western(text: str) -> str:
    """Return the text in half-width characters, Chinese numbers before units as digits."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _YEAR.sub(lambda m: "".join(str(_DIGITS[d]) for d in m[0]), plain)
    return _NUMBER.sub(lambda m: _number(m[0]), plain)


def _number(text: str) -> str:
    """Return 十二, 二十, 三十一 or 一百八十 in digits; other texts unchanged."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    parts = (hundreds, tens, ones)
    if any(len(part) > 1 or (part and part not in _DIGITS) for part in parts):
        return text
    value = 100 * _DIGITS.get(hundreds, 1) if hundred else 0
    value += 10 * _DIGITS.get(tens, 1) if ten else 0
    return str(value + _DIGITS.get(ones, 0))
