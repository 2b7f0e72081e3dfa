"""Text as typed, pasted or imported: cleaned of what cannot be seen, or refused with the place.

What does no harm is cleaned away: characters without a width, marks of direction, unusual spaces
and line separators (Unicode TR36, section 3, and UTS 39, section 3.1); the rest is kept as written,
in normal form C (UAX 15). What might mean something else than what was shown is for ``unfit``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from workflow.words import Words

# Line separators of other systems; Word pastes a vertical tab, a page break is a form feed.
_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = dict.fromkeys(
    (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x2800), " "
)  # no-break, typographic; the last is the empty braille pattern
# Without a width whatever stands beside them, or (FFFC) in place of a picture that a paste left
# out. Joiners (200C, 200D), selectors of a form of the character before (FE0x, E01xx) and tags of
# flags (E002x) are judged by their neighbours.
_UNSEEN = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x200B, 0x200E,
     0x200F, 0x202A, 0x202B, 0x202C, *range(0x2060, 0x2070), 0x3164, 0xFEFF, 0xFFA0,
     *range(0xFFF0, 0xFFFD), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), 0xE0000, 0xE0001)
)  # fmt: skip
_DEPENDENT = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]")
# What of all these Python calls printable: fillers, and marks on the character before.
_PRINTABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U000e0100-\U000e01ef]"
)
_TAGGED = "\U0001f3f4"  # the black flag, which begins the flags of regions
# What is left and cannot be shown: control characters, halves of characters, places that are none,
# and the two marks that turn letters around, so that a text was read as another.
_UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


_NOT_SHOWN = Words(
    "第{line}行第{column}个字是不能显示的字符（{code}），请删去",
    "a character cannot be shown: {code} in line {line}, place {column}; delete it",
)


class Unfit(NamedTuple):
    """A refused character, and the place, counted from 1."""

    line: int
    column: int
    code: str  # such as U+202E


def cleaned(text: str) -> str:
    """Return the text without harmless unseen characters, and without blanks at its ends.

    A text of which nothing can be seen becomes the empty text.
    """
    if text.isprintable() and not _PRINTABLE.search(text):  # most texts: nothing to look for
        return unicodedata.normalize("NFC", text).strip()
    plain = _LINES.sub("\n", text).translate(_SPACES).translate(_UNSEEN)
    return unicodedata.normalize("NFC", _without_loose(plain)).strip()


def unfit(text: str) -> Unfit | None:
    """Return the first character that is neither shown nor harmless, or ``None``."""
    lines = _LINES.sub("\n", text)
    found = _UNFIT.search(lines)
    if found is None:
        return None
    before = lines[: found.start()]
    column = len(before) - before.rfind("\n")
    return Unfit(before.count("\n") + 1, column, f"U+{ord(found[0]):04X}")


def fitting(text: str) -> str:
    """Return the text without the characters that ``unfit`` refuses, for a search."""
    return _UNFIT.sub("", _LINES.sub("\n", text))


def not_shown(text: str) -> Words | None:
    """Return the sentence for the first unfit character of the text, or ``None``."""
    found = unfit(text)
    return _NOT_SHOWN.format(**found._asdict()) if found else None


def narrow(text: str) -> str:
    """Return a number, day or code with full-width characters of an input method made narrow."""
    return cleaned(text).translate(_NARROW).strip()


def _without_loose(text: str) -> str:
    """Leave out the joiners, selectors and tags whose neighbours have no use for them."""
    if not _DEPENDENT.search(text):
        return text
    kept: list[str] = []
    following = [*text[1:], ""]
    for character, after in zip(text, following, strict=True):
        if not _DEPENDENT.match(character) or _belongs(character, kept, after):
            kept.append(character)
    while kept and kept[-1] in "\u200c\u200d":
        kept.pop()
    return "".join(kept)


def _belongs(character: str, before: list[str], after: str) -> bool:
    if not before:
        return False
    if "\U000e0020" <= character <= "\U000e007f":  # a run of tags begins at the flag
        return before[-1] == _TAGGED or "\U000e0020" <= before[-1] < "\U000e007f"
    if character in "\u200c\u200d":
        return _is_joined(before[-1]) and _is_joined(after)
    return not before[-1].isspace() and not _DEPENDENT.match(before[-1])


def _is_joined(character: str) -> bool:
    """Say whether joiners shape the character: pictures and cursive scripts, not ours or ASCII."""
    if not character or character in "\u200c\u200d" or character.isascii():
        return False
    kind = unicodedata.category(character)
    wide = unicodedata.east_asian_width(character) in "WF"
    return kind in ("So", "Sk", "Sm", "Mn", "Mc") or (kind == "Lo" and not wide)
