"""Give each column of a table the meaning that fits best, each meaning to the best column."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Assignment:
    """The columns of each meaning: the first, further columns, and the columns beyond doubt."""

    taken: dict[str, int]
    more: dict[int, str] = field(default_factory=dict)
    certain: dict[int, bool] = field(default_factory=dict)


def assign(
    scores: Mapping[int, Mapping[str, float]],
    told: Mapping[int, str],
    several: Collection[str],
    kept: str,
    sure: float,
) -> Assignment:
    """Assign meanings by their scores, the highest first.

    ``told`` are the meanings chosen by a person, ``several`` those that may stand in several
    columns, ``kept`` the meaning of a column without any, ``sure`` the score beyond doubt.
    """
    ranked = sorted(
        ((score, -index, meaning) for index, found in scores.items() if index not in told
         for meaning, score in found.items()),
        reverse=True,
    )  # fmt: skip
    made = Assignment({meaning: index for index, meaning in told.items() if meaning != kept})
    done = set(told)
    for score, behind, meaning in ranked:
        if -behind not in done and meaning in several and meaning in made.taken:
            made.more[-behind] = meaning
            done.add(-behind)
        if -behind in done or (meaning != kept and meaning in made.taken):
            continue
        done.add(-behind)
        made.certain[-behind] = score >= sure
        if meaning != kept:
            made.taken[meaning] = -behind
    return made
