"""Circulated criticism (通报批评): drafted, signed, numbered, circulated, answered, followed up."""

from __future__ import annotations

from workflow.declaration import (
    Actor,
    Email,
    Facts,
    Field,
    Item,
    Judgement,
    ListType,
    Notice,
    Sharing,
    State,
    Transition,
    system,
)
from workflow.profession.default_ladder import ladder_to
from workflow.profession.limits import CRITICISM_CIRCULATION, CRITICISM_DRAFT, CRITICISM_SIGNING
from workflow.profession.moves.basic import comment, escalate
from workflow.profession.moves.circulating import (
    AHEAD,
    CIRCLE,
    CIRCULATED,
    RECTIFY_BY,
    awaited,
    drawn_up,
)
from workflow.profession.moves.criticised_mark import ABSOLVE
from workflow.profession.moves.document_moves import (
    CONCERNED,
    RESPONSIBLE,
    cancel,
    costing,
    costs_nothing,
    send_back_draft,
)
from workflow.profession.moves.issued_papers import attach_copy
from workflow.profession.roles import clerk, director, discipline, group_secretary, own_case
from workflow.profession.sanctions import EFFECTS
from workflow.words import Words

_OPEN = ("raised", "drafted", "signed", "published", "acknowledged", "reported")


def _take_back(item: Item, facts: Facts, actor: Actor) -> None:
    item.process.pop("audience", None)
    costs_nothing(item, facts, actor)


LIST_TYPE = ListType(
    key="criticisms",
    prefix="C",
    words=Words("通报批评", "Circulated criticism"),
    parents=("problems", "tasks", "responsibilities", "supervisions", "interviews"),
    needs_parent=True,
    shared=Sharing("addressee", ("raised", "drafted")),
    circulates=True,
    readers=(
        "discipline_officer",
        "party_group_secretary",
        "leader_in_charge",
        "office_party_secretary",
        "party_work_director",
        "party_work_clerk",
        "auditor",
    ),
    states=(
        State(
            "raised",
            Words("待拟稿", "To be drafted"),
            awaits="party_work_director",
            ladder=ladder_to("party_work_director", "leader_in_charge"),
        ),
        State(
            "drafted",
            Words("待签发", "Awaits signature"),
            awaits="party_group_secretary",
            ladder=ladder_to("party_group_secretary", "discipline_officer"),
        ),
        State(
            "signed",
            Words("已签发", "Signed"),
            awaits="party_work_clerk",
            ladder=ladder_to("party_work_clerk", "party_work_director"),
        ),
        State(
            "published",
            Words("已通报", "Circulated"),
            awaits="holder",
            ladder=ladder_to("holder", "party_work_director"),
        ),
        State(
            "acknowledged",
            Words("已签收", "Acknowledged"),
            awaits=awaited,
            ladder=ladder_to("awaited", "party_work_director"),
        ),
        State(
            "reported",
            Words("已报告整改", "Reported"),
            awaits="party_work_director",
            ladder=ladder_to("party_work_director", "leader_in_charge"),
        ),
        State("closed", Words("已办结", "Closed"), final=True),
        State("withdrawn", Words("已撤销", "Withdrawn"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("提请通报批评", "Propose a circulated criticism"),
            source=(),
            dest="raised",
            permission=director | discipline | system,
            conditions=(RESPONSIBLE,),
            fields=(
                Field("title", Words("通报事由", "Reason"), kind="long", limit=2000),
                CONCERNED,
            ),
            duty="raiser",
            due=lambda f: f.within(CRITICISM_DRAFT),
            effects=(Notice(to=("party_work_director", "party_group_secretary")),),
        ),
        Transition(
            "draft",
            Words("拟稿", "Draft"),
            source=("raised",),
            dest="drafted",
            permission=(clerk | director | discipline) & ~own_case,
            judges=(),
            fields=(
                Field("facts", Words("事实", "Facts"), kind="long"),
                Field("basis", Words("依据", "Basis"), kind="long"),
                Field("criticism", Words("批评内容", "Criticism"), kind="long"),
                Field("demand", Words("整改要求", "What has to be made good"), kind="long"),
                RECTIFY_BY,
                CIRCLE,
                Field("copy_to", Words("抄送", "Copy to"), required=False),
            ),
            conditions=(AHEAD,),
            duty="drafter",
            records=drawn_up,
            due=lambda f: f.within(CRITICISM_SIGNING),
            effects=(Email(to=("party_group_secretary",), kind="asked"),),
        ),
        Transition(
            "sign",
            Words("签发", "Sign"),
            source=("drafted",),
            dest="signed",
            permission=group_secretary & ~own_case,
            judges=("raiser", "drafter"),
            duty="signer",
            document="W09",
            judgement=Judgement(lambda _: ("discipline_officer",), goes_up=False),
            step_up=True,
            records=costing(EFFECTS["criticisms"]),
            due=lambda f: f.within(CRITICISM_CIRCULATION),
            effects=(Notice(to=("party_work_clerk", "drafter")),),
            note=Words("签发时编发文字号", "the document is numbered as it is signed"),
        ),
        send_back_draft(
            "drafted",
            who=group_secretary & ~own_case,
            due=lambda f: f.within(CRITICISM_DRAFT),
        ),
        *CIRCULATED,
        cancel(
            "raised",
            "drafted",
            who=(director | discipline | group_secretary) & ~own_case,
            words=Words("不予通报", "Withdraw"),
        ),
        cancel(
            "signed",
            "published",
            "acknowledged",
            "reported",
            who=group_secretary & ~own_case,
            words=Words("撤销通报", "Revoke"),
            trigger="revoke",
            records=_take_back,
            effects=(ABSOLVE,),
        ),
        attach_copy("signed", "published", "acknowledged", "reported", "closed"),
        comment(*_OPEN),
        escalate(*_OPEN),
    ),
)
