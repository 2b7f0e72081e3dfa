"""The demands of a register on its entries: a closed vocabulary, each with its own sentence.

A guard looks at plain values and returns the fault of a field, or ``None``. The entries for its
comparison are found by the fields in ``per``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from workflow.declaration.field import Field
from workflow.declaration.rules import Actor
from workflow.words import Words, listed

Values = Mapping[str, Any]
Naming = Callable[[str], Words]  # what a field is called, by its key
Fault = tuple[str, Words]  # a field, and the sentence that belongs to it
UNIT, FIRST, LAST = "unit", "valid_from", "valid_to"  # what every entry has beside its fields
TODAY = "today"
_NAMED = {
    UNIT: Words("单位", "unit"), FIRST: Words("生效日期", "first day"),
    LAST: Words("截止日期", "last day"), TODAY: Words("今天", "today"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An entry as it is to be, its keeper, and the entries for comparison."""

    values: Values
    actor: Actor
    today: date
    named: Naming
    kind: str = ""  # of the unit
    path: str = ""  # of the unit
    before: Values | None = None  # the entry as it was; nothing for a new one
    alike: Sequence[Values] = ()  # others of one ``per``, on some of the same days


class Guard(Protocol):
    """A demand of a register on its entries."""

    @property
    def per(self) -> tuple[str, ...] | None:
        """The fields by which entries are compared; ``None``: no other entry matters."""

    def words(self, _: Naming, /) -> Words:
        """Return the demand as a sentence, with the names of the fields."""

    def fault(self, case: Case) -> Fault | None:
        """Return the fault of an entry as (field, sentence), or ``None``."""


@dataclass(frozen=True, slots=True)
class OneCurrent:
    """On no day do two entries hold that are equal in the fields of ``per``."""

    per: tuple[str, ...]
    at: str = ""  # the field that the refusal belongs to; none: the last of these

    def words(self, named: Naming, /) -> Words:
        """Return the demand as a sentence."""
        of = listed(named(key) for key in self.per)
        return _ONE.format(per=of) if self.per else _ONLY_ONE

    def fault(self, case: Case) -> Fault | None:
        """Return a fault with the days of the entry already there."""
        if not case.alike:
            return None
        other = case.alike[0]
        days = {"first": other[FIRST], "last": other.get(LAST) or "…"}
        return self.at or (self.per[-1] if self.per else FIRST), _TWO.format(**days)


@dataclass(frozen=True, slots=True)
class KindOfUnit:
    """Entries belong to units of the given kinds only; ``called`` names the kinds."""

    kinds: tuple[str, ...]
    called: Words
    per: None = None

    def words(self, _: Naming, /) -> Words:
        """Return the demand as a sentence."""
        return _KINDS.format(kinds=self.called)

    def fault(self, case: Case) -> Fault | None:
        """Refuse a unit of another kind."""
        return None if case.kind in self.kinds else (UNIT, self.words(case.named))


@dataclass(frozen=True, slots=True)
class SumAtMost:
    """On no day does the sum of a field exceed ``most``, over entries equal in ``per``."""

    field: str
    most: int
    per: tuple[str, ...] = (UNIT,)

    def words(self, named: Naming, /) -> Words:
        """Return the demand as a sentence."""
        of = listed(named(key) for key in self.per)
        return _SUM.format(field=named(self.field), per=of, most=self.most)

    def fault(self, case: Case) -> Fault | None:
        """Return a fault with the largest sum, on any day of the entry."""
        reached = max(
            sum(_number(one, self.field) for one in (case.values, *case.alike) if holds(one, day))
            for day in _days(case)
        )
        if reached <= self.most:
            return None
        return self.field, _TOO_MUCH.format(
            field=case.named(self.field), sum=reached, most=self.most
        )


@dataclass(frozen=True, slots=True)
class AddsUp:
    """Within an entry the parts add up to the total."""

    parts: tuple[str, ...]
    total: str
    per: None = None

    def words(self, named: Naming, /) -> Words:
        """Return the demand as a sentence."""
        parts = listed(named(key) for key in self.parts)
        return _ADDS_UP.format(parts=parts, total=named(self.total))

    def fault(self, case: Case) -> Fault | None:
        """Refuse parts with another sum than the total."""
        parts = sum(_number(case.values, key) for key in self.parts)
        return (
            None
            if parts == _number(case.values, self.total)
            else (self.total, self.words(case.named))
        )


@dataclass(frozen=True, slots=True)
class Stages:
    """A choice goes from a value to the next, in declared order, beginning with the first."""

    field: str
    order: tuple[str, ...]
    per: None = None

    def words(self, named: Naming, /) -> Words:
        """Return the demand as a sentence."""
        return _STAGES.format(field=named(self.field))

    def fault(self, case: Case) -> Fault | None:
        """Refuse a skipped stage, a step back, and a begin other than the first stage."""
        place = self.order.index(case.values[self.field])
        was = self.order.index(case.before[self.field]) if case.before else -1
        allowed = (was + 1, was) if case.before else (0,)
        return None if place in allowed else (self.field, self.words(case.named))


