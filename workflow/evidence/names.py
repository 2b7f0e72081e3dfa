"""The name a file is shown under: harmless, or refused with a sentence; never a path."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from workflow.errors import WrongType
from workflow.evidence import refusals
from workflow.platform import cleaned
from workflow.words import Words

LONGEST = 150
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def checked(name: str) -> str:
    """Return the name without what cannot be seen; a mark that turns letters around is a fault.

    Raises ``WrongType`` with the reason where the name is not allowed.
    """
    kept = cleaned(name)
    for is_wrong, words in _FAULTS:
        if is_wrong(kept) or (words is refusals.REVERSED and is_wrong(name)):
            raise WrongType(words.format(name=shown(name), limit=LONGEST))
    return kept


def ending(name: str) -> str:
    """Return the part after the last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def shown(name: str) -> str:
    """Return the name fit for a sentence: a single line of up to 60 visible characters."""
    return "".join(c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in name)[:60]


def _is_control(c: str) -> bool:
    return unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")


_FAULTS: tuple[tuple[Callable[[str], bool], Words], ...] = (
    (lambda n: not n, refusals.NO_NAME),
    (lambda n: "/" in n or "\\" in n, refusals.PATH),
    (lambda n: not _TURNING.isdisjoint(n), refusals.REVERSED),
    (lambda n: any(_is_control(c) for c in n), refusals.CONTROL),
    (lambda n: n.startswith("."), refusals.DOT),
    (lambda n: len(n) > LONGEST, refusals.LONG_NAME),
)
