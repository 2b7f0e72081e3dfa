"""Handling a complaint: the handlers, and the people concerned, who neither handle nor see it.

Whoever handles it never approves the reply. Source: docs/domain/complaints.md.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from workflow.calendar import last_day
from workflow.declaration import (
    Actor,
    Email,
    Facts,
    Field,
    Item,
    Notice,
    Reckoned,
    Rule,
    Transition,
    by_hand,
    holder,
    process_of,
)
from workflow.profession.limits import (
    COMPLAINT_APPROVAL,
    COMPLAINT_CLOSING,
    COMPLAINT_CORRECTION,
    COMPLAINT_HANDLING,
    COMPLAINT_LONGER,
)
from workflow.profession.moves.basic import HOLDER, IN_POST, REASON, SIGNS_IN, filled, met
from workflow.profession.roles import director, discipline, group_secretary, leader
from workflow.words import Words

# Who heads a unit, by the kinds of units that there are.
HEADS = (
    "group_leader", "branch_secretary", "general_branch_secretary", "office_party_secretary",
    "party_group_secretary",
)  # fmt: skip
READERS = (
    "discipline_officer", "party_work_director", "leader_in_charge", "party_group_secretary",
)  # fmt: skip
RECEIVED, ACCEPTED, DRAFTED, REPLIED = "received", "accepted", "drafted", "replied"
OPEN = (RECEIVED, ACCEPTED, DRAFTED)


def _concerned(actor: Actor, facts: Facts) -> bool:
    item = facts.item
    return actor.is_shut_out(HEADS, item.scope, item.process.get("shut_out", ()))


concerned = Rule(
    Words("被反映人或其单位负责人", "whom it is about, or the head of that unit"), _concerned
)
deciding = (discipline | director | leader | group_secretary) & ~concerned
handling_it = holder & ~concerned


def _not_concerned(facts: Facts) -> bool:
    """Say whether the chosen handler is neither complained about nor at the head of the unit."""
    person = facts.fields["holder"]
    return person not in facts.item.process.get("shut_out", ()) and not any(
        post.role in HEADS and post.path == facts.item.scope for post in facts.posts(person)
    )


NOT_CONCERNED = filled(
    "被反映人或其单位负责人不能经办，请另选一人",
    "whom it is about, and the head of that unit, may not handle it; choose somebody else",
    _not_concerned,
    "holder",
)
HANDLER = replace(
    HOLDER, words=Words("经办人", "Handler"), role="discipline_officer", suggests=None,
    help=Words("只有经办人可以查看反映人身份", "only the handler may see who complained"),
)  # fmt: skip
REPLY = Field(
    "reply",
    Words("答复内容（反映人凭回执可见）", "Reply, as the complainant reads it"),
    "long",
    limit=5000,
)


def _barred(facts: Facts) -> set[int]:
    """Return the person named, if any, and whoever heads the person's units."""
    person = facts.fields.get("concerned")
    if person is None:
        return set()
    paths = {post.path for post in facts.posts(person)}
    around = (post for path in paths for post in (facts.around(path) if facts.around else ()))
    heads = {post.person_id for post in around if post.role in HEADS and post.path in paths}
    return {person, *heads}


def _shut_out(item: Item, facts: Facts, _: Actor) -> None:
    """Withhold the complaint from the person named, and from whoever heads the person's units."""
    kept = process_of(item).setdefault("shut_out", [])
    kept += sorted(_barred(facts) - {*kept})


def _somebody_is_left(facts: Facts) -> bool:
    """Say whether somebody beside the handler can still decide on the complaint."""
    place = facts.place or facts.item.scope
    barred = _barred(facts) | {*facts.item.process.get("shut_out", ())}
    standing = facts.around(place) if facts.around else facts.standing
    return any(
        post.role in READERS
        and post.signs_in
        and post.person_id not in barred
        and post.person_id != facts.item.holder_id
        and not (post.role in HEADS and post.path == place)
        for post in standing
    )


_LEFT = (
    "这样就没有人可以办理了；请先由上级机关指定其他人员",
    "nobody could handle it then; have the authority above name somebody else first",
)


