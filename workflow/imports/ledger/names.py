"""Normalise names and words, so that equal ones are equal in any spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

_PAIRS = (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8").split()
_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS}
_NOISE = re.compile(r"[\s_*:：、，,.。·/\\|\-—–?？!！;；\"'“”‘’<>《》~]+")
_ASIDE = re.compile(r"[(（\[【〔{].*?[)）\]】〕}]")
_BRACKETS = re.compile(r"[()（）\[\]【】〔〕{}]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FOOTNOTE = re.compile(r"(?<=[a-z\u4e00-\u9fff])\d{1,2}$")
_NUMBERED = re.compile(r"^(?:[(（]?\d{1,2}[)）.、．]|[一二三四五六七八九十]{1,2}[、.．])\s*(?=\D)")
_TWO_SCRIPTS = re.compile(
    r"(?P<zh>[^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*?)[\s/|(（]+(?P<en>[A-Za-z][^\u4e00-\u9fff]{2,}?)[)）]?|"
    r"(?P<en2>[A-Za-z][^\u4e00-\u9fff]{2,}?)[\s/|(（]+(?P<zh2>[^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*?)[)）]?"
)
_MARKED = re.compile(r"[*＊※★]+")


def simplified(text: str) -> str:
    """Return the text in simplified characters."""
    return text.translate(_SIMPLIFIED)


@lru_cache(maxsize=65_536)
def plain(name: str) -> str:
    """Return a name without variable parts: spaces, width, case, script, signs and brackets."""
    text = simplified(unicodedata.normalize("NFKC", name)).lower().replace("#", "no")
    return _BRACKETS.sub("", _NOISE.sub("", text))


@lru_cache(maxsize=65_536)
def forms_of(name: str) -> tuple[str, ...]:
    """Return the forms of a name for the look-up, the fullest first."""
    text = _NUMBERED.sub("", unicodedata.normalize("NFKC", name).strip())
    aside = _ASIDE.sub("", text)
    forms = [plain(text), plain(aside)]
    forms += [_FOOTNOTE.sub("", form) for form in forms]
    forms += [form[:-1] for form in forms if form.isascii() and form.endswith("s")]
    return tuple(dict.fromkeys(form for form in forms if form))


@lru_cache(maxsize=65_536)
def languages_of(text: str) -> tuple[str, ...]:
    """Return the Chinese and the English text of a cell in both; else nothing."""
    match = _TWO_SCRIPTS.fullmatch(text.strip())
    if match is None:
        return ()
    told = match.groupdict()
    return (told["zh"] or told["zh2"]).strip(), (told["en"] or told["en2"]).strip()


@lru_cache(maxsize=65_536)
def spaced(name: str) -> str:
    """Return the words of a name in small letters, separated by single blanks."""
    text = _CAMEL.sub(" ", simplified(unicodedata.normalize("NFKC", _ASIDE.sub("", name))))
    words = _NOISE.sub(" ", _MARKED.sub(" ", text)).lower().split()
    return " ".join(_FOOTNOTE.sub("", word) for word in words)
