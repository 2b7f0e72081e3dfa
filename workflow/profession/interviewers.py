"""The interviewer of each person: always one level up, by the three levels of responsibility.

Data of the profession (docs/domain/interviews-and-accountability.md#who-interviews-whom): the
secretary of the party group interviews the secretary of the office party committee, the latter
interviews the branch secretaries, and a branch secretary the people of the branch.
"""

from __future__ import annotations

from workflow.declaration import Actor, Facts, Rule
from workflow.words import Words

TOP, OFFICE, BRANCH = "party_group_secretary", "office_party_secretary", "branch_secretary"
# Whoever holds several posts around a matter is interviewed for the highest of them.
INTERVIEWED_BY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", (TOP,)),  # only the superior organisation does, and not here
    (TOP, (OFFICE, "leader_in_charge", "discipline_officer")),
    (
        OFFICE,
        (
            BRANCH,
            "general_branch_secretary",
            "committee_member",
            "party_work_director",
            "party_work_clerk",
            "inspector",
            "verifier",
            "auditor",
        ),
    ),
    (BRANCH, ("branch_committee_member", "group_leader", "member")),
)
INTERVIEWERS = tuple(role for role, _ in INTERVIEWED_BY if role)


def interviewer_of(facts: Facts) -> str:
    """Return the role of the interviewer, or an empty text where nobody here interviews."""
    held = {post.role for post in facts.standing if post.person_id == facts.item.holder_id}
    return next((above for above, roles in INTERVIEWED_BY if held & {*roles}), "")


def _one_up(actor: Actor, facts: Facts) -> bool:
    above = interviewer_of(facts)
    return bool(above) and actor.holds(above, facts.item.scope)


one_level_up = Rule(
    Words("比被约谈人正好高一级的负责人", "whoever is one level above the interviewee"),
    _one_up,
    frozenset(INTERVIEWERS),
)
