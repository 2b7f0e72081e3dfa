"""The papers on a unit, filled in from terms, headcounts and problems.

Nobody issues them and they have no number; what the service does not keep is left to be filled in
by hand (docs/domain/documents.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from workflow.calendar import Period
from workflow.declaration import Actor
from workflow.engine.loading import read_now
from workflow.engine.visibility import gone
from workflow.errors import BadInput, NotPossible
from workflow.organisation.regulations import TermOfOffice
from workflow.organisation.unit_counts import (
    closed_problems,
    counted,
    counted_below,
    quarter_asked,
)
from workflow.organisation.unit_queries import UnitPage, unit_page
from workflow.platform import Connection, connect, settings
from workflow.queries.papers.text import PaperPart, PaperText, day_in_full
from workflow.words import Language, Words

_MEMBERS = """
    SELECT count(*), sum(coalesce(full_members, 0) + coalesce(probationary_members, 0)),
           count(*) FILTER (WHERE full_members IS NULL)
      FROM units WHERE starts_with(path, %s) AND coalesce(valid_to, 'infinity') >= %s"""
_PERIOD = Words("{first}至{last}", "{first} to {last}")
_MEMBERS_SAID = Words("{count}名", "{count}")
_UNKNOWN = Words("（{count}个单位未登记）", " ({count:unit has|units have} none entered)")
_PROBLEM = Words("{number} {title}", "{number} {title}")
_NO_PROBLEM = Words("无", "none")
_PERIOD_NAME = Words("期间", "Period")
_REMINDED = Words(
    "请按规定做好换届准备，按期向上级党组织报送换届请示；延期换届须报批，一般不超过1年。",
    "Prepare the election in time and apply to the superior organisation for it; an extension "
    "needs approval, and is a year at most.",
)
_RECEIPT = Words("回执：请在收到后5个工作日内签收并报告准备情况。", "Receipt: please sign for this "
                 "letter within 5 working days, and report on the preparations.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitFormKind:
    """A paper on a unit, and whether it is about a quarter."""

    key: str
    words: Words
    of_quarter: bool = False
    signs: tuple[Words, ...] = ()


UNIT_FORMS = (
    UnitFormKind("W18", Words("换届提醒函", "Reminder that a term ends"),
                 signs=(Words("签收人", "Received by"),)),
    UnitFormKind("W19", Words("季度报表", "Quarterly return"), of_quarter=True,
                 signs=(Words("填报人", "Filled in by"), Words("负责人", "Head of the unit"))),
    UnitFormKind("W20", Words("摘牌申请", "Application to be taken off the list of weak branches"),
                 signs=(Words("支部书记", "Branch secretary"),
                        Words("乡镇党委", "Township committee"),
                        Words("县级党委", "County committee"))),
    UnitFormKind("bulletin", Words("整改情况通报", "Bulletin on rectification"), of_quarter=True),
)  # fmt: skip


def unit_forms_of(page: UnitPage) -> list[UnitFormKind]:
    """Return the papers on a unit; none for readers who do not see everything below the unit."""
    if page.open_items is None:
        return []
    missing = set() if _term(page) and page.above else {"W18"}
    missing |= set() if page.kind.key.endswith("branch") else {"W20"}
    return [form for form in UNIT_FORMS if form.key not in missing]


def unit_form(
    unit_id: int, key: str, quarter: str, actor: Actor, language: Language,
    now: datetime | None = None,
) -> PaperText:  # fmt: skip
    """Return a paper on a unit.

    Raises ``NotFound`` where the actor sees no such unit, or the paper is not there for it, and
    ``BadInput`` for what is no quarter, ``NotPossible`` before the figures have been made.
    """
    page = unit_page(unit_id, actor)
    kind = next((form for form in unit_forms_of(page) if form.key == key), None)
    if kind is None:
        raise gone(f"{unit_id}/{key[:20]}")
    with connect() as connection:
        at = now or read_now(connection)
        asked = quarter_asked(quarter, at.astimezone(settings().zone).date())
        filling = _Filling(
            connection=connection, actor=actor, page=page, kind=kind, quarter=asked,
            language=language, now=at,
        )  # fmt: skip
        try:
            return filling.paper()
        except BadInput as error:  # the figures are not made yet: no fault of what was asked
            raise NotPossible(error.words) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filling:
    """A paper on a unit being filled in."""

    connection: Connection
    actor: Actor
    page: UnitPage
    kind: UnitFormKind
    quarter: Period
    language: Language
    now: datetime

    def paper(self) -> PaperText:
        today = self.now.astimezone(settings().zone).date()
        plain = PaperText(
            language=self.language, prose=False, issuer="", number="", signer="",
            title=self.say(self.kind.words), addressee="", opening="",
            parts=tuple(_CONTENTS[self.kind.key](self)), closing="", attachments=(),
            signed=self.say(self.page.unit.words), date=day_in_full(today, self.language),
            copies="", signs=tuple(self.say(words) for words in self.kind.signs), reference="",
            kind=self.kind.key, day=today.isoformat(),
        )  # fmt: skip
        if self.kind.key != "W18":
            return plain
        superior = self.say(self.page.above[-1][1])
        colon = "：" if self.language == "zh" else ":"
        return replace(plain, signed=superior, addressee=f"{self.say(self.page.unit.words)}{colon}")

    def reminder(self) -> Iterator[PaperPart]:
        term = _term(self.page)
        assert term  # noqa: S101 -- offered only then
        yield self.part(Words("支部", "Branch"), self.page.unit.words)
        yield self.part(Words("任期起止", "Term"), _PERIOD, first=term.begins_on, last=term.ends_on)
        yield self.part(Words("应换届日", "Election due"), Words("{day}", "{day}"), day=term.over)
        yield self.part(Words("工作要求", "Requirements"), _REMINDED)
        yield self.part(Words("回执", "Receipt"), _RECEIPT)

    def quarterly(self) -> Iterator[PaperPart]:
        units, members, unknown = self.connection.execute(
            _MEMBERS, [self.page.unit.path, self.quarter.last]
        ).fetchone() or (0, 0, 0)
        left = _UNKNOWN.format(count=unknown).of(self.language) if unknown else ""
        yield self.period()
        yield self.part(Words("组织数", "Organisations"), Words("{n}个", "{n}"), n=units)
        said = _MEMBERS_SAID.format(count=int(members or 0)).of(self.language)
        yield PaperPart(self.say(Words("党员数", "Members")), (said + left,))
        yield self.blank(Words("活动完成情况", "Activities held"))
        yield self.part(Words("问题数", "Problems"), self.counted())
        yield self.blank(Words("积分星级摘要", "Points and stars"))

    def removal(self) -> Iterator[PaperPart]:
        closed = closed_problems(self.connection, self.page.unit.path)
        told = tuple(_PROBLEM.format(number=n, title=t).of(self.language) for n, t in closed)
        yield self.part(Words("支部", "Branch"), self.page.unit.words)
        name = Words("问题销号清单", "Problems closed")
        yield PaperPart(self.say(name), told or (self.say(_NO_PROBLEM),))
        for words in (
            Words("达标自评", "Own assessment"),
            Words("乡镇验收意见", "Opinion of the township"),
            Words("县级验收意见", "Opinion of the county"),
        ):
            yield self.blank(words)

    def bulletin(self) -> Iterator[PaperPart]:
        yield self.period()
        yield self.part(Words("总体情况", "In all"), self.counted())
        for unit, told in counted_below(self.actor, self.page.unit.id, self.quarter):
            yield self.part(unit, told)

    def counted(self) -> Words:
        return counted(self.actor, self.page.unit.id, self.quarter)

    def period(self) -> PaperPart:
        return self.part(_PERIOD_NAME, _PERIOD, first=self.quarter.first, last=self.quarter.last)

    def part(self, label: Words, pattern: Words, **values: object) -> PaperPart:
        shown = {
            key: day_in_full(value, self.language) if isinstance(value, date) else value
            for key, value in values.items()
        }
        return PaperPart(self.say(label), (pattern.format(**shown).of(self.language),))

    def blank(self, label: Words) -> PaperPart:
        return PaperPart(self.say(label), ())

    def say(self, words: Words) -> str:
        return words.of(self.language)


_CONTENTS: dict[str, Callable[[_Filling], Iterator[PaperPart]]] = {
    "W18": _Filling.reminder,
    "W19": _Filling.quarterly,
    "W20": _Filling.removal,
    "bulletin": _Filling.bulletin,
}


def _term(page: UnitPage) -> TermOfOffice | None:
    """Return the term that runs, or ran last."""
    return next((term for term in page.terms if term.begins_on <= page.today), None)
