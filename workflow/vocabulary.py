"""Words, roles, rules and moves that several list types share."""

from __future__ import annotations

from datetime import date

from workflow.definition import (
    ESCALATE,
    Condition,
    Field,
    Rung,
    Transition,
)
from workflow.effects import Email, Notice, Open
from workflow.facts import Facts, Item
from workflow.rules import Actor, Rule, holder, own_unit, raiser, role, system, took_part
from workflow.words import Words

# Roles (domain.md 3.1): role id -> what people call it.
ROLES: dict[str, Words] = {
    "inspector": Words("检查人员", "inspector"),
    "party_work_clerk": Words("党建部门经办人", "coordinator"),
    "party_work_director": Words("党建部门负责人", "head of the party-work department"),
    "branch_secretary": Words("党支部书记", "branch head"),
    "general_branch_secretary": Words("党总支书记", "head of the general branch"),
    "branch_committee_member": Words("支部委员", "branch committee member"),
    "group_leader": Words("党小组组长", "group leader"),
    "member": Words("党员", "member"),
    "verifier": Words("核查组成员", "verifier"),
    "office_party_secretary": Words("机关党委书记", "secretary of the office party committee"),
    "committee_member": Words("机关党委委员", "committee member"),
    "leader_in_charge": Words("分管领导", "leader in charge"),
    "party_group_secretary": Words("党组书记", "secretary of the party group"),
    "discipline_officer": Words("纪检人员", "discipline officer"),
    "auditor": Words("审计人员", "auditor"),
    "system_admin": Words("系统管理员", "system administrator"),
    "security_admin": Words("安全管理员", "security administrator"),
    "audit_admin": Words("审计管理员", "audit administrator"),
}
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
RELATIONS: dict[str, Words] = {
    "holder": Words("承办人", "the person it is assigned to"),
    "raiser": Words("提出人", "the person who raised it"),
    **ROLES,
}

inspector = role("inspector", ROLES["inspector"])
clerk = role("party_work_clerk", ROLES["party_work_clerk"])
director = role("party_work_director", ROLES["party_work_director"])
branch_secretary = role("branch_secretary", ROLES["branch_secretary"])
verifier = role("verifier", ROLES["verifier"]) | role("committee_member", ROLES["committee_member"])
office_secretary = role("office_party_secretary", ROLES["office_party_secretary"])
committee = role("committee_member", ROLES["committee_member"])
leader = role("leader_in_charge", ROLES["leader_in_charge"])
group_secretary = role("party_group_secretary", ROLES["party_group_secretary"])
discipline = role("discipline_officer", ROLES["discipline_officer"])

rectifier = took_part("rectifier", Words("参与整改的人", "somebody who took part in rectifying"))
checker = took_part("verifier", Words("核查过的人", "somebody who verified it"))
planner = took_part("planner", Words("拟定方案的人", "somebody who drew up the plan"))
drafter = took_part("raiser", Words("提出人", "the person who raised it"))


def _involved(actor: Actor, facts: Facts) -> bool:
    working = [post for post in actor.posts if post.role not in ADMINISTRATORS]
    scope = facts.item.scope
    return any(post.covers(scope) or post.path.startswith(scope) for post in working)


involved = Rule(Words("有关人员", "somebody of the unit or of a unit above it"), _involved)

COMMENT = Field("comment", Words("说明", "Comment"), kind="long")


def at_least_ten_characters(facts: Facts) -> bool:
    """Demand an opinion that says something (domain.md T03, T09, T20)."""
    return len(facts.comment.strip()) >= 10


REASON = Condition(
    Words("请写明理由，至少十个字", "write a reason of at least ten characters"),
    at_least_ten_characters,
)


def due_not_past(facts: Facts) -> bool:
    """Say whether the date asked for is today or later."""
    due = facts.fields.get("due_on")
    return due is None or due >= facts.today


DUE_NOT_PAST = Condition(
    Words("整改时限不能早于今天", "the due date cannot lie before today"), due_not_past
)


def due_on(facts: Facts) -> date | None:
    """Return the due date that was filled in, or the one the item had before."""
    given = facts.fields.get("due_on") or facts.item.data.get("due_on")
    return date.fromisoformat(given) if isinstance(given, str) else given


def working_days(days: int) -> object:
    """Give a due date this many working days after the decision."""
    return lambda facts: facts.add_working_days(facts.today, days)


