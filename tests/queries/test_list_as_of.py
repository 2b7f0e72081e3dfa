"""A list as it was on a day says what it said on that day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests import clock
from tests.cast import Persona, actor, cast
from tests.queries.random_past import RandomPast
from tests.queries.taken import rows, taken
from workflow.errors import BadInput
from workflow.platform import connect
from workflow.queries import Filters, items
from workflow.queries.figures import taking_in
from workflow.queries.list_as_of import end_of

__all__ = ["cast"]


def numbers(login: str, **filters: object) -> list[str]:
    page = items("problems", actor(login), Filters(**filters), limit=200)  # type: ignore[arg-type]
    return [row.number for row in page.rows]


def test_a_list_as_of_a_moment_says_what_it_said_at_that_moment(cast: dict[str, Persona]) -> None:
    past = RandomPast(Random(15))
    past.live(70)
    states = Counter(row.state for _, said in past.said for row in said.values())
    assert {"raised", "assigned", "rectified", "verified", "closed"} <= {*states}, states
    taking_in.take_in()
    for at, said in past.said:
        page = items("problems", actor("coordinator"), Filters(as_of=at), limit=200)
        shown = {row.number: row for row in page.rows}
        assert shown == said, at
    for at, said in past.said[::9]:
        red = {n for n, row in said.items() if row.due and row.due.colour == "red"}
        assert {*numbers("coordinator", as_of=at, colour="red")} == red
        for state in states:
            then = {number for number, row in said.items() if row.state == state}
            assert {*numbers("coordinator", as_of=at, states=(state,))} == then
    kept = _spans()
    assert taking_in.rebuild()
    assert _spans() == kept
    _exports_and_refuses(past)


def _exports_and_refuses(past: RandomPast) -> None:
    at, said = past.said[30]
    out = rows(taken("coordinator", form="json", filters={"as_of": at}))
    assert {row["number"] for row in out} == {*said}
    tomorrow = end_of(clock.today() + timedelta(days=1))
    with pytest.raises(BadInput, match="only today and the past"):
        numbers("coordinator", as_of=tomorrow)
    assert numbers("coordinator", as_of=end_of(clock.today())) == numbers("coordinator")
    assert not numbers("nobody", as_of=at)
    assert not numbers("coordinator", as_of=datetime(2020, 1, 1, tzinfo=UTC))


def _spans() -> list[tuple[object, ...]]:
    with connect() as connection:
        return connection.execute(
            "SELECT row_to_json(s)::text FROM item_spans AS s ORDER BY item_id, seq"
        ).fetchall()


def test_before_the_figures_are_made_nobody_is_told_wrong_ones(cast: dict[str, Persona]) -> None:
    with pytest.raises(BadInput, match="being made"):
        numbers("coordinator", as_of=end_of(clock.today()))
