"""Supervision notices (督办单): drafted, signed, numbered, served, answered and accepted."""

from __future__ import annotations

from workflow.calendar import last_day
from workflow.declaration import (
    Actor,
    Choice,
    Email,
    Facts,
    Field,
    Item,
    Judgement,
    ListType,
    Notice,
    Reckoned,
    Sharing,
    State,
    Transition,
    by_hand,
    holder,
    process_of,
    system,
)
from workflow.profession.default_ladder import ladder_to
from workflow.profession.limits import (
    SUPERVISION_ACCEPTANCE,
    SUPERVISION_AGAIN,
    SUPERVISION_ANSWER,
    SUPERVISION_DRAFT,
    SUPERVISION_SERVICE,
    SUPERVISION_SIGNING,
)
from workflow.profession.moves import signers
from workflow.profession.moves.basic import REASON, comment, escalate
from workflow.profession.moves.document_moves import (
    OVERDUE,
    RESPONSIBLE,
    cancel,
    conclude,
    costing,
    send_back_draft,
    void,
)
from workflow.profession.moves.evidence import attach
from workflow.profession.moves.issued_papers import attach_copy
from workflow.profession.moves.reminding import (
    ANSWERED_ALL,
    NEW_DUE_AHEAD,
    REMINDED,
    answered,
    remind,
)
from workflow.profession.moves.step_clocks import ACKNOWLEDGING
from workflow.profession.roles import clerk, director, leader, own_case
from workflow.profession.sanctions import EFFECTS
from workflow.profession.severity_classes import levels_above, referred, referred_to
from workflow.words import Words

_OPEN = ("raised", "drafted", "signed", "served", "acknowledged", "answered")
SIGNERS = ("leader_in_charge", "office_party_secretary", "party_group_secretary")
_usual = signers.signs(SIGNERS)
signer = signers.signer(SIGNERS) | referred("sign")


def _signed_by(item: Item) -> str:
    return referred_to(item, "sign") or _usual(item)


def _lag(facts: Facts) -> str:
    """Suggest how far behind the matter is today, in words for the notice."""
    due = facts.parent.due_at if facts.parent else None
    late = facts.calendar.working_days_between(last_day(due, facts.zone), facts.today) if due else 0
    return f"红色，逾期{late}个工作日" if late > 0 else "未逾期"


