"""Notice and holding of an interview: ahead of time, rescheduled once, in person."""

from __future__ import annotations

import re

from workflow.declaration import (
    Actor,
    Email,
    Facts,
    Field,
    Item,
    Notice,
    Transition,
    by_hand,
    process_of,
)
from workflow.profession.duties import interviewer
from workflow.profession.limits import INTERVIEW_RECORD
from workflow.profession.moves.basic import REASON, filled, met
from workflow.profession.moves.document_moves import costing, in_person
from workflow.profession.roles import clerk, own_case
from workflow.profession.sanctions import EFFECTS
from workflow.words import Words

DAYS_OF_NOTICE = 3
_CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")

WHEN = (
    Field("held_on", Words("约谈日期", "Date"), kind="date"),
    Field("held_at", Words("约谈时间", "Time"), limit=5, help=Words("例如 09:30", "such as 09:30")),
    Field("place", Words("地点", "Place")),
)
AHEAD = filled(
    f"须提前{DAYS_OF_NOTICE}个工作日通知",
    f"notice has to be given {DAYS_OF_NOTICE} working days ahead",
    lambda f: f.fields["held_on"] >= f.add_working_days(f.today, DAYS_OF_NOTICE),
    "held_on",
)
O_CLOCK = filled(
    "时间请写成 09:30 这样",
    "write the time as 09:30",
    lambda f: _CLOCK.fullmatch(f.fields["held_at"]) is not None,
    "held_at",
)


def _reschedule(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["rescheduled_on"] = facts.today.isoformat()


NOTICE = (
    Transition(
        "notify",
        Words("发约谈通知", "Send the notice"),
        source=("approved",),
        dest="noticed",
        permission=clerk & ~own_case,
        judges=("interviewer",),
        fields=(
            *WHEN,
            Field("purpose", Words("约谈目的", "Purpose"), kind="long"),
            Field("required", Words("有关要求", "What is asked"), kind="long"),
            Field("bring", Words("需携带材料", "What to bring")),
            Field("contact", Words("联系人及电话", "Contact and telephone")),
            Field("copy_to", Words("抄送", "Copy to"), required=False),
        ),
        conditions=(AHEAD, O_CLOCK),
        duty="drafter",
        document="W06",
        due=lambda f: by_hand(f.fields["held_on"]),
        effects=(Email(to=("holder", "interviewer"), kind="served"),),
    ),
    Transition(
        "reschedule",
        Words("改期", "Reschedule"),
        source=("noticed",),
        dest="",
        permission=clerk & ~own_case,
        fields=WHEN,
        judges=("interviewer",),
        conditions=(
            met(
                "约谈只能改期一次",
                "an interview is rescheduled once only",
                lambda f: "rescheduled_on" not in process_of(f.item),
            ),
            AHEAD,
            O_CLOCK,
            REASON,
        ),
        comment_required=True,
        records=_reschedule,
        document="W06",
        due=lambda f: by_hand(f.fields["held_on"]),
        effects=(Email(to=("holder", "interviewer"), kind="served"),),
    ),
    Transition(
        "hold",
        Words("完成约谈", "Hold"),
        source=("noticed",),
        dest="held",
        permission=interviewer & in_person & ~own_case,
        judges=(),
        conditions=(
            met(
                "约谈日期未到",
                "the day of the interview has not come yet",
                lambda f: f.item.data["held_on"] <= f.today.isoformat(),
            ),
        ),
        records=costing(EFFECTS["interviews"]),
        due=lambda f: f.within(INTERVIEW_RECORD),
        effects=(Notice(to=("party_work_clerk",)),),
    ),
)