NAME_CONCERNED = Transition(
    "name_concerned",
    Words("确定被反映人", "Name whom it is about"),
    source=OPEN,
    dest="",
    permission=deciding | handling_it,
    judges=(),
    fields=(Field("concerned", Words("被反映人", "Whom it is about"), "person"),),
    conditions=(
        filled(
            "经办人不能是被反映人，请先移交",
            "the handler cannot be whom it is about; hand it over first",
            lambda f: f.fields["concerned"] != f.item.holder_id,
            "concerned",
        ),
        filled(*_LEFT, _somebody_is_left, "concerned"),
    ),
    records=_shut_out,
    note=Words("此人及其单位负责人从此不能查看", "closed to that person and the unit's head"),
    beside=True,
)
PLACE = Transition(
    "place",
    Words("确定所涉单位", "Set the unit"),
    source=OPEN,
    dest="",
    permission=deciding,
    judges=(),
    fields=(Field("unit", Words("所涉单位", "Unit"), "unit"),),
    conditions=(filled(*_LEFT, _somebody_is_left, "unit"),),
    beside=True,
)
ACCEPT = Transition(
    "accept",
    Words("受理并交办", "Accept"),
    source=(RECEIVED,),
    dest=ACCEPTED,
    permission=deciding,
    judges=(),
    fields=(HANDLER,),
    conditions=(IN_POST, SIGNS_IN, NOT_CONCERNED),
    duty="accepter",
    due=lambda f: f.within(COMPLAINT_HANDLING),
    effects=(Email(to=("holder",)),),
    note=Words("反映人凭回执可查到已受理", "the complainant can read that it is accepted"),
)
REFUSE = Transition(
    "refuse",
    Words("不予受理", "Do not accept"),
    source=(RECEIVED,),
    dest="refused",
    permission=deciding,
    judges=(),
    fields=(REPLY,),
    conditions=(REASON,),
    comment_required=True,
    duty="replier",
    clears_due=True,
    note=Words("答复内容告知反映人", "the complainant reads the reply"),
)
HAND_OVER = Transition(
    "hand_over",
    Words("移交", "Hand over"),
    source=(ACCEPTED,),
    dest="",
    permission=deciding,
    judges=(),
    fields=(HANDLER,),
    conditions=(IN_POST, SIGNS_IN, NOT_CONCERNED),
    comment_required=True,
    effects=(Email(to=("holder",)),),
    beside=True,
)


def _longer(facts: Facts) -> Reckoned | None:
    due = facts.item.due_at
    return by_hand(last_day(due, facts.zone) + timedelta(COMPLAINT_LONGER.days)) if due else None


def _prolonged(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["prolonged_on"] = facts.today.isoformat()


PROLONG = Transition(
    "prolong",
    Words("延长办理期限", "Prolong"),
    source=(ACCEPTED,),
    dest="",
    permission=deciding & ~holder,
    judges=(),
    conditions=(
        met(
            "已经延长过一次",
            "it was prolonged once already",
            lambda f: "prolonged_on" not in f.item.process,
        ),
        REASON,
    ),
    comment_required=True,
    records=_prolonged,
    due=_longer,
    effects=(Notice(to=("holder",)),),
    beside=True,
)  # fmt: skip
DRAFT = Transition(
    "draft",
    Words("提交答复意见", "Submit the reply"),
    source=(ACCEPTED,),
    dest=DRAFTED,
    permission=handling_it,
    judges=(),
    fields=(
        Field("found", Words("调查核实情况", "What was found"), "long", limit=5000),
        REPLY,
    ),
    takes_evidence=True,
    duty="handler",
    due=lambda f: f.within(COMPLAINT_APPROVAL),
    effects=(Email(to=("awaited",), kind="asked"),),
)
RETURN = Transition(
    "return",
    Words("退回重新办理", "Return"),
    source=(DRAFTED,),
    dest=ACCEPTED,
    permission=deciding,
    judges=("handler",),
    conditions=(REASON,),
    comment_required=True,
    due=lambda f: f.within(COMPLAINT_CORRECTION),
    effects=(Email(to=("holder",)),),
)


def _replied(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["replied_on"] = facts.today.isoformat()


GIVE_REPLY = Transition(
    "reply",
    Words("答复反映人", "Give the reply"),
    source=(DRAFTED,),
    dest=REPLIED,
    permission=deciding,
    judges=("handler",),
    duty="replier",
    records=_replied,
    due=lambda f: f.within(COMPLAINT_CLOSING),
    effects=(Notice(to=("holder",)),),
    note=Words("反映人凭回执可见答复", "the complainant reads the reply"),
)
CLOSE = Transition(
    "close",
    Words("办结", "Close"),
    source=(REPLIED,),
    dest="closed",
    permission=deciding,
    judges=("handler",),
    conditions=(
        met("还没有答复反映人", "there is no reply yet", lambda f: "replied_on" in f.item.process),
    ),
    clears_due=True,
    effects=(Notice(to=("holder",)),),
)
