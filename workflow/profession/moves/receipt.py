"""Receipt: a measure is assigned to a person, to be signed for, or sent back once, in time."""

from __future__ import annotations

from workflow.declaration import (
    Actor,
    Cascade,
    Email,
    Facts,
    Item,
    Notice,
    Transition,
    forget,
    holder,
    note_former_holder,
    process_of,
    raiser,
)
from workflow.profession.moves.basic import (
    DUE_NOT_PAST,
    HOLDER,
    IN_POST,
    NEW_DUE,
    NOTHING_ASKED,
    PARENT_OPEN,
    REASON,
    RUNNING,
    SIGNS_IN,
    due_as_given,
    due_to_assign,
    met,
)
from workflow.profession.roles import branch_secretary, clerk, director
from workflow.profession.severity_classes import DAYS_TO_SEND_BACK, handling
from workflow.words import Words


def _sign(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["signed_on"] = facts.today.isoformat()


def _sent_back_in_time(facts: Facts) -> bool:
    since = facts.item.state_since
    if since is None or "sent_back" in process_of(facts.item):
        return False
    day = since.astimezone(facts.zone).date()
    return facts.today <= facts.add_working_days(day, DAYS_TO_SEND_BACK)


def _send_back(item: Item, facts: Facts, _: Actor) -> None:
    forget(item.process, "signed_on", "plan_state", "referred")  # they were the last holder's
    process_of(item)["sent_back"] = facts.today.isoformat()
    note_former_holder(item)
    item.holder_id = None


SIGNED = met(
    "请先签收",
    "sign for it first",
    lambda f: not handling(f.item).receipt or "signed_on" in process_of(f.item),
)
ASSIGN_MEASURE = Transition(
    "assign",
    Words("交办", "Assign"),
    source=("raised",),
    dest="assigned",
    permission=clerk | director | (branch_secretary & ~raiser),
    judges=(),
    fields=(HOLDER, NEW_DUE),
    conditions=(DUE_NOT_PAST, IN_POST, SIGNS_IN, PARENT_OPEN),
    duty="assigner",
    due=due_as_given,
    effects=(Email(to=("holder",)),),
)
SIGN_FOR = Transition(
    "sign_for",
    Words("签收", "Acknowledge receipt"),
    source=("assigned",),
    dest="",
    permission=holder,
    conditions=(
        met(
            "已经签收", "it is signed for already", lambda f: "signed_on" not in process_of(f.item)
        ),
    ),
    records=_sign,
)
SEND_BACK = Transition(
    "send_back",
    Words("退回交办", "Send back"),
    source=("assigned",),
    dest="raised",
    permission=holder,
    judges=(),
    conditions=(
        met(
            f"只能在交办后{DAYS_TO_SEND_BACK}个工作日内退回一次",
            f"it can be sent back once, within {DAYS_TO_SEND_BACK} working days",
            _sent_back_in_time,
        ),
        PARENT_OPEN,
        NOTHING_ASKED,
        RUNNING,
        REASON,
    ),
    comment_required=True,
    records=_send_back,
    due=due_to_assign,
    cascades=(Cascade("tasks", "send_back"), Cascade("responsibilities", "send_back")),
    effects=(Notice(to=("party_work_clerk",)),),
    note=Words("回到经办人重新交办", "goes back to the coordinator"),
)
