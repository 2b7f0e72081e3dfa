"""The roles of the pack by the words of personnel lists, as far as the kind of unit allows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from workflow.declaration import pack
from workflow.errors import BadInput
from workflow.imports.ledger.names import plain, simplified
from workflow.imports.ledger.parties import split_list
from workflow.organisation.kinds import KINDS
from workflow.words import Words

OWN_ROLE_WORDS = "role_words.csv"  # in the data folder: words that the organisation adds
_UNKNOWN = Words(
    "职务词表第 {line} 行：没有“{word}”。可用：{known}。",
    'Line {line} of the list of role words: there is no "{word}". Known are: {known}.',
)
# Marks of a second post around a role: 兼第一党支部书记, 书记（兼）, 书记（主持工作）.
_ASIDE = re.compile(
    r"^(?:兼任|兼|现任|任)\s*|\s*[(（\[【](?:兼|兼任|主持工作|挂职|试用期|女)[)）\]】]\s*$|兼$"
)
_MEMBER = "委员"
_BETWEEN = re.compile(r"(?<=[记员长任])兼任?(?=\S)|\s+(?:and|&)\s+|\s*[+＋]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A role meant by a word: in which kinds of unit, and whether units above may be meant."""

    role: str
    kinds: frozenset[str]  # empty: any
    above: bool = False
    is_own: bool = False  # the very name of the role here, so that nothing is guessed

    def fits(self, kind: str) -> bool:
        """Say whether the role stands in a kind of unit."""
        return not self.kinds or kind in self.kinds


class RoleWords:
    """The words of the pack and of the organisation."""

    def __init__(self, shipped: str, added: str = "") -> None:
        self._words: dict[str, tuple[RoleWord, ...]] = {}
        for text in (shipped, added):
            for word, meant in _read(text):
                self._words[word] = (*self._words.get(word, ()), meant)
        for role, words in pack().roles.items():
            kinds = self._kinds_of(role)
            for word in (role, *words):
                meant = RoleWord(role, kinds, above=len(word) > 2, is_own=True)
                self._words[plain(word)] = (meant,)

    def of(self, word: str) -> tuple[RoleWord, ...]:
        """Return the possible roles of a word, none for an unknown word."""
        return self._words.get(plain(word), ())

    def knows(self, text: str) -> bool:
        """Say whether each word of a cell is a role, for telling a column by its contents."""
        words = self.words_in(text)
        return bool(words) and all(any(self.ends(word)) for word in words)

    def words_in(self, text: str) -> list[str]:
        """Return the words for roles in a cell, without marks of a second post.

        Blanks part them only where each part ends with a role.
        """
        parts = [one for part in split_list(text) for one in _BETWEEN.split(part)]
        words: list[str] = []
        last = _bare(parts[-1]) if parts else ""
        for word in map(_bare, parts):
            if last.endswith(_MEMBER) and self.of(simplified(word + _MEMBER)):
                word += _MEMBER  # 纪检、宣传委员
            pieces = word.split()
            apart = len(pieces) > 1 and not self.of(word)
            if apart and all(any(self.ends(simplified(piece))) for piece in pieces):
                words += map(_bare, pieces)
            else:
                words.append(word)
        return [word for word in dict.fromkeys(words) if word]

    def ends(self, text: str) -> Iterator[tuple[str, tuple[RoleWord, ...]]]:
        """Yield the roles at the end of a text, each with the text before, the longest first."""
        for at in range(len(text)):
            if meant := self.of(text[at:]):
                yield text[:at].strip(), meant

    def _kinds_of(self, role: str) -> frozenset[str]:
        meant = [one for some in self._words.values() for one in some if one.role == role]
        if any(not one.kinds for one in meant):
            return frozenset()
        return frozenset[str]().union(*(one.kinds for one in meant))


def role_words(added: str) -> RoleWords:
    """Return the words of the registered pack, with those of the organisation.

    Raises ``BadInput`` for a role or a kind of unit that there is not.
    """
    return _kept(pack().role_words, added, pack().key)


@lru_cache(maxsize=4)
def _kept(shipped: str, added: str, _pack: str) -> RoleWords:
    return RoleWords(shipped, added)


def _bare(part: str) -> str:
    before = ""
    text = part.strip()
    while text != before:
        before, text = text, _ASIDE.sub("", text).strip()
    return text


def _read(text: str) -> Iterator[tuple[str, RoleWord]]:
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        role = (row.get("role") or "").strip()
        kinds = frozenset(filter(None, (row.get("kinds") or "").strip().split("|")))
        _demand(line, [role], pack().roles)
        _demand(line, kinds, KINDS)
        meant = RoleWord(role, kinds, (row.get("reach") or "").strip() == "above")
        for word in (row.get("words") or "").split("|"):
            if word.strip():
                yield plain(word), meant


def _demand(line: int, words: Iterable[str], known: Collection[str]) -> None:
    for word in words:
        if word not in known:
            raise BadInput(_UNKNOWN.format(line=line, word=word, known=", ".join(known)))
