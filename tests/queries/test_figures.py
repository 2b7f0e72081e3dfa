"""Every figure leads to exactly its rows, for everybody, and counts what an onlooker counted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from tests import clock
from tests.cast import BRANCH, OFFICE, Persona, actor, cast
from tests.queries.random_past import RandomPast
from workflow.declaration import pack
from workflow.errors import BadInput, NotFound
from workflow.queries import items
from workflow.queries.figures import taking_in
from workflow.queries.figures.reckoning import Figure, by_month, by_unit, figures
from workflow.queries.figures.wishes import Wish, read_wish
from workflow.queries.list_address import read_address

__all__ = ["cast"]
LOGINS = ("leader", "coordinator", "branch-head", "outsider", "verifier")


def rows_behind(login: str, figure: Figure, address: dict[str, str]) -> int:
    """Return the number of rows of the list that a figure leads to."""
    list_type = pack().lists[figure.indicator.list_key]
    page = items(list_type.key, actor(login), read_address(list_type, address), count=True)
    assert page.count
    return page.count.rows


def leads_to_its_rows(login: str, figure: Figure) -> None:
    told = login, figure.indicator.key, figure.address
    assert rows_behind(login, figure, figure.address) == figure.rows, told
    if figure.among is not None:
        assert rows_behind(login, figure, figure.among_address) == figure.among, told


def wish(login: str, days: int, long: int = 60, **more: str) -> Wish:
    end = clock.today() - timedelta(days=days)
    begin = end - timedelta(days=long)
    return read_wish(actor(login), {"begin": str(begin), "end": str(end), **more})


def test_every_figure_leads_to_exactly_its_rows_for_everybody(cast: dict[str, Persona]) -> None:
    past = RandomPast(Random(7))
    past.live(50)
    taking_in.take_in()
    seen = Counter[str]()
    for login in LOGINS:
        for asked in (wish(login, 0), wish(login, 30).before):
            for figure in figures(actor(login), asked).values():
                leads_to_its_rows(login, figure)
                seen[figure.indicator.key] += figure.rows
    for asked in (wish("leader", 0, unit=str(OFFICE)), wish("coordinator", 45)):
        for below in by_unit(actor("leader"), asked, pack().figures.compared):
            for figure in below.figures.values():
                leads_to_its_rows("leader", figure)
    for month in by_month(actor("leader"), wish("leader", 3), pack().figures.monthly):
        for figure in month.values():
            leads_to_its_rows("leader", figure)
    for key in ("found", "open", "late", "closed", "on_time", "days_assigned",
                "evidence", "self_found", "open_red"):  # fmt: skip
        assert seen[key], (key, seen)
    _agrees_with_an_onlooker(past)
    _parts_make_the_whole()


def _agrees_with_an_onlooker(past: RandomPast) -> None:
    """Count what the list said at the ends of some days."""
    for days in (1, 20, 40, 60, 80):
        asked = wish("leader", days)
        said = [lines for at, lines in past.said if at <= asked.as_of]
        rows = said[-1].values() if said else ()
        found = figures(actor("leader"), asked, ["open", "open_assigned", "closed"])
        assert found["open"].rows == sum(bool(row.awaits) for row in rows)
        assert found["open_assigned"].rows == sum(row.state == "assigned" for row in rows)
        closed = [row for row in rows if row.state == "closed" and row.closed_at]
        assert found["closed"].rows == sum(
            row.closed_at.astimezone(asked.as_of.tzinfo).date() >= asked.begin
            for row in closed if row.closed_at
        )  # fmt: skip


def _parts_make_the_whole() -> None:
    found = figures(actor("leader"), wish("leader", 0))
    late = ("late_10", "late_30", "late_90", "late_more")
    assert sum(found[key].rows for key in late) == found["late"].rows
    stages = ("open_raised", "open_assigned", "open_rectified", "open_verified")
    assert sum(found[key].rows for key in stages) == found["open"].rows
    for figure in found.values():
        assert figure.among is None or figure.rows <= figure.among
        assert figure.indicator.measure != "stay" or figure.rows == 0 or figure.value is not None


def test_figures_are_asked_for_a_unit_that_one_oversees_and_a_period_that_is_one(
    cast: dict[str, Persona],
) -> None:
    taking_in.take_in()
    branch = wish("branch-head", 0)
    assert branch.unit_id == BRANCH
    for login, unit in (("branch-head", str(OFFICE)), ("leader", "99"), ("leader", "x")):
        with pytest.raises(NotFound):
            wish(login, 0, unit=unit)
    for login in ("system-admin", "nobody"):
        with pytest.raises(NotFound):
            wish(login, 0)
    with pytest.raises(BadInput, match="after its end"):
        read_wish(actor("leader"), {"begin": "2026-03-02", "end": "2026-03-01"})
    for wrong in ("2026-02-30", "soon", "1999-12-31"):
        with pytest.raises(BadInput, match="cannot be"):
            read_wish(actor("leader"), {"begin": wrong})
    assert not any(one.rows for one in figures(actor("leader"), wish("leader", 0)).values())
