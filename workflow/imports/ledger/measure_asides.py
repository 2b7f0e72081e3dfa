"""What a measure says of itself behind its text: 召开交流会（责任人：叶秋实，2026年8月底）."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from workflow.imports.ledger.labelled_parties import taken_apart
from workflow.imports.ledger.labels import meaning_of, split_labels
from workflow.imports.ledger.task_split import split_measures

_ASIDE = re.compile(r"[（(]([^（()）]{2,80})[)）]\s*[。；;]?\s*$")
_BETWEEN = re.compile(r"[，,；;、\n]|\s{2,}")
_MAY_BE_A_DAY = re.compile(r"\d|[年月季周]|长期|持续|立行|即知|随时|常态")


class Aside(NamedTuple):
    """The deadline and the people of a single measure; either may be empty."""

    due: str
    people: tuple[str, ...]


@lru_cache(maxsize=4_096)
def asides_of(measures: str) -> tuple[Aside, ...]:
    """Return the aside of each measure of a cell; nothing where no measure has one."""
    found = tuple(_aside(text) for text in split_measures(measures))
    return found if any(one.due or one.people for one in found) else ()


def _aside(measure: str) -> Aside:
    match = _ASIDE.search(measure)
    parts = [part.strip() for part in _BETWEEN.split(match[1])] if match else []
    labels = [pair for part in parts for pair in split_labels(part)]
    due = next((text for name, text in labels if name and meaning_of(name) == "due"), "")
    bare = (text for name, text in labels if not name and _MAY_BE_A_DAY.search(text))
    people = (
        text for part in parts for meaning, text in taken_apart(part) if meaning == "specific"
    )
    return Aside(due or next(bare, ""), tuple(people))
