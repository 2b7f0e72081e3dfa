"""A line for each matter that waits for a person, with the others of the matter under it."""

from __future__ import annotations

import sys

import psycopg
import pytest

from tests.cast import BRANCH, PERSONAS, Persona, actor
from tests.engine.stage import START
from tests.servers import Database
from workflow import queries
from workflow.engine import commands
from workflow.engine.commands import NewItem
from workflow.platform import settings
from workflow.queries.next_moves import next_moves

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
    assert queries.counts(actor("branch-head"))[0].rows == 1


def test_the_most_urgent_matter_stands_first_and_the_count_is_that_of_the_lines(
    cast: dict[str, Persona],
) -> None:
    later, sooner = matter(1), matter(2, due="2026-04-20")
    assert lines("branch-head") == [sooner, later]
    assert queries.counts(actor("branch-head"))[0].rows == 2


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


def test_matters_are_grouped_by_day_and_counted_over_all_pages(
    cast: dict[str, Persona], database: Database
) -> None:
    """Days are those of the database's clock: the rows are moved, not the clock."""
    numbers = [matter(0)[0] for _ in range(7)]
    zone = settings().timezone
    today = f"date_trunc('day', now() AT TIME ZONE '{zone}')"
    week = f"date_trunc('week', now() AT TIME ZONE '{zone}') + interval '7 days'"
    days = [
        "now() - interval '1 minute'",
        "now() - interval '9 days'",
        f"({today} + interval '1 day') AT TIME ZONE '{zone}'",
        f"({week}) AT TIME ZONE '{zone}'",
        f"({week} + interval '1 day') AT TIME ZONE '{zone}'",
        f"({week} + interval '90 days') AT TIME ZONE '{zone}'",
        "NULL",
    ]
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("ALTER TABLE items DISABLE TRIGGER USER")
        for number, day in zip(numbers, days, strict=True):
            owner.execute(f"UPDATE items SET due_at = {day} WHERE number = %s".encode(), [number])
        [(last_of_week,)] = owner.execute(
            f"SELECT extract(isodow FROM now() AT TIME ZONE '{zone}') = 7".encode()
        ).fetchall()
        owner.execute("ALTER TABLE items ENABLE TRIGGER USER")
    groups = queries.waiting_groups(actor("branch-head"))
    found = {group.key: [line.head.number for line in group.lines] for group in groups}
    assert found.pop("late") == [numbers[1], numbers[0]]
    assert found.pop("later") == numbers[4:6]
    assert found.pop("none") == numbers[6:]
    if last_of_week:
        assert found == {"today": numbers[2:4]}
    else:
        assert found == {"today": numbers[2:3], "week": numbers[3:4]}
    [first] = queries.waiting_groups(actor("branch-head"), 0, 1)
    assert (first.key, first.count.told, len(first.lines)) == ("late", "2", 1)
    assert (
        sum(group.count.rows for group in groups)
        == queries.counts(actor("branch-head"))[0].rows
        == 7
    )


def test_the_next_move_of_a_line_is_one_that_the_person_can_make(cast: dict[str, Persona]) -> None:
    numbers = matter(1)
    heads = [line.head for line in queries.waiting_matters(actor("branch-head"))]
    found = next_moves(heads, actor("branch-head"))[numbers[0]]
    assert queries.move_form(numbers[0], found.trigger, actor("branch-head"))
    assert not found.beside
    assert next_moves(heads, actor("auditor")) == {}


def test_of_more_than_anybody_counts_the_most_urgent_come_first_and_pages_go_on(
    cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["workflow.queries.waiting_matters"]  # a function has the name, too
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    every = [matter(1, due=f"2026-05-{day}") for day in (25, 21, 23, 22)]
    urgent = [every[1], every[3], every[2], every[0]]
    [group] = queries.waiting_groups(actor("branch-head"), 0, 2)
    assert (group.count.told, len(group.lines)) == ("2+", 2)
    assert [lines("branch-head", n, 1) for n in range(5)] == [*([one] for one in urgent), []]
    assert queries.counts(actor("branch-head"), all_matters=True)[0].told == "2+"
