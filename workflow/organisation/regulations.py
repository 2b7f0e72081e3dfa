"""The demands of the regulations on a unit: each rule with its words, source, and weight.

A rule with ``refuses`` stops a change that would break the rule; any other is a warning on the
unit's page and in ``rectify organisation check``. Source: docs/domain/branch-work.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from workflow.organisation.kinds import kind_of, term_years
from workflow.words import Words

REMIND_MONTHS = 6
_REGULATIONS = "支部工作条例"  # S41, S44, S50
_TERMS = "党的基层组织任期的意见"  # S44, S47, S49
_SCHOOLS = "高校学生党支部标准"  # S64
_BRANCHES = ("branch", "joint_branch", "temporary_branch")


@dataclass(frozen=True, slots=True)
class TermOfOffice:
    """A term of office, with its approved extension."""

    begins_on: date
    ends_on: date
    elected_on: date | None = None
    extended_to: date | None = None

    @property
    def over(self) -> date:
        """The last day of the term, extension included."""
        return self.extended_to or self.ends_on


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts about a unit used by the rules."""

    kind: str
    unit_class: str = ""
    full: int | None = None
    probationary: int | None = None
    joined: int | None = None
    groups: int = 0
    committee: int = 0  # secretary and members of the committee in post
    term: TermOfOffice | None = None
    today: date = date.min

    @property
    def members(self) -> int | None:
        """The number of full and probationary members; unknown without the full members."""
        return None if self.full is None else self.full + (self.probationary or 0)

    @property
    def years(self) -> int | None:
        """How long a term lasts at most."""
        return term_years(self.kind, self.unit_class)


@dataclass(frozen=True, slots=True)
class Norm:
    """A rule about units of some kinds; ``words`` is the sentence for a breach."""

    key: str
    kinds: tuple[str, ...]
    words: Words
    source: str
    refuses: bool
    broken: Callable[[Profile], bool]

    def sentence(self, profile: Profile) -> Words:
        """Return the sentence about the unit's breach."""
        return self.words.format(
            members=profile.members, full=profile.full, joined=profile.joined,
            years=profile.years, committee=profile.committee, kind=kind_of(profile.kind).words,
            over=profile.term.over if profile.term else "",
        )  # fmt: skip


def years_later(day: date, years: int) -> date:
    """Return the same day of a later year; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


def _too_long(p: Profile) -> bool:
    return bool(p.term and p.years and p.term.ends_on >= years_later(p.term.begins_on, p.years))


def _over_extended(p: Profile) -> bool:
    extended = p.term.extended_to if p.term else None
    return bool(p.term and extended and extended > years_later(p.term.ends_on, 1))


def _ending(p: Profile) -> bool:
    return bool(p.term and _months_before(p.term.over, REMIND_MONTHS) <= p.today <= p.term.over)


_TERMED = (*_BRANCHES, "general_branch")
NORMS = (
    Norm("three_full", ("branch",), Words(
        "只有{full}名正式党员，不足3名不能单独成立党支部，可以成立联合党支部",
        "it has {full:full member|full members}; with fewer than 3 only a joint branch "
        "can be set up",
    ), _REGULATIONS, True, lambda p: p.full is not None and p.full < 3),
    Norm("counted", ("branch",), Words(
        "还没有登记党员人数", "its members have not been counted yet",
    ), _REGULATIONS, False, lambda p: p.full is None),
    Norm("joint_two", ("joint_branch",), Words(
        "联合党支部至少由2个单位组成", "a joint branch is made of at least 2 units",
    ), _REGULATIONS, True, lambda p: p.joined is not None and p.joined < 2),
    Norm("joint_five", ("joint_branch",), Words(
        "由{joined}个单位组成，联合党支部一般不超过5个单位",
        "it is made of {joined:unit|units}; a joint branch usually has at most 5",
    ), _REGULATIONS, False, lambda p: (p.joined or 0) > 5),
    Norm("fifty", _BRANCHES, Words(
        "有{members}名党员，一般不超过50名；人数较多的应当划分党小组",
        "it has {members:member|members}, usually at most 50, and is not divided into groups",
    ), _REGULATIONS, False, lambda p: (p.members or 0) > 50 and not p.groups),
    Norm("students", _BRANCHES, Words(
        "有{members}名党员，学生党支部一般不超过30名",
        "it has {members:member|members}; a branch of students usually has at most 30",
    ), _SCHOOLS, False, lambda p: p.unit_class == "students" and (p.members or 0) > 30),
    Norm("committee", _BRANCHES, Words(
        "有{full}名正式党员，应当设支部委员会（3至5名，最多7名），现有{committee}名",
        "with {full:full member|full members} it needs a committee of 3 to 5, "
        "at most 7; it has {committee}",
    ), _REGULATIONS, False,
         lambda p: (p.full or 0) >= 7 and not 3 <= p.committee <= 7),
    Norm("group_three", ("group",), Words(
        "只有{members}名党员，党小组一般不少于3名",
        "it has {members:member|members}; a group usually has at least 3",
    ), _SCHOOLS, False, lambda p: p.members is not None and p.members < 3),
    Norm("term_long", _TERMED, Words(
        "{kind}每届任期最长{years}年", "a term of a {kind} lasts at most {years:year|years}",
    ), _TERMS, True, _too_long),
    Norm("term_extended", _TERMED, Words(
        "延期换届一般不超过1年", "a term may be extended by at most one year",
    ), _TERMS, True, _over_extended),
    Norm("term_over", _TERMED, Words(
        "任期已于{over}届满，应当换届", "its term ended on {over}; an election is due",
    ), _TERMS, False, lambda p: bool(p.term and p.term.over < p.today)),
    Norm("term_ending", _TERMED, Words(
        "任期将于{over}届满，请提前提醒换届", "its term ends on {over}; remind it of the election",
    ), _TERMS, False, _ending),
)  # fmt: skip
REMINDERS = frozenset({"counted", "term_ending"})  # to be seen to in time, and not broken yet


def broken(profile: Profile) -> list[Norm]:
    """Return the broken rules of a unit, the refusing rules first."""
    norms = [norm for norm in NORMS if profile.kind in norm.kinds and norm.broken(profile)]
    return sorted(norms, key=lambda norm: not norm.refuses)
