"""A line for each matter that waits for a person, with the others of the matter under it."""

from __future__ import annotations

import psycopg

from tests.cast import BRANCH, PERSONAS, Persona, actor
from tests.engine.stage import START
from tests.servers import Database
from workflow import queries
from workflow.engine import commands
from workflow.engine.commands import NewItem

HEAD = PERSONAS["branch-head"].id
_GIVEN = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}


def matter(tasks: int, due: str = "2026-05-20") -> list[str]:
    """Raise and assign a problem with tasks; return the numbers."""
    problem = commands.raise_item("problems", actor("inspector"), fields=_GIVEN, now=START).number
    below = [NewItem(list_key="tasks", fields=_GIVEN, parent=problem)] * tasks
    done = commands.raise_items(below, actor("director"), START) if below else []
    given = {"holder": HEAD, "due_on": due}
    commands.fire(problem, "assign", actor("coordinator"), fields=given, now=START)
    return [problem, *(made.number for made in done)]


def lines(login: str, first: int = 0, limit: int = 50) -> list[list[str]]:
    found = queries.waiting_matters(actor(login), first, limit)
    return [[line.head.number, *(row.number for row in line.others)] for line in found]


def test_a_matter_is_one_line_with_its_children_under_it(cast: dict[str, Persona]) -> None:
    numbers = matter(3)
    assert lines("branch-head") == [numbers]
    assert queries.counts(actor("branch-head"))[0] == 1


def test_the_most_urgent_matter_stands_first_and_the_count_is_that_of_the_lines(
    cast: dict[str, Persona],
) -> None:
    later, sooner = matter(1), matter(2, due="2026-04-20")
    assert lines("branch-head") == [sooner, later]
    assert queries.counts(actor("branch-head"))[0] == 2


def test_a_matter_begins_with_what_waits_where_the_problem_itself_waits_for_another(
    cast: dict[str, Persona], database: Database
) -> None:
    numbers = matter(2)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("ALTER TABLE items DISABLE TRIGGER USER")
        owner.execute("UPDATE items SET awaits = 'verifier' WHERE number = %s", [numbers[0]])
        owner.execute("ALTER TABLE items ENABLE TRIGGER USER")
    assert lines("branch-head") == [numbers[1:]]


def test_pages_of_matters_follow_one_another_without_a_gap(cast: dict[str, Persona]) -> None:
    numbers = [matter(1)[0] for _ in range(5)]
    found = [line[0] for first in (0, 2, 4) for line in lines("branch-head", first, 2)]
    assert found == numbers
