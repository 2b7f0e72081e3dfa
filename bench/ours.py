"""Rectify: ``commands.fire`` with everything on (rules, audit hash, outbox, inbox)."""

from __future__ import annotations

import os

from bench.peers import harness
from workflow import profession
from workflow.declaration import Actor, Post
from workflow.declaration.packs import register
from workflow.engine import commands
from workflow.platform import db


class Clerk:
    """Somebody signed in, who assigns problems."""

    def __init__(self, task: harness.Task) -> None:
        posts = tuple(Post(role, unit, path) for role, unit, path in task.posts)
        self.actor = Actor(task.actor_id, task.actor_name, posts)
        self.fields = {"holder": str(task.holder_id), "due_on": task.due_on}
        self.comment = task.comment

    def assign(self, number: str) -> None:
        """Decide as the page does: with the version that it showed."""
        commands.fire(
            number, "assign", self.actor, fields=self.fields, comment=self.comment, version=1
        )

    def assign_all(self, numbers: list[str]) -> None:
        """Decide on many at once: the same rules for each, a result for each."""
        asked = [
            commands.Request(number, "assign", self.fields, comment=self.comment, version=1)
            for number in numbers
        ]
        for result in commands.decide(asked, self.actor):
            if isinstance(result, Exception):
                raise result


def opened() -> tuple[Clerk, dict[int, str]]:
    """Connect to the database of the task; return who decides and the numbers of the items."""
    register(profession.load)
    task = harness.given()
    os.environ["DATABASE_URL"] = task.url
    with db.connect() as connection:
        numbers = connection.execute("SELECT id, number FROM items").fetchall()
    return Clerk(task), dict(numbers)


def main() -> None:
    """Take part."""
    clerk, numbers = opened()
    harness.serve(lambda item: clerk.assign(numbers[item]))


if __name__ == "__main__":
    main()