def comment(*states: str) -> Transition:
    """Declare a remark by anybody concerned; it changes nothing else."""
    return Transition(
        "comment",
        Words("留言", "Comment"),
        source=states,
        dest="",
        permission=involved,
        comment_required=True,
        effects=(Notice(to=("holder", "raiser")),),
    )


def escalate(*states: str) -> Transition:
    """Declare the machine's own move: the next rung of the state's ladder."""
    return Transition(
        ESCALATE, Words("逾期升级", "Escalate"), source=states, dest="", permission=system
    )


def attach(*states: str, duty: str = "", who: Rule = holder) -> Transition:
    """Declare the handing in of evidence: who hands it in takes part in the work."""
    return Transition(
        "attach",
        Words("上传佐证", "Add evidence"),
        source=states,
        dest="",
        permission=who,
        takes_evidence=True,
        duty=duty,
    )


HOLDER = Field("holder", Words("承办人", "Assigned to"), kind="person", role="branch_secretary")
NEW_DUE = Field("due_on", Words("整改时限", "Due date"), kind="date")


def holder_in_post(facts: Facts) -> bool:
    """Say whether the person chosen holds a post in the unit or above it today."""
    person = facts.fields.get("holder")
    return person is None or facts.in_post(int(person))


IN_POST = Condition(
    Words(
        "承办人今天不在该单位任职，请另选一人",
        "the person chosen holds no post in this unit today; choose somebody else",
    ),
    holder_in_post,
)


def hand_over(*states: str) -> Transition:
    """Declare that another person takes the item on; the clock goes on unchanged."""
    return Transition(
        "hand_over",
        Words("移交", "Hand over"),
        source=states,
        dest="",
        permission=clerk | director,
        conditions=(IN_POST,),
        fields=(HOLDER,),
        comment_required=True,
        effects=(Email(to=("holder",)),),
    )


def withdraw(*states: str, who: Rule = director) -> Transition:
    """Declare that an item is not taken up, with a reason; its number stays used."""
    return Transition(
        "withdraw",
        Words("不予立项", "Withdraw"),
        source=states,
        dest="withdrawn",
        permission=who,
        conditions=(REASON,),
        comment_required=True,
        clears_due=True,
        duty="withdrawer",
        effects=(Notice(to=("raiser", "holder")),),
    )


def _rung(key: str, level: int, zh: str, en: str, offset: int, *effects: object) -> Rung:
    return Rung(key, level, Words(zh, en), offset, tuple(effects))  # type: ignore[arg-type]


# The default ladder (domain.md 3.7), in working days from the due date. The machine raises,
# people decide: the last three rungs open documents that take effect when a person signs.
LADDER: tuple[Rung, ...] = (
    _rung("remind_10", 0, "到期前10日提醒", "Reminder, 10 days left", -10, Email(("holder",))),
    _rung("remind_5", 0, "到期前5日提醒", "Reminder, 5 days left", -5, Email(("holder",))),
    _rung("remind_1", 0, "到期前1日提醒", "Reminder, 1 day left", -1, Email(("holder",))),
    _rung("overdue", 1, "逾期通知", "Overdue notice", 1, Email(("holder", "party_work_director"))),
    _rung(
        "supervise",
        2,
        "督办",
        "Supervision notice",
        3,
        Open("supervisions"),
        Email(("holder", "leader_in_charge")),
    ),
    _rung(
        "interview",
        3,
        "约谈",
        "Interview",
        13,
        Open("interviews"),
        Email(("holder", "office_party_secretary")),
    ),
    _rung(
        "account",
        5,
        "问责建议",
        "Accountability proposal",
        33,
        Open("accountabilities"),
        Email(("discipline_officer", "party_group_secretary")),
    ),
)


def ladder_to(*relations: str) -> tuple[Rung, ...]:
    """Give those who check a ladder of their own: a reminder, then the level above is told."""
    return (
        _rung("remind_1", 0, "到期前1日提醒", "Reminder, 1 day left", -1, Email(relations[:1])),
        _rung("overdue", 1, "逾期通知", "Overdue notice", 1, Email(relations)),
    )


def clear_steps(item: Item) -> None:
    """Forget the steps of the previous round; the events keep them."""
    for key in STEPS:
        item.data.pop(key, None)


STEPS = (
    "signed_on",
    "plan_state",
    "checks",
    "publicity",
    "objection",
    "votes",
    "looks",
    "suspended",
)

__all__ = ["own_unit", "raiser"]
