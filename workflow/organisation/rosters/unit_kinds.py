"""The kind of a unit, by the word in a column of kinds or by the end of its name."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from workflow.imports.ledger.names import plain, spaced
from workflow.organisation.kinds import FIRST, KINDS, ROOT, may_stand_under

_FILE = Path(__file__).parent / "unit_kinds.csv"
_PARTY = frozenset(
    key
    for key, kind in KINDS.items()
    if kind.head  # the kinds with a head of the party
)
_SHORTEST = 2


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return the kinds by their plain names; of two kinds with a name, the first listed."""
    names: dict[str, str] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in row["names"].split("|"):
                names.setdefault(plain(name), row["kind"])
    return names


def kind_by_word(word: str) -> str:
    """Return the kind named by a word, or an empty text."""
    if word == FIRST:
        return FIRST
    for key, kind in KINDS.items():
        if word == key or word in kind.words:
            return key
    return _names().get(plain(word), "")


def kind_by_name(name: str, parent: str) -> str:
    """Return the kind by the longest known ending of a name, or an empty text.

    A bureau under a kind of parent that takes party groups only is one of those.
    """
    found = next(iter(_endings(name)), "")
    if found not in ("organisation", FIRST):
        return found
    fitting = (kind for kind in ("organisation", "party_group") if may_stand_under(kind, parent))
    return next(fitting, "organisation")


def _endings(name: str) -> list[str]:
    key, words = plain(name), spaced(name).split()
    ends = {key[at:] for at in range(max(0, len(key) - 12), len(key))} if not key.isascii() else (
        {"".join(words[at:]) for at in range(len(words))}
    )  # fmt: skip
    known = _names()
    ordered = sorted((end for end in ends if end in known), key=len, reverse=True)
    return list(dict.fromkeys(known[end] for end in ordered))


def root_kind(kinds: frozenset[str]) -> str:
    """Return the kind of a topmost unit by the kinds below; a kind without rules for both sorts."""
    plain_kinds = kinds - _PARTY - {FIRST}
    if not kinds & _PARTY:
        return "organisation"
    return FIRST if plain_kinds else "party_group"


def is_party(kind: str) -> bool:
    """Say whether a kind of unit has members of the party."""
    return kind in _PARTY


def may_be_root(kind: str) -> bool:
    """Say whether a kind of unit may be the topmost."""
    return may_stand_under(kind, ROOT)
