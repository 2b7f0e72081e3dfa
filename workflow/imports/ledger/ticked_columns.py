"""Columns to be ticked: 已完成 | 正在整改 | 未整改 below a common name, with a single mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.names import plain
from workflow.imports.ledger.severities import severity_of
from workflow.imports.ledger.states import is_answer, is_state, is_yes

_DEADLINE = re.compile(
    r"立行立改|即知即改|立即整改|立整立改|限期整改|限时整改|分阶段整改|长期整改|长期坚持|持续整改|持续推进|长期推进"
)
_FEWEST = 2
_LONGEST_MARK = 2


@dataclass(frozen=True, slots=True)
class TickedColumns:
    """Neighbouring columns joined to a single column: the name, and the word for a mark in each."""

    name: str
    words: Mapping[int, str]

    @property
    def first(self) -> int:
        """The column to hold the ticked word."""
        return min(self.words)

    def said(self, cells: Sequence[Cell]) -> Cell:
        """Return the meaning of a row: the ticked words, or the only cell without a mark."""
        filled = {c: cells[c] for c in self.words if c < len(cells) and text_of(cells[c])}
        own = [cell for c, cell in filled.items() if not _is_mark(text_of(cell))]
        if len(own) == 1 and len(filled) == 1:
            return own[0]
        return "，".join(filter(None, (self._word(c, text_of(cell)) for c, cell in filled.items())))

    def _word(self, column: int, text: str) -> str:
        if is_answer(text) and not is_yes(text):
            return ""
        return self.words[column] if _is_mark(text) else text


def merged(cells: Sequence[Cell], ticked: Iterable[TickedColumns]) -> list[Cell]:
    """Return a row with the ticked word in the first of the columns, and nothing in the others."""
    made = list(cells)
    for columns in ticked:
        said = columns.said(cells)
        made += [None] * (columns.first + 1 - len(made))
        for column in columns.words:
            if column < len(made):
                made[column] = None
        made[columns.first] = said
    return made


def _is_mark(text: str) -> bool:
    return len(text) <= _LONGEST_MARK and not text.isdecimal()


def is_choice(name: str) -> bool:
    """Say whether a name of a column is a word to be ticked: a state, a grade, a kind of day."""
    return bool(is_state(name) or _DEADLINE.fullmatch(plain(name)) or severity_of(name))


def find_ticked(upper: Mapping[int, str], lower: Mapping[int, str]) -> Iterator[TickedColumns]:
    """Yield the columns to be ticked, by the group and the name of each.

    Without a group above, grades beside each other may as well be columns of counts.
    """
    columns = [column for column in sorted(lower) if is_choice(lower[column])]
    for _, run in groupby(enumerate(columns), lambda one: (one[1] - one[0], upper.get(one[1], ""))):
        words = {column: lower[column] for _, column in run}
        kinds = {_kind(word) for word in words.values()}
        if len(words) >= _FEWEST and len(kinds) == 1 and (upper or kinds != {"severity"}):
            yield TickedColumns(upper.get(min(words), "") or "／".join(words.values()), words)


def _kind(word: str) -> str:
    if _DEADLINE.fullmatch(plain(word)):
        return "due"
    return "status" if is_state(word) else "severity"
