"""The numbers of the first page are those of the lists, whenever the job counted last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from tests import clock
from tests.cast import OTHER_BRANCH, Persona, actor
from tests.engine.stage import HOLDER, Stage
from tests.servers import Database
from workflow import queries
from workflow.declaration import pack
from workflow.engine import commands
from workflow.platform import reading
from workflow.queries import colours_kept
from workflow.queries.colours import marks_of
from workflow.queries.list_filters import Filters
from workflow.queries.overview import ListCounts

STATES = {"problems": "assigned", "tasks": "rectified", "criticisms": "published"}
LISTS = [*STATES]
LOGINS = ("coordinator", "branch-head", "leader")  # of all, of a unit and as holder, from above


def by_lists(login: str) -> dict[str, ListCounts]:
    """Count the rows behind the links of the first page."""
    found = {}
    for key in LISTS:
        rows = queries.items(key, actor(login), Filters(states=("open",)), limit=200).rows
        late = queries.items(key, actor(login), Filters(overdue=True), limit=200).rows
        counts = Counter(row.due.colour for row in rows if row.due)
        if rows:
            found[key] = ListCounts(key, len(rows), len(late), 0, dict(counts))
    return found


def compare() -> int:
    """Compare the numbers of people with those of the lists; return how many were told."""
    seen = 0
    for login in LOGINS:
        told = {row.list_key: row for row in queries.overview(actor(login), LISTS)}
        assert told == by_lists(login), login
        seen += sum(row.open for row in told.values())
    return seen


def is_kept() -> bool:
    with reading() as connection:
        marks = marks_of(clock.now())
        return colours_kept.standing(connection, {"problems": ["/1/"]}, [], marks) is not None


def given(number: str, days: int) -> None:
    due = (clock.today() + timedelta(days=days)).isoformat()
    fields = {"holder": HOLDER, "due_on": due}
    commands.fire(number, "assign", actor("coordinator"), fields=fields)


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def test_numbers_of_the_first_page_are_the_rows_behind_them_before_and_after_each_count(
    cast: dict[str, Persona], owner: psycopg.Connection
) -> None:
    assert {key for key in LISTS if pack().lists[key].circulates} == {"criticisms"}
    stage = Stage(start=clock.now() - timedelta(days=3))
    for key, state in STATES.items():
        stage.many(key, state, 2)
    raised = stage.many("problems", "raised", 5)
    given(raised[0], 0)
    given(raised[1], 12)
    first = compare()
    assert first
    colours_kept.take_in()
    assert is_kept()
    assert compare() == first

    given(raised[2], 90)  # a change that no job has seen yet
    stage.many("tasks", "assigned", 1)
    commands.fire(raised[3], "place", actor("coordinator"), fields={"unit": OTHER_BRANCH})
    later = compare()
    assert later > first
    assert colours_kept.take_in() > 0
    assert compare() == later
    assert colours_kept.take_in() == 0

    late = "UPDATE items SET due_at = now() - interval '1 minute' WHERE number = %s"
    owner.execute("ALTER TABLE items DISABLE TRIGGER USER")  # time passes: nobody notes a change
    owner.execute(late.encode(), [raised[2]])
    owner.execute("UPDATE kept_colours SET turns_at = now() - interval '1 minute' "
                  "WHERE turns_at = (SELECT max(turns_at) FROM kept_colours)")  # fmt: skip
    owner.execute("ALTER TABLE items ENABLE TRIGGER USER")
    assert compare() == later
    colours_kept.take_in()
    assert compare() == later


def test_on_another_day_numbers_are_counted_anew(
    cast: dict[str, Persona], owner: psycopg.Connection
) -> None:
    raised = Stage(start=clock.now() - timedelta(days=3)).many("problems", "raised", 3)
    for days, number in enumerate(raised):
        given(number, 5 * days + 1)
    colours_kept.take_in()
    owner.execute("INSERT INTO instance (key, value) VALUES ('demo_clock', '9 days')")
    assert compare()
    colours_kept.take_in()
    assert compare()


def test_what_was_taken_in_is_the_same_as_what_is_made_anew(
    cast: dict[str, Persona], owner: psycopg.Connection
) -> None:
    raised = Stage(start=clock.now() - timedelta(days=3)).many("problems", "raised", 6)
    colours_kept.take_in()
    for days, number in enumerate(raised[:4]):
        given(number, 4 * days + 1)
    commands.fire(raised[4], "withdraw", actor("director"), comment="it was raised twice")
    colours_kept.take_in()
    every = b"SELECT * FROM kept_counts WHERE open > 0 ORDER BY list_key, path"
    taken = owner.execute(every).fetchall()
    owner.execute("DELETE FROM colour_edition")
    colours_kept.take_in()
    assert owner.execute(every).fetchall() == taken
    assert [row[2] for row in taken if row[1] == "/1/"] == [5]
