"""The plant of the story of hazards: its units, and a person in each post."""

from __future__ import annotations

from workflow.declaration import Actor, Post

PLANT, WORKSHOP = 1, 2
UNITS = (
    (PLANT, None, "organisation", "江北机械厂", "Jiangbei Works", "/1/"),
    (WORKSHOP, PLANT, "department", "铸造车间", "Foundry", "/1/2/"),
)
POSTS = {
    "inspector": PLANT,
    "party_work_clerk": PLANT,
    "party_work_director": PLANT,
    "branch_secretary": WORKSHOP,
    "verifier": PLANT,
    "office_party_secretary": PLANT,
    "leader_in_charge": PLANT,
    "party_group_secretary": PLANT,
}
PEOPLE = {role: place for place, role in enumerate(POSTS, 1)}
_PATHS = {PLANT: "/1/", WORKSHOP: "/1/2/"}


def login(role: str) -> str:
    """Return the login of the person of a role."""
    return f"employee{PEOPLE[role]}"


def actor(role: str) -> Actor:
    """Return the person of a role."""
    unit = POSTS[role]
    return Actor(PEOPLE[role], f"员工{PEOPLE[role]}", (Post(role, unit, _PATHS[unit]),))
