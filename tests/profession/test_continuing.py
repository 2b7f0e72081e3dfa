"""Continuing rectification: a finding whose date is an extension, with its limits and levels."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cast import actor
from tests.engine.stage import START, Stage
from tests.profession.test_extensions import answer, item
from tests.profession.test_votes import fire, refused
from workflow import queries
from workflow.calendar import add_working_days
from workflow.engine import commands
from workflow.engine.loading import read
from workflow.errors import NotPermitted, NotPossible
from workflow.platform import connect
from workflow.queries import Filters
from workflow.queries.overview import overview

DUE = date(2026, 3, 24)  # as the staged problems are due


def continued(number: str, to: date, now: datetime = START, who: str = "verifier") -> str:
    """Find that the work continues; return the number of the extension asked for by it."""
    fire(number, "continue", who, now, checkpoint=to.isoformat())
    with connect() as connection:
        children = read(connection, [number])[number].children
    return max(c.number for c in children if c.list_key == "extensions")


def again(number: str, now: datetime = START) -> None:
    """Hand the work in once more."""
    fire(number, "rectify", "branch-head", now, True, statement="done", pledge=True)


@pytest.mark.usefixtures("cast")
def test_the_checkpoint_is_the_due_date_only_once_it_is_approved() -> None:
    number = Stage().one("problems", "rectified")
    to = add_working_days(DUE, 5)
    asked = continued(number, to)
    found = item(number)
    assert (found.state, found.process["due_on"]) == ("assigned", DUE.isoformat())
    assert found.process["held"] == asked
    answer(asked, "approve", "director", START)
    assert item(number).process["due_on"] == to.isoformat()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("who", ["verifier", "branch-head"])
def test_whoever_proposed_or_holds_it_does_not_approve_it(who: str) -> None:
    asked = continued(Stage().one("problems", "rectified"), add_working_days(DUE, 5))
    with pytest.raises(NotPermitted):
        answer(asked, "approve", who, START)


@pytest.mark.usefixtures("cast")
def test_a_long_one_is_for_the_leader() -> None:
    asked = continued(Stage().one("problems", "rectified"), add_working_days(DUE, 11))
    with pytest.raises(NotPermitted):
        answer(asked, "approve", "director", START)
    answer(asked, "approve", "leader", START)


@pytest.mark.usefixtures("cast")
def test_none_is_longer_than_an_extension() -> None:
    number = Stage().one("problems", "rectified")
    with refused(NotPossible, "at most 20 working days"):
        continued(number, add_working_days(DUE, 21))


@pytest.mark.usefixtures("cast")
def test_extensions_and_findings_count_together() -> None:
    number = Stage().one("problems", "rectified")
    to = DUE
    for _ in range(2):
        to = add_working_days(to, 5)
        answer(continued(number, to), "approve", "director", START)
        again(number)
    with refused(NotPossible, "extended 2 times already; return it instead"):
        continued(number, add_working_days(to, 5))
    fire(number, "return", "verifier")
    with refused(NotPossible, "at most 2 extensions are allowed"):
        fields = {"title": "x", "progress": "x", "asked_for": add_working_days(to, 5).isoformat()}
        commands.raise_item("extensions", actor("branch-head"), parent=number, fields=fields,
                            now=START)  # fmt: skip


@pytest.mark.usefixtures("cast")
def test_what_was_late_when_handed_in_is_returned_and_stays_late() -> None:
    number = Stage().one("problems", "assigned")
    late = START + timedelta(days=49)  # 22 April
    again(number, late)
    [told] = item(number).process["handed_in"]
    assert (told["due"], told["late"]) == (DUE.isoformat(), 20)
    with refused(NotPossible, "it was overdue when it was handed in"):
        continued(number, add_working_days(late.date(), 15), late)
    fire(number, "return", "verifier", late)
    again(number, late)
    with refused(NotPossible, "it was overdue when it was handed in"):
        continued(number, add_working_days(late.date(), 15), late)


@pytest.mark.usefixtures("cast")
def test_what_is_continued_is_listed_and_counted_until_it_is_handed_in() -> None:
    number, other = Stage().many("problems", "rectified", 2)
    answer(continued(number, add_working_days(DUE, 5)), "refuse", "director", START)
    fire(other, "return", "verifier")

    def listed() -> list[str]:
        page = queries.items("problems", actor("director"), Filters(continuing=True))
        return [row.number for row in page.rows]

    def counted() -> list[int]:
        return [row.continuing for row in overview(actor("director"), ["problems"])]

    assert (listed(), counted()) == ([number], [1])
    again(number)
    assert (listed(), counted()) == ([], [0])


@pytest.mark.usefixtures("cast")
def test_a_task_is_continued_in_the_same_way() -> None:
    stage = Stage()
    [parent] = stage.many("problems", "assigned", 1)
    [task] = stage.many("tasks", "rectified", 1, parents=[parent])
    asked = continued(task, add_working_days(DUE, 5))
    answer(asked, "approve", "director", START)
    assert item(task).process["due_on"] == add_working_days(DUE, 5).isoformat()
