"""A board: the indicators that somebody wants to see, in their order, with a period and filters.

A board is words of an address, as a list's filter is; so it can be saved as a view, shared with a
unit and made into a report, and every reader gets the numbers of what they may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.calendar import HALF, MONTH, QUARTER, YEAR, Period
from workflow.declaration import PROBLEMS, Actor, Field, Indicator, pack
from workflow.declaration.field_words import read
from workflow.errors import BadInput
from workflow.queries.list_address import read_address
from workflow.queries.list_words import FILTER_WORDS, bad_filter
from workflow.queries.listing import demand_list
from workflow.words import Words, listed

TITLE = Words("统计", "Figures")
MOST = 12  # indicators of a board
_SEVERITY = "severity"
_LENGTHS = {"month": MONTH, "quarter": QUARTER, "half": HALF, "year": YEAR}
PERIODS: dict[str, Words] = {
    "month": Words("本月", "This month"), "last_month": Words("上月", "Last month"),
    "quarter": Words("本季度", "This quarter"), "last_quarter": Words("上季度", "Last quarter"),
    "half": Words("本半年", "This half-year"), "last_half": Words("上半年度", "Last half-year"),
    "year": Words("本年", "This year"), "last_year": Words("上年", "Last year"),
}  # fmt: skip
_TOO_MANY = Words(
    "最多选{most}个指标，现有{count}个。",
    "Choose {most:indicator|indicators} at most; these are {count}.",
)
_TWICE = Words("指标“{words}”选了两次。", 'The indicator "{words}" is chosen twice.')
_UNFIT = Words(
    "{words}不能按{filters}筛选；请去掉其中一方。",
    "{words} cannot be filtered by {filters}; leave one of the two out.",
)
_FILTER = Words("{name}：{value}", "{name}: {value}")
_BOTH = Words(
    "请只写一种期间：相对期间，或起止日。", "Give one period only: a relative one, or two days."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The indicators in order, none for all; the period, if any; and the filters by name."""

    shown: tuple[str, ...] = ()
    period: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators; for all, those that the filters fit."""
        every = pack().figures.indicators
        some = [every[key] for key in self.shown] or [*every.values()]
        return [one for one in some if fits(one, self.more)]


def filter_fields() -> Iterator[Field]:
    """Yield the fields by codes that a board can be filtered by."""
    if PROBLEMS in pack().lists:
        found = pack().lists[PROBLEMS].filters
        yield from (one for one in found if one.filtered and one.kind == "code")


def read_board(actor: Actor, given: Mapping[str, str]) -> Board:
    """Return the board in an address: ``show``, ``period``, ``severity`` and filters by codes.

    Raises ``BadInput`` for an indicator, period or value that is not known, and for filters that
    an indicator does not have.
    """
    shown = tuple(filter(None, given.get("show", "").split(",")))
    period = given.get("period", "")
    if period and period not in PERIODS:
        raise bad_filter("period", period)
    if period and (given.get("begin") or given.get("end")):
        raise BadInput(_BOTH)
    board = Board(shown=_checked(shown), period=period, more=_more(actor, given))
    if unfit := [one for one in shown if not fits(pack().figures.indicators[one], board.more)]:
        words = listed(pack().figures.indicators[key].words for key in unfit)
        raise BadInput(_UNFIT.format(words=words, filters=filter_names(board)))
    return board


def board_address(board: Board, given: Mapping[str, str]) -> dict[str, str]:
    """Return a board as the words of an address, with the unit and the days that were given."""
    words = {name: given[name] for name in ("unit", "begin", "end") if given.get(name)}
    words |= {"show": ",".join(board.shown), "period": board.period, **board.more}
    return {name: text for name, text in words.items() if text}


def filter_names(board: Board) -> Words:
    """Return the names of the filters of a board."""
    known = {one.key: one.words for one in filter_fields()}
    known[_SEVERITY] = FILTER_WORDS[_SEVERITY]
    return listed(known[name] for name in board.more)


def filters_told(board: Board) -> Iterator[Words]:
    """Yield each filter of a board with its value in words."""
    codes = {one.key: one for one in filter_fields()}
    for name, value in board.more.items():
        if name == _SEVERITY:
            words, told = FILTER_WORDS[name], pack().severities[value].words
        else:
            words, told = codes[name].words, read(codes[name], value, {})
        yield _FILTER.format(name=words, value=told)


def fits(indicator: Indicator, more: Mapping[str, str]) -> bool:
    """Say whether an indicator can be filtered: its list has the fields, and leaves them open."""
    fields = {one.key for one in pack().lists[indicator.list_key].filters} | {_SEVERITY}
    taken = {*indicator.rows, *(indicator.among or {})}
    return all(name in fields and name not in taken for name in more)


def days_of(period: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a relative period, until today."""
    length = _LENGTHS[period.removeprefix("last_")]
    found = Period.of(today, length)
    if period.startswith("last_"):
        return found.before.first, found.before.last
    return found.first, today


def _checked(shown: tuple[str, ...]) -> tuple[str, ...]:
    every = pack().figures.indicators
    if unknown := [key for key in shown if key not in every]:
        raise bad_filter("show", unknown[0])
    if len(shown) > MOST:
        raise BadInput(_TOO_MANY.format(most=MOST, count=len(shown)))
    if twice := [key for place, key in enumerate(shown) if key in shown[:place]]:
        raise BadInput(_TWICE.format(words=every[twice[0]].words))
    return shown


def _more(actor: Actor, given: Mapping[str, str]) -> dict[str, str]:
    """Return the filters beside the period, read as the list of problems reads them."""
    names = (_SEVERITY, *(one.key for one in filter_fields()))
    more = {name: given[name] for name in names if given.get(name)}
    if more:
        demand_list(PROBLEMS, actor, read_address(pack().lists[PROBLEMS], more))
    return more
