"""Roles, relations and their rules, shared by several list types."""

from __future__ import annotations

from workflow.declaration import Actor, Facts, Rule, role, vacancies
from workflow.profession.data import DATA
from workflow.words import Words

# Roles (docs/domain/roles.md): role id -> what people call it.
ROLES: dict[str, Words] = {key: named.words for key, named in DATA.named("role").items()}
# What personnel lists call the roles, by the kind of unit.
ROLE_WORDS = DATA.role_words
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
