"""Indicators: counts, shares and measures in the figures of a profession, a line each.

An indicator is a filter of a list in the words of its address, so every figure leads to exactly
its rows: the list with that filter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflow.errors import BadDeclaration
from workflow.words import Words

Over = Literal["", "found", "closed", "moved"]
IndicatorMeasure = Literal["", "stay", "evidence"]
Good = Literal["", "more", "less"]
IndicatorUnit = Literal["items", "percent", "days", "pieces"]
UNITS: dict[IndicatorUnit, Words] = {
    "items": Words("项", "items"),
    "percent": Words("%", "%"),
    "days": Words("天", "days"),
    "pieces": Words("件", "pieces"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorGroup:
    """A heading of indicators on the page; a chart shows the counts of a ``drawn`` heading."""

    key: str
    words: Words
    drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A number about the items of a list, of a unit with the units below.

    ``rows`` is the filter of what is counted; ``among`` that of all of which a share is taken;
    ``over`` the period of the list that the period of the figures goes into: none for what stands
    on the last day of it. ``late_by`` are days after the due date, both included.
    """

    key: str
    group: str
    words: Words
    told: Words  # how it is reckoned
    list_key: str
    rows: Mapping[str, str]
    among: Mapping[str, str] | None = None
    over: Over = ""
    late_by: tuple[int, int | None] | None = None
    measure: IndicatorMeasure = ""
    good: Good = ""

    def __post_init__(self) -> None:
        if self.measure == "stay" and "left" not in self.rows:
            raise BadDeclaration(f"{self.key}: a stay is measured of a state that was left")
        if self.measure and self.among is not None:
            raise BadDeclaration(f"{self.key}: it is a share or a measure, not both")

    @property
    def unit(self) -> IndicatorUnit:
        """The unit of measure."""
        if self.measure:
            return "days" if self.measure == "stay" else "pieces"
        return "items" if self.among is None else "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredFigures:
    """The indicators of a profession, group by group in the order of their declaration."""

    groups: tuple[IndicatorGroup, ...] = ()
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    compared: tuple[str, ...] = ()  # by which units stand side by side
    coloured: tuple[str, ...] = ()  # which together are all that is open, unit by unit
    monthly: tuple[str, ...] = ()  # which are followed month by month
    reported: tuple[str, ...] = ()  # the cells of a return, each a field of its list by this key

    def __post_init__(self) -> None:
        known = {group.key for group in self.groups}
        for key, indicator in self.indicators.items():
            if key != indicator.key or indicator.group not in known:
                raise BadDeclaration(f"{key}: it has another key, or no group that is declared")
        for key in (*self.compared, *self.coloured, *self.monthly, *self.reported):
            if key not in self.indicators:
                raise BadDeclaration(f"{key}: there is no such indicator")


def declared(*indicators: Indicator) -> dict[str, Indicator]:
    """Return indicators by key."""
    return {indicator.key: indicator for indicator in indicators}
