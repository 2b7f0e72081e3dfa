"""Methods of accountability: deciding bodies, duration of the effect, and cost.

Data of the profession (docs/domain/interviews-and-accountability.md#accountability and
docs/domain/escalation-ladder.md#levels), each with its source. The service applies no method by
itself: the form offers the permitted methods, and contradictions to the source are refused.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.declaration import Choice, RectificationProcess
from workflow.words import Words

REGULATIONS = Words(
    "《中国共产党问责条例》（2016年）", "Regulations on Party Accountability (2016)"
)
PUNISHMENT = Words(
    "《中国共产党纪律处分条例》关于影响期的规定",
    "Regulations on Party Disciplinary Punishment, on impact periods",
)
STATE_LAW = Words(
    "《公职人员政务处分法》关于处分期间的规定",
    "Law on Governmental Sanctions for Public Employees, on the length of sanctions",
)
CREDIT = Words("威海市信用管理办法的扣分标准", "Weihai credit scheme, its scale of points")
SCORES = Words("广元市红黄蓝预警管理办法（2018年）", "Guangyuan rules on coloured warnings (2018)")

PARTY, DISCIPLINE, DEPARTMENT = "party_organisation", "discipline", "department"
SUPERIOR = "superior"
BODIES = (
    Choice(PARTY, Words("有管理权限的党组织", "Party organisation with the authority over cadres")),
    Choice(DISCIPLINE, Words("纪律检查机关", "Discipline inspection organ")),
    Choice(DEPARTMENT, Words("党的工作部门", "Department of the Party")),
)
# Who acts here for each body, the one whom a case waits for first.
ACTING_FOR: dict[str, tuple[str, ...]] = {
    PARTY: ("leader_in_charge", "party_group_secretary"),
    DISCIPLINE: ("discipline_officer",),
    DEPARTMENT: ("party_work_director",),
    SUPERIOR: ("discipline_officer",),  # who enters what the superior organisation has decided
}
# An appeal goes to another body, the one above.
APPEAL_TO: dict[str, str] = {PARTY: SUPERIOR, DISCIPLINE: PARTY, DEPARTMENT: PARTY}
_ANY = (PARTY, DISCIPLINE, DEPARTMENT)
_ORGANISATION, _CADRE = "organisation", "cadre"
TARGETS = (
    Choice(_ORGANISATION, Words("党组织", "An organisation")),
    Choice(_CADRE, Words("领导干部", "A leading cadre")),
)
KINDS_OF_RESPONSIBILITY = (
    Choice("overall", Words("全面领导责任", "Overall leadership")),
    Choice("main", Words("主要领导责任", "Main leadership")),
    Choice("important", Words("重要领导责任", "Important leadership")),
)


@dataclass(frozen=True, slots=True)
class Method:
    """A method: targets, deciding bodies, and months of effect (``None``: not in the source)."""

    key: str
    words: Words
    targets: tuple[str, ...]
    bodies: tuple[str, ...]
    source: Words
    months: int | None = None
    points: int | None = None  # by CREDIT; none: it names no number

    def fits(self, target: str) -> bool:
        """Say whether the method may be used against the target; an unknown target fits."""
        return not target or target in self.targets


# Probation weighs as long as it lasts and for the two years after rights are restored.
def _discipline(key: str, zh: str, en: str, months: int) -> Method:
    words = Words(f"党纪处分：{zh}", f"Party discipline: {en}")
    return Method(key, words, (_CADRE,), (PARTY, DISCIPLINE), PUNISHMENT, months)


def _governmental(key: str, zh: str, en: str, months: int) -> Method:
    words = Words(f"政务处分：{zh}", f"Governmental sanction: {en}")
    return Method(key, words, (_CADRE,), (PARTY, DISCIPLINE), STATE_LAW, months)


METHODS: dict[str, Method] = {
    method.key: method
    for method in (
        Method(
            "examination",
            Words("检查（组织）", "Written self-examination (organisation)"),
            (_ORGANISATION,),
            (PARTY,),
            REGULATIONS,
            points=5,
        ),
        Method(
            "circular",
            Words("通报", "Circular"),
            (_ORGANISATION, _CADRE),
            _ANY,
            REGULATIONS,
            points=10,
        ),
        Method(
            "reorganise",
            Words("改组（组织）", "Reorganisation (organisation)"),
            (_ORGANISATION,),
            (PARTY,),
            REGULATIONS,
        ),
        Method("admonition", Words("诫勉", "Admonition"), (_CADRE,), _ANY, REGULATIONS, points=30),
        Method(
            "handling",
            Words("组织调整或者组织处理", "Organisational handling"),
            (_CADRE,),
            (PARTY,),
            REGULATIONS,
            points=40,
        ),
        Method(
            "discipline",
            Words("纪律处分（种类见决定）", "Disciplinary punishment (the decision says which)"),
            (_CADRE,),
            (PARTY, DISCIPLINE),
            REGULATIONS,
        ),
        _discipline("warning", "警告", "warning", 12),
        _discipline("serious_warning", "严重警告", "serious warning", 18),
        _discipline("removal", "撤销党内职务", "removal from Party posts", 24),
        _discipline("probation_1", "留党察看一年", "probation within the Party, one year", 36),
        _discipline("probation_2", "留党察看二年", "probation within the Party, two years", 48),
        _discipline("expulsion", "开除党籍", "expulsion from the Party", 60),
        _governmental("state_warning", "警告", "warning", 6),
        _governmental("demerit", "记过", "demerit", 12),
        _governmental("serious_demerit", "记大过", "serious demerit", 18),
        _governmental("demotion", "降级", "demotion", 24),
        _governmental("dismissal", "撤职", "removal from office", 24),
        Method(
            "none",
            Words("不予问责", "No accountability"),
            (_ORGANISATION, _CADRE),
            _ANY,
            REGULATIONS,
        ),
    )
}
METHOD_CHOICES = tuple(Choice(method.key, method.words) for method in METHODS.values())


@dataclass(frozen=True, slots=True)
class RatingEffect:
    """The points that a document takes from the unit's rating of the year, and the source."""

    points: int
    source: Words