@dataclass(frozen=True, slots=True)
class NotOwnUnit:
    """Nobody keeps an entry of a unit of their own posts, or of a unit above."""

    per: None = None

    def words(self, _: Naming, /) -> Words:
        """Return the demand as a sentence."""
        return _NOT_OWN

    def fault(self, case: Case) -> Fault | None:
        """Refuse a person of the unit, also a delegate for or with such a post."""
        posts = (*case.actor.posts, *case.actor.own)
        own = any(post.path.startswith(case.path) for post in posts)
        return (UNIT, _NOT_OWN) if own else None


@dataclass(frozen=True, slots=True)
class NotOneself:
    """The field names neither the keeper nor the person behind a delegate."""

    field: str
    per: None = None

    def words(self, named: Naming, /) -> Words:
        """Return the demand in words."""
        return _NOT_ONESELF.format(field=named(self.field))

    def fault(self, case: Case) -> Fault | None:
        """Refuse the keeper of the entry."""
        named = case.values.get(self.field) in case.actor.people
        return (self.field, self.words(case.named)) if named else None


@dataclass(frozen=True, slots=True)
class Within:
    """A date lies within a number of days from another date, or from today; ``None``: no bound."""

    field: str
    of: str = TODAY
    first: int | None = None
    last: int | None = None
    per: None = None

    def words(self, named: Naming, /) -> Words:
        """Return the demand as a sentence."""
        of = named(self.of)
        told = {"field": named(self.field)}
        told |= {"first": _days_from(self.first, of), "last": _days_from(self.last, of)}
        if self.last is None:
            return _NOT_BEFORE.format(**told)
        return (_NOT_AFTER if self.first is None else _WITHIN).format(**told)

    def fault(self, case: Case) -> Fault | None:
        """Refuse a day outside; a missing day is not checked."""
        day = case.values.get(self.field)
        of = case.today if self.of == TODAY else case.values.get(self.of)
        if day is None or of is None or (case.before and day == case.before.get(self.field)):
            return None
        away = (day - of).days
        early = self.first is not None and away < self.first
        late = self.last is not None and away > self.last
        return (self.field, self.words(case.named)) if early or late else None


def holds(values: Values, day: date) -> bool:
    """Say whether an entry holds on a day; both its first and its last day count."""
    last = values.get(LAST)
    return bool(values[FIRST] <= day and (last is None or day <= last))


def named_of(fields: Iterable[Field]) -> Naming:
    """Return a function from the key of a field to its name for sentences."""
    names = _NAMED | {field.key: field.words for field in fields}
    return lambda key: names[key]


def _days(case: Case) -> list[date]:
    """Return the days on which the sum may grow: the first days of the entries."""
    begun = [one[FIRST] for one in (case.values, *case.alike)]
    return [day for day in begun if holds(case.values, day)]


def _number(values: Values, key: str) -> Decimal:
    return Decimal(values.get(key) or 0)


def _days_from(days: int | None, of: Words) -> Words:
    """Return the words for a day by its distance from another."""
    if not days:
        return of
    return (_BEFORE if days < 0 else _AFTER).format(of=of, count=abs(days))


_BEFORE = Words("{of}前{count}天", "{count:day|days} before {of}")
_AFTER = Words("{of}后{count}天", "{count:day|days} after {of}")
_ONE = Words("同一{per}同时只能有一条有效", "at most one at a time of the same {per}")
_ONLY_ONE = Words("同时只能有一条有效", "at most one at a time")
_TWO = Words(
    "已有一条在{first}至{last}有效，请先结束它",
    "one holds from {first} to {last} already; end that one first",
)
_KINDS = Words("单位类型须为：{kinds}", "the unit has to be: {kinds}")
_SUM = Words(
    "同一{per}的{field}合计不超过{most}", "{field} of the same {per}: {most} at most in sum"
)
_TOO_MUCH = Words("{field}合计达到{sum}，超过{most}", "{field} comes to {sum} in sum, over {most}")
_ADDS_UP = Words("{parts}之和须等于{total}", "{parts} have to add up to {total}")
_STAGES = Words(
    "“{field}”须从第一步起逐步推进，不能跳过或退回",
    '"{field}" begins at the first stage and goes on one by one, never back',
)
_NOT_OWN = Words("不能登记本人所在单位的内容", "nobody keeps entries of their own unit")
_NOT_ONESELF = Words("“{field}”不能是本人", '"{field}" cannot be oneself')
_NOT_BEFORE = Words("“{field}”不早于{first}", '"{field}" is not before {first}')
_NOT_AFTER = Words("“{field}”不晚于{last}", '"{field}" is not after {last}')
_WITHIN = Words("“{field}”须在{first}至{last}之间", '"{field}" lies between {first} and {last}')
