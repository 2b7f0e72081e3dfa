"""Supervision notices (督办单): drafted, signed, served, answered and accepted."""

from __future__ import annotations

from workflow.definition import Field, ListType, State, Transition
from workflow.effects import Email, Notice
from workflow.handling import DAYS_TO_ANSWER
from workflow.ladder import ladder_to
from workflow.rules import holder, raiser, system, took_part
from workflow.steps.everyday import REASON, attach, comment, escalate, withdraw
from workflow.vocabulary import clerk, director, leader, own_case
from workflow.words import Words

answered = took_part("answerer", Words("答复的人", "whoever answered it"))


LIST_TYPE = ListType(
    key="supervisions",
    prefix="S",
    words=Words("督办单", "Supervision notices"),
    parents=("problems", "tasks", "responsibilities"),
    needs_parent=True,
    states=(
        State(
            "raised",
            Words("待签发", "Awaits signature"),
            awaits="leader_in_charge",
            ladder=ladder_to("leader_in_charge", "party_group_secretary"),
        ),
        State(
            "signed",
            Words("已送达", "Served"),
            awaits="holder",
            ladder=ladder_to("holder", "leader_in_charge"),
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
            Words("拟督办单", "Draft a supervision notice"),
            source=(),
            dest="raised",
            permission=clerk | director | system,
            fields=(
                Field("title", Words("督办事项", "Matter"), kind="long", limit=2000),
                Field("demand", Words("办理要求", "What is demanded"), "long", required=False),
            ),
            duty="raiser",
            due=lambda f: f.add_working_days(f.today, 3),
            effects=(Notice(to=("leader_in_charge", "party_work_director")),),
        ),
        Transition(
            "sign",
            Words("签发", "Sign and serve"),
            source=("raised",),
            dest="signed",
            permission=leader & ~raiser & ~own_case,
            forbidden=("raiser",),
            duty="signer",
            due=lambda f: f.add_working_days(f.today, DAYS_TO_ANSWER),
            effects=(Email(to=("holder", "branch_secretary", "party_work_clerk")),),
            note=Words(
                f"送达承办人，{DAYS_TO_ANSWER}个工作日内答复",
                f"serves it; an answer is due in {DAYS_TO_ANSWER} working days",
            ),
        ),
        Transition(
            "acknowledge",
            Words("签收", "Acknowledge"),
            source=("signed",),
            dest="acknowledged",
            permission=holder,
        ),
        attach("acknowledged", duty="answerer"),
        Transition(
            "answer",
            Words("答复", "Answer"),
            source=("acknowledged",),
            dest="answered",
            permission=holder,
            fields=(Field("answer", Words("办理情况", "What was done"), kind="long"),),
            takes_evidence=True,
            duty="answerer",
            due=lambda f: f.add_working_days(f.today, 5),
            effects=(Email(to=("party_work_director",)),),
        ),
        Transition(
            "accept",
            Words("办结", "Accept the answer"),
            source=("answered",),
            dest="closed",
            permission=(director | leader) & ~answered & ~own_case,
            forbidden=("answerer",),
            duty="decider",
            clears_due=True,
            effects=(Notice(to=("holder",)),),
        ),
        Transition(
            "return",
            Words("退回重办", "Return"),
            source=("answered",),
            dest="acknowledged",
            permission=(director | leader) & ~answered & ~own_case,
            forbidden=("answerer",),
            conditions=(REASON,),
            comment_required=True,
            duty="decider",
            due=lambda f: f.add_working_days(f.today, 5),
            effects=(Email(to=("holder",)),),
        ),
        withdraw("raised", who=director | leader),
        comment("raised", "signed", "acknowledged", "answered"),
        escalate("raised", "signed", "acknowledged", "answered"),
    ),
)