# Points by list; an accountability decision is a veto (docs/domain/escalation-ladder.md#l5).
EFFECTS: dict[str, RatingEffect] = {
    "supervisions": RatingEffect(1, SCORES),
    "interviews": RatingEffect(2, SCORES),
    "criticisms": RatingEffect(3, SCORES),
}


NONE = "none"  # the method of a decision that holds nobody to account


def impact_until(method: Method, begun: date) -> date | None:
    """Return the last day of a method's effect, or ``None`` without a period in the source."""
    if method.months is None:
        return None
    years, month = divmod(begun.month - 1 + method.months, 12)
    last = monthrange(begun.year + years, month + 1)[1]
    return date(begun.year + years, month + 1, min(begun.day, last)) - timedelta(days=1)


_PERIOD = Words("{from_} 至 {until}", "{from_} to {until}")
_NONE_GIVEN = Words("无规定的影响期", "no source gives a period")


def weighs(process: RectificationProcess) -> Words | None:
    """Return from when until when a decision weighs, or nothing where none does."""
    told = process.get("consequences")
    if not told:
        return None
    if "until" not in told:
        return _NONE_GIVEN
    return _PERIOD.format(from_=told["from"], until=told["until"])


_IMPACT = Words("影响期", "Impact period")
_RUNS, _OVER = (
    Words("{period}（影响期内）", "{period} (it runs)"),
    Words("{period}（已满）", "{period} (over)"),
)
_POINTS = Words("扣分", "Points taken")
_RATING = Words("评优", "Rating")
_VETO = Words("{year}年度一票否决", "none above the ordinary for {year}")


def weight_of(process: RectificationProcess, today: date) -> Iterator[tuple[Words, Words]]:
    """Yield the consequences of a decision, line by line; of any other record, nothing."""
    told = process.get("consequences")
    if not told:
        return
    period = weighs(process) or _NONE_GIVEN
    if "until" in told:
        over = told["until"] < today.isoformat()
        period = (_OVER if over else _RUNS).format(period=period)
    yield _IMPACT, period
    yield _RATING, _VETO.format(year=told["year"])
    if "points" in told:
        yield _POINTS, Words(f"{told['points']}（{CREDIT.zh}）", f"{told['points']} ({CREDIT.en})")
