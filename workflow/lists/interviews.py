"""Interviews (约谈): proposed, approved one level up, noticed, held, recorded, followed up."""

from __future__ import annotations

from workflow.definition import Field, ListType, State, Transition
from workflow.effects import Email, Notice
from workflow.ladder import ladder_to
from workflow.rules import holder, raiser, system, took_part
from workflow.steps.everyday import REASON, attach, comment, escalate, filled, met
from workflow.vocabulary import (
    clerk,
    director,
    discipline,
    group_secretary,
    leader,
    office_secretary,
    own_case,
)
from workflow.words import Words

DAYS_OF_NOTICE = 3
DAYS_TO_REPORT = 30  # calendar days (domain.md 2.6)

above = office_secretary | leader | group_secretary
interviewer = took_part("interviewer", Words("约谈人", "the interviewer"))
recorder = took_part("recorder", Words("记录人", "the recorder"))
answered = took_part("answerer", Words("报告落实情况的人", "whoever reported back"))

LIST_TYPE = ListType(
    key="interviews",
    prefix="I",
    words=Words("约谈记录", "Interview records"),
    parents=("problems", "tasks", "responsibilities", "supervisions"),
    needs_parent=True,
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
            Words("待审批", "Proposed"),
            awaits="office_party_secretary",
            ladder=ladder_to("office_party_secretary", "party_group_secretary"),
        ),
        State("approved", Words("已批准", "Approved"), awaits="party_work_clerk"),
        State("noticed", Words("已通知", "Noticed"), awaits="office_party_secretary"),
        State("held", Words("已约谈", "Held"), awaits="party_work_clerk"),
        State(
            "recorded",
            Words("整改承诺期", "Follow-up"),
            awaits="holder",
            ladder=ladder_to("holder", "office_party_secretary"),
        ),
        State("reported", Words("已报告落实", "Reported"), awaits="party_work_director"),
        State("closed", Words("已办结", "Closed"), final=True),
        State("withdrawn", Words("已取消", "Cancelled"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("提请约谈", "Propose an interview"),
            source=(),
            dest="raised",
            permission=director | discipline | system,
            fields=(Field("title", Words("约谈事由", "Reason"), kind="long", limit=2000),),
            duty="raiser",
            due=lambda f: f.add_working_days(f.today, 5),
            effects=(Notice(to=("office_party_secretary", "leader_in_charge")),),
        ),
        Transition(
            "approve",
            Words("批准约谈", "Approve"),
            source=("raised",),
            dest="approved",
            permission=above & ~raiser & ~own_case,
            forbidden=("raiser",),
            duty="interviewer",
            clears_due=True,
            effects=(Notice(to=("party_work_clerk",)),),
            note=Words("批准人为约谈人", "whoever approves is the interviewer"),
        ),
        Transition(
            "notify",
            Words("发约谈通知", "Send the notice"),
            source=("approved",),
            dest="noticed",
            permission=clerk & ~interviewer & ~own_case,
            fields=(
                Field("held_on", Words("约谈日期", "Date"), kind="date"),
                Field("place", Words("地点", "Place")),
                Field("bring", Words("需携带材料", "What to bring"), required=False),
            ),
            conditions=(
                filled(
                    f"须提前{DAYS_OF_NOTICE}个工作日通知",
                    f"notice has to be given {DAYS_OF_NOTICE} working days ahead",
                    lambda f: f.fields["held_on"] >= f.add_working_days(f.today, DAYS_OF_NOTICE),
                ),
            ),
            effects=(Email(to=("holder", "office_party_secretary")),),
        ),
        Transition(
            "hold",
            Words("完成约谈", "Hold"),
            source=("noticed",),
            dest="held",
            permission=interviewer & ~own_case,
            conditions=(
                met(
                    "约谈日期未到",
                    "the day of the interview has not come yet",
                    lambda f: f.item.data["held_on"] <= f.today.isoformat(),
                ),
            ),
        ),
        Transition(
            "record",
            Words("记录约谈", "Record"),
            source=("held",),
            dest="recorded",
            permission=clerk & ~interviewer & ~own_case,
            forbidden=("interviewer",),
            fields=(
                Field("problems", Words("指出问题", "Problems pointed out"), kind="long"),
                Field("explanation", Words("被约谈人说明", "Explanation"), kind="long"),
                Field("demand", Words("要求和时限", "Demand and time limit"), kind="long"),
                Field("commitment", Words("表态承诺", "Commitment"), kind="long"),
            ),
            duty="recorder",
            due=lambda f: f.in_days(DAYS_TO_REPORT),
            effects=(Email(to=("holder",)),),
            note=Words(
                f"{DAYS_TO_REPORT}日内报告落实", f"a report is due in {DAYS_TO_REPORT} days"
            ),
        ),
        attach("recorded", duty="answerer"),
        Transition(
            "report_back",
            Words("报告落实情况", "Report what was done"),
            source=("recorded",),
            dest="reported",
            permission=holder,
            fields=(Field("report", Words("落实情况", "What was done"), kind="long"),),
            takes_evidence=True,
            duty="answerer",
            clears_due=True,
            effects=(Notice(to=("party_work_director", "office_party_secretary")),),
        ),
        Transition(
            "close",
            Words("办结", "Close"),
            source=("reported",),
            dest="closed",
            permission=(director | above) & ~own_case & ~recorder & ~answered,
            forbidden=("answerer", "recorder"),
            duty="decider",
            effects=(Notice(to=("holder",)),),
        ),
        Transition(
            "withdraw",
            Words("取消约谈", "Cancel"),
            source=("raised", "approved", "noticed"),
            dest="withdrawn",
            permission=above & ~own_case,
            conditions=(REASON,),
            comment_required=True,
            duty="withdrawer",
            clears_due=True,
            effects=(Notice(to=("holder", "raiser")),),
        ),
        comment("raised", "approved", "noticed", "held", "recorded", "reported"),
        escalate("raised", "recorded"),
    ),
)