def _count(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["times"] = 1 + sum(s.state != "withdrawn" for s in facts.siblings)


def _answer_due(facts: Facts) -> Reckoned:
    return facts.within(SUPERVISION_ANSWER, facts.item.data["reply_days"])


CHANNELS = (
    Choice("system", Words("系统送达", "Through this system")),
    Choice("person", Words("当面送达", "In person")),
    Choice("letter", Words("书面函送", "By letter")),
)

LIST_TYPE = ListType(
    key="supervisions",
    prefix="S",
    words=Words("督办单", "Supervision notices"),
    parents=("problems", "tasks", "responsibilities"),
    needs_parent=True,
    shared=Sharing("matter", _OPEN),
    signers=SIGNERS,
    states=(
        State(
            "raised",
            Words("待拟稿", "To be drafted"),
            awaits="party_work_clerk",
            ladder=ladder_to("party_work_clerk", "party_work_director"),
        ),
        State(
            "drafted",
            Words("待签发", "Awaits signature"),
            awaits=_signed_by,
            ladder=ladder_to("awaited", "party_group_secretary"),
        ),
        State(
            "signed",
            Words("已签发", "Signed"),
            awaits="party_work_clerk",
            ladder=ladder_to("party_work_clerk", "party_work_director"),
        ),
        State(
            "served",
            Words("已送达", "Served"),
            awaits="holder",
            ladder=ladder_to("holder", "leader_in_charge"),
            clocks=(ACKNOWLEDGING,),
        ),
        State(
            "acknowledged",
            Words("已签收", "Acknowledged"),
            awaits="holder",
            ladder=ladder_to("holder", "leader_in_charge"),
        ),
        State(
            "answered",
            Words("已答复", "Answered"),
            awaits="party_work_director",
            ladder=ladder_to("party_work_director", "leader_in_charge"),
        ),
        State("closed", Words("已办结", "Closed"), final=True),
        State("withdrawn", Words("已撤销", "Withdrawn"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("提请督办", "Propose a supervision notice"),
            source=(),
            dest="raised",
            permission=clerk | director | system,
            conditions=(RESPONSIBLE,),
            fields=(Field("title", Words("督办事项", "Matter"), kind="long", limit=2000),),
            duty="raiser",
            records=_count,
            due=lambda f: f.within(SUPERVISION_DRAFT),
            effects=(Notice(to=("party_work_clerk", "leader_in_charge")),),
        ),
        Transition(
            "draft",
            Words("拟稿", "Draft"),
            source=("raised",),
            dest="drafted",
            permission=(clerk | director) & ~own_case,
            judges=(),
            fields=(
                Field("basis", Words("督办依据", "Basis"), kind="long"),
                Field("instruction", Words("领导批示", "Leader's instruction"), "long", False),
                Field("lag", Words("当前颜色和滞后量", "Colour and lag"), suggests=_lag),
                Field("demand", Words("办理要求", "What is demanded"), kind="long"),
                Field(
                    "reply_days",
                    Words("办理时限（工作日）", "Answer within (working days)"),
                    kind="number",
                    limit=60,
                    suggests=lambda _: str(SUPERVISION_ANSWER.days),
                ),
                Field("feedback", Words("反馈方式", "How to answer")),
                Field("copy_to", Words("抄送", "Copy to"), required=False),
            ),
            duty="drafter",
            due=lambda f: f.within(SUPERVISION_SIGNING),
            effects=(Email(to=("awaited",), kind="asked"),),
        ),
        Transition(
            "sign",
            Words("签发", "Sign"),
            source=("drafted",),
            dest="signed",
            permission=signer & ~own_case,
            judges=("raiser", "drafter"),
            duty="signer",
            document="W04",
            judgement=Judgement(lambda item: levels_above(item, (_signed_by(item),))),
            records=costing(EFFECTS["supervisions"]),
            due=lambda f: f.within(SUPERVISION_SERVICE),
            effects=(Notice(to=("party_work_clerk", "drafter")),),
            note=Words("签发时编发文字号", "the document is numbered as it is signed"),
        ),
        send_back_draft(
            "drafted", who=signer & ~own_case, due=lambda f: f.within(SUPERVISION_DRAFT)
        ),
        Transition(
            "serve",
            Words("送达", "Serve"),
            source=("signed",),
            dest="served",
            permission=clerk & ~own_case,
            judges=(),
            fields=(Field("channel", Words("送达方式", "Served by"), "choice", choices=CHANNELS),),
            duty="server",
            due=_answer_due,
            effects=(Email(to=("holder", "branch_secretary", "party_work_clerk"), kind="served"),),
            note=Words("从送达起计算办理时限", "the time to answer begins"),
        ),
        Transition(
            "acknowledge",
            Words("签收", "Acknowledge"),
            source=("served",),
            dest="acknowledged",
            permission=holder,
            judges=(),
            duty="receiver",
        ),
        *attach("acknowledged", duty="answerer"),
        Transition(
            "answer",
            Words("答复", "Answer"),
            source=("acknowledged",),
            dest="answered",
            permission=holder,
            judges=(),
            fields=(Field("answer", Words("办理情况", "What was done"), kind="long"),),
            takes_evidence=True,
            duty="answerer",
            records=answered,
            due=lambda f: f.within(SUPERVISION_ACCEPTANCE),
            effects=(Email(to=("party_work_director",), kind="asked"),),
        ),
        Transition(
            "remind",
            Words("催办", "Remind again"),
            source=("served", "acknowledged"),
            dest="",
            permission=clerk & ~own_case,
            conditions=(OVERDUE, NEW_DUE_AHEAD),
            fields=(
                Field(
                    "new_due",
                    Words("新的办理时限", "New due date"),
                    kind="date",
                    suggests=lambda f: f.within(SUPERVISION_AGAIN).on.isoformat(),
                ),
            ),
            duty="reminder",
            document="W05",
            records=remind,
            due=lambda f: by_hand(f.fields["new_due"]),
            effects=(Email(to=("holder", "branch_secretary", "leader_in_charge"), kind="served"),),
        ),
        Transition(
            "accept",
            Words("办结", "Accept the answer"),
            source=("answered",),
            dest="closed",
            permission=(director | leader) & ~own_case,
            judges=("answerer",),
            conditions=(ANSWERED_ALL,),
            duty="decider",
            clears_due=True,
            effects=(Notice(to=("holder", "party_work_clerk")),),
        ),
        Transition(
            "return",
            Words("退回重办", "Return"),
            source=("answered",),
            dest="acknowledged",
            permission=(director | leader) & ~own_case,
            judges=("answerer",),
            conditions=(REASON,),
            comment_required=True,
            duty="decider",
            due=lambda f: f.within(SUPERVISION_AGAIN),
            effects=(Email(to=("holder",), kind="served"),),
        ),
        conclude(
            "served",
            "acknowledged",
            who=(director | leader) & ~own_case,
            conditions=(OVERDUE, REMINDED),
            tells=("holder", "party_work_clerk"),
        ),
        cancel(
            "raised",
            "drafted",
            who=(director | leader) & ~own_case,
            words=Words("撤销督办", "Withdraw"),
        ),
        void(*_OPEN[2:], who=(director | leader) & ~own_case, words=Words("作废督办单", "Void")),
        attach_copy(*_OPEN[2:], "closed"),
        comment(*_OPEN),
        escalate(*_OPEN),
    ),
)
