"""The circulation of a criticism: made known to units, received, answered, followed up."""

from __future__ import annotations

from workflow.declaration import (
    Actor,
    Choice,
    Email,
    Facts,
    Field,
    Item,
    Notice,
    Reckoned,
    Transition,
    by_hand,
    holder,
    process_of,
)
from workflow.profession.limits import (
    CRITICISM_AGAIN,
    CRITICISM_CHECK,
    CRITICISM_FOLLOW_UP,
    CRITICISM_RECEIPT,
)
from workflow.profession.moves.basic import REASON, filled, met
from workflow.profession.moves.criticised_mark import CRITICISE
from workflow.profession.moves.document_moves import OVERDUE, conclude
from workflow.profession.moves.evidence import attach
from workflow.profession.roles import clerk, director, discipline, leader, own_case
from workflow.words import Words

UNIT, ABOVE, ORGANISATION = "unit", "above", "organisation"
CIRCLE = Field(
    "circle",
    Words("通报范围", "Circulated to"),
    kind="choice",
    choices=(
        Choice(UNIT, Words("本单位", "The unit itself")),
        Choice(ABOVE, Words("上一级单位范围内", "All units under the unit above")),
        Choice(ORGANISATION, Words("全系统", "The whole organisation")),
    ),
)
RECTIFY_BY = Field(
    "rectify_by",
    Words("整改报告时限", "Report on it by"),
    kind="date",
    required=False,
    suggests=lambda f: f.in_days(30).isoformat(),
    help=Words("不填则不要求书面报告", "left empty: no written report is asked for"),
)
AHEAD = filled(
    "整改报告时限要晚于今天",
    "the report has to be due after today",
    lambda f: f.fields.get("rectify_by", f.in_days(1)) > f.today,
    "rectify_by",
)
_followers = (director | leader | discipline) & ~own_case


def asks(item: Item) -> bool:
    """Say whether the criticism asks for a report on the rectification."""
    return "rectify_by" in item.data


def awaited(item: Item) -> str:
    """Return the relation awaited by a received criticism."""
    return "holder" if asks(item) else "party_work_director"


def drawn_up(item: Item, facts: Facts, _: Actor) -> None:
    """Drop the demand of a report where the new draft names no date for a report."""
    if "rectify_by" not in facts.fields:
        item.data.pop("rectify_by", None)


def _circulate(item: Item, facts: Facts, _: Actor) -> None:
    """Open the criticism to its circle: readable by everybody in post below the unit."""
    units = item.scope.strip("/").split("/")
    depth = {UNIT: len(units), ABOVE: max(len(units) - 1, 1), ORGANISATION: 1}
    item.process["audience"] = f"/{'/'.join(units[: depth[item.data['circle']]])}/"
    process_of(item)["published_on"] = facts.today.isoformat()


def _after_receipt(facts: Facts) -> Reckoned:
    if not asks(facts.item):
        return facts.within(CRITICISM_FOLLOW_UP)
    return by_hand(max(facts.today, facts.today.fromisoformat(facts.item.data["rectify_by"])))


CIRCULATED = (
    Transition(
        "publish",
        Words("在范围内通报", "Circulate"),
        source=("signed",),
        dest="published",
        permission=(clerk | director) & ~own_case,
        judges=(),
        records=_circulate,
        due=lambda f: f.within(CRITICISM_RECEIPT),
        effects=(
            CRITICISE,
            Email(to=("holder", "branch_secretary"), kind="served"),
            Notice(to=("discipline_officer", "leader_in_charge")),
        ),
        note=Words("范围内在任人员都可以查阅", "everybody in post there may read it"),
    ),
    Transition(
        "acknowledge",
        Words("签收", "Acknowledge"),
        source=("published",),
        dest="acknowledged",
        permission=holder,
        judges=(),
        duty="receiver",
        due=_after_receipt,
        effects=(Notice(to=("party_work_director",)),),
    ),
    *attach("acknowledged", duty="answerer"),
    Transition(
        "report_back",
        Words("报告整改情况", "Report the remedy"),
        source=("acknowledged",),
        dest="reported",
        permission=holder,
        judges=(),
        fields=(Field("report", Words("整改情况", "What was done"), kind="long"),),
        conditions=(met("通报没有要求书面报告", "no report is asked for", lambda f: asks(f.item)),),
        takes_evidence=True,
        duty="answerer",
        due=lambda f: f.within(CRITICISM_CHECK),
        effects=(Email(to=("party_work_director",), kind="asked"),),
    ),
    Transition(
        "accept",
        Words("核实整改并办结", "Verify the report and close"),
        source=("reported",),
        dest="closed",
        permission=_followers,
        judges=("answerer",),
        comment_required=True,
        duty="decider",
        clears_due=True,
        effects=(Notice(to=("holder", "party_group_secretary")),),
    ),
    Transition(
        "return",
        Words("退回继续整改", "Return"),
        source=("reported",),
        dest="acknowledged",
        permission=_followers,
        judges=("answerer",),
        conditions=(REASON,),
        comment_required=True,
        duty="decider",
        due=lambda f: f.within(CRITICISM_AGAIN),
        effects=(Email(to=("holder",), kind="served"),),
    ),
    Transition(
        "follow_up",
        Words("跟踪了解并办结", "Follow up and close"),
        source=("acknowledged",),
        dest="closed",
        permission=_followers,
        judges=("answerer",),
        conditions=(
            met("还在等书面报告", "the report is still waited for", lambda f: not asks(f.item)),
        ),
        comment_required=True,
        duty="decider",
        clears_due=True,
        effects=(Notice(to=("holder", "party_group_secretary")),),
    ),
    conclude(
        "published",
        "acknowledged",
        who=_followers,
        conditions=(
            met(
                "没有要求书面报告，请跟踪了解后办结",
                "no report is asked for; follow it up and close it",
                lambda f: f.item.state == "published" or asks(f.item),
            ),
            OVERDUE,
        ),
        tells=("holder", "party_group_secretary", "discipline_officer"),
    ),
)
