"""Draw the sample: the same seed and numbers always give the same sample.

Within each stratum the numbers are ordered by the SHA-256 of ``seed:number``; the first are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from workflow.words import Words

By = Literal["severity_unit", "severity", "unit"]
Measure = Literal["percent", "number"]
BY: dict[By, Words] = {
    "severity_unit": Words("严重程度和单位", "severity and unit"),
    "severity": Words("严重程度", "severity"),
    "unit": Words("单位", "unit"),
}
MEASURES: dict[Measure, Words] = {
    "percent": Words("每层的百分之几", "per cent of each stratum"),
    "number": Words("每层几个", "of each stratum, this many"),
}


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed problem of the population."""

    number: str
    severity: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """A group of similar closed problems, and its sample in the order of drawing."""

    severity: str  # empty: of every severity
    unit_id: int | None  # none: of every unit
    population: tuple[str, ...]
    drawn: tuple[str, ...]


def draw(
    seed: str, by: By, measure: Measure, amount: int, population: Iterable[Closed]
) -> list[Stratum]:
    """Return every stratum with its sample, whatever the order of the population."""
    strata: dict[tuple[str, int | None], list[str]] = {}
    for one in population:
        key = ("" if by == "unit" else one.severity, None if by == "severity" else one.unit_id)
        strata.setdefault(key, []).append(one.number)
    return [
        Stratum(severity, unit_id, tuple(sorted(numbers)), sample(seed, measure, amount, numbers))
        for (severity, unit_id), numbers in sorted(strata.items(), key=lambda s: _place(*s[0]))
    ]


def sample(seed: str, measure: Measure, amount: int, numbers: Sequence[str]) -> tuple[str, ...]:
    """Return the sample of a stratum, as item numbers."""
    ordered = sorted(numbers, key=lambda number: _lot(seed, number))
    return tuple(ordered[: size(measure, amount, len(ordered))])


def size(measure: Measure, amount: int, of: int) -> int:
    """Return the size of the sample; a share is rounded up, so that no stratum is left out."""
    return min(of, amount if measure == "number" else -(-of * amount // 100))


def _lot(seed: str, number: str) -> str:
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def _place(severity: str, unit_id: int | None) -> tuple[str, int]:
    return severity, unit_id or 0
