"""Detect the encoding of a text: by its bytes, and by the sense of the decoded text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

from workflow.errors import WrongType
from workflow.imports.ledger import file_faults
from workflow.words import Words

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("gb18030", "big5hkscs", "cp1252")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 20_000  # bytes
_MOST_BROKEN = 0.01  # of the characters that may be unreadable
_SOME = 2


class Decoded(NamedTuple):
    """A text, and the notes on its reading."""

    text: str
    notes: tuple[Words, ...] = ()


def decode(data: bytes, sense: Callable[[str], int]) -> Decoded:
    """Return the text of a file; ``sense`` counts the column names in a text.

    Raises ``WrongType`` where the file is no text, or in an unknown encoding.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data, encoding)
    if wide := _wide(data):
        return _checked(data, wide)
    if _is_utf8(data):
        return _checked(data, "utf-8")
    return _legacy(data, sense)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide(data: bytes) -> str | None:
    """Return the variant of UTF-16 without a mark, or ``None``, by the zeros among the bytes."""
    sample = data[:_LOOKED_AT]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if (
        len(sample) < 4
        or len(data) % 2
        or max(even, odd) < len(sample) / 40
        or min(even, odd) > max(even, odd) / 4
    ):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = sample[: len(sample) // 2 * 2].decode(encoding, "ignore")
    except UnicodeDecodeError:
        return None
    return encoding if _CONTROL.search(text) is None and "\n" in text + "\n" else None


def _checked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace").lstrip("\ufeff")
    if _CONTROL.search(text):
        raise WrongType(file_faults.NOT_A_TABLE.format(what=Words("二进制内容", "binary content")))
    notes = []
    if "\0" in text:
        text = text.replace("\0", "")
        notes.append(file_faults.ZEROS_LEFT_OUT)
    return Decoded(text, (*notes, *_broken(text)))


def _broken(text: str) -> tuple[Words, ...]:
    count = text.count("\ufffd")
    if not count:
        return ()
    line = text[: text.index("\ufffd")].count("\n") + 1
    return (file_faults.UNREADABLE_LETTERS.format(count=count, line=line),)


def _legacy(data: bytes, sense: Callable[[str], int]) -> Decoded:
    """Choose among the encodings of old programs by the decoded names and letters."""
    sample = data[:_LOOKED_AT]
    best = max(_LEGACY, key=lambda encoding: _plausible(sample, encoding, sense))
    if _plausible(sample, best, sense) <= 0:
        raise WrongType(file_faults.UNKNOWN_ENCODING)
    read = _checked(data, best)
    told = file_faults.READ_IN.format(encoding=_SPOKEN[best])
    return Decoded(read.text, (*read.notes, told)) if best != "gb18030" else read


_SPOKEN = {"big5hkscs": "Big5", "cp1252": "Windows-1252", "gb18030": "GB18030"}


def _plausible(sample: bytes, encoding: str, sense: Callable[[str], int]) -> float:
    """Return the plausibility of a text in an encoding; not above zero if impossible."""
    text = sample.decode(encoding, "replace")
    letters = [letter for letter in text if not letter.isascii()]
    broken = text[:-2].count("\ufffd")
    if broken > max(_SOME, _MOST_BROKEN * len(text)) or _CONTROL.search(text):
        return 0
    usual = sum(map(_usual[encoding], letters)) / len(letters) if letters else 1
    if encoding == "cp1252" and len(letters) > 0.25 * len(text):
        return 0  # western texts are mostly plain letters
    return max(0.0, 20 * sense(text) + 10 * usual - 3 * broken) if usual > 0.5 or sense(text) else 0


def _in_first_level(letter: str, encoding: str, first: int, last: int) -> bool:
    try:
        code = letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (first <= code[0] <= last or code[0] in (0xA1, 0xA2, 0xA3))


_MARKS = "–—‘’“”…€£°§«»"
_usual: dict[str, Callable[[str], bool]] = {
    "gb18030": lambda letter: _in_first_level(letter, "gb2312", 0xB0, 0xD7),
    "big5hkscs": lambda letter: _in_first_level(letter, "big5", 0xA4, 0xC6),
    "cp1252": lambda letter: (letter.isalpha() and ord(letter) < 0x180) or letter in _MARKS,
}
