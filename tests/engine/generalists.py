"""The people of the random histories: most hold every role, so only history can stop them."""

from __future__ import annotations

from functools import cache
from typing import Any

import psycopg

from tests.cast import BRANCH, BUREAU, OFFICE, OTHER_BRANCH, PATHS, PERSONAS, give_account
from tests.profession.oracle.people import Human
from workflow.declaration import SYSTEM, Actor, Post
from workflow.profession.roles import ADMINISTRATORS, ROLES

UNIT_IDS = {path: unit for unit, path in PATHS.items()}
_ALL = tuple(role for role in ROLES if role not in ADMINISTRATORS)


def _human(id_: int, *posts: tuple[tuple[str, ...], int]) -> Human:
    return Human(id_, tuple((role, PATHS[unit]) for roles, unit in posts for role in roles))


# Most hold every role, so that only what they did before can stand in their way.
PEOPLE = {
    human.id: human
    for human in (
        *(_human(201 + n, (_ALL, BUREAU)) for n in range(4)),
        _human(205, (("branch_secretary", "party_work_clerk", "verifier"), BRANCH)),
        _human(206, (("branch_secretary",), BRANCH), (("committee_member", "verifier"), OFFICE)),
        _human(207, (("committee_member", "leader_in_charge"), BUREAU)),
        _human(208, (("branch_secretary", "verifier"), OTHER_BRANCH)),
        _human(209, (("system_admin",), BUREAU)),
        _human(210),
    )
}
CAST = {
    persona.id: _human(persona.id, *([((persona.role,), persona.unit_id)] if persona.role else []))
    for persona in PERSONAS.values()
}
HOLDERS = (201, 202, 205, 206, 208, 209)


@cache
def actor_of(human: Human | None) -> Actor:
    """Return the person as the product knows him; nobody is the machine."""
    if human is None:
        return SYSTEM
    posts = tuple(Post(role, UNIT_IDS[path], path) for role, path in human.posts)
    return Actor(human.id, f"person {human.id}", posts)


def enlist(connection: psycopg.Connection[Any]) -> None:
    """Insert the people of the histories beside the cast."""
    for human in PEOPLE.values():
        connection.execute(
            "INSERT INTO people (id, name) VALUES (%s, %s)", [human.id, f"person {human.id}"]
        )
        give_account(connection, human.id)
        for role, path in human.posts:
            connection.execute(
                "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
                " VALUES (%s, %s, %s, '2020-01-01')",
                [human.id, UNIT_IDS[path], role],
            )
