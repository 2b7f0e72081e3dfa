"""Roles, relations and their rules, shared by several list types."""

from __future__ import annotations

from pathlib import Path

from workflow.declaration import Actor, Facts, Rule, role, vacancies
from workflow.words import Words

# Roles (docs/domain/roles.md): role id -> what people call it.
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
# What personnel lists call the roles, by the kind of unit.
ROLE_WORDS = (Path(__file__).parent / "role_words.csv").read_text(encoding="utf-8")
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
# Posts in which one mistaken identity does the most harm; the settings say whether they need a
# second factor here.
GUARDED = frozenset(
    {
        "verifier",
        "committee_member",
        "office_party_secretary",
        "leader_in_charge",
        "party_group_secretary",
        "discipline_officer",
        *ADMINISTRATORS,
    }
)
# Duties by which people are told of an item: whoever did them on it.
DUTIES: dict[str, Words] = {
    "raiser": Words("提出人", "the person who raised it"),
    "drafter": Words("拟稿人", "whoever drafted it"),
    "interviewer": Words("约谈人", "the interviewer"),
    "recorder": Words("记录人", "the recorder"),
}
# Who is told when somebody lets a matter wait: one level up (docs/domain/roles.md#one-level-up).
# Nobody here is above the secretary of the party group, so discipline hears of it.
ABOVE: dict[str, str] = {
    "holder": "party_work_director",
    "party_work_clerk": "party_work_director",
    "verifier": "party_work_director",
    "party_work_director": "leader_in_charge",
    "committee_member": "office_party_secretary",
    "office_party_secretary": "leader_in_charge",
    "leader_in_charge": "party_group_secretary",
    "discipline_officer": "party_group_secretary",
    "party_group_secretary": "discipline_officer",
}
inspector = role("inspector", ROLES["inspector"])
clerk = role("party_work_clerk", ROLES["party_work_clerk"], stood_in=True)
director = role("party_work_director", ROLES["party_work_director"], stood_in=True)
branch_secretary = role("branch_secretary", ROLES["branch_secretary"])
verifier = role("verifier", ROLES["verifier"]) | role("committee_member", ROLES["committee_member"])
office_secretary = role("office_party_secretary", ROLES["office_party_secretary"])
committee = role("committee_member", ROLES["committee_member"])
leader = role("leader_in_charge", ROLES["leader_in_charge"])
group_secretary = role("party_group_secretary", ROLES["party_group_secretary"])
discipline = role("discipline_officer", ROLES["discipline_officer"])

own_case = Rule(Words("当事人", "the person concerned"), lambda a, f: f.item.holder_id in a.people)


def _involved(actor: Actor, facts: Facts) -> bool:
    working = [post for post in actor.posts if post.role not in ADMINISTRATORS]
    scope = facts.item.scope
    return any(post.covers(scope) or post.path.startswith(scope) for post in working)


def _told_above(actor: Actor, facts: Facts) -> bool:
    marks = (mark for _, mark in vacancies(facts.item))
    return any(actor.holds(mark["to"], facts.item.scope) for mark in marks)


told_above = Rule(
    Words("受理上报的上一级", "the level above that was told that nobody can act on it"),
    _told_above,
    frozenset(ABOVE.values()),
)
involved = Rule(Words("有关人员", "somebody of the unit or of a unit above it"), _involved)
