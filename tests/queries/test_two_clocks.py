"""The due date of the work and the date of a step: two clocks, each with a name of its own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import actor
from tests.engine.stage import PHOTO, START, Stage
from tests.queries.test_colours import LONG_AGO, due, worked
from workflow import queries
from workflow.engine import commands
from workflow.queries.listing import Filters


def test_what_was_late_when_handed_in_stays_red_and_says_by_how_much() -> None:
    told = {"handed_in": [{"on": "2026-03-31", "due": "2026-03-02", "late": 21}]}
    work = worked("problems", "rectified", LONG_AGO, told)
    shown = due("2027-03-02", work)
    assert (shown.colour, shown.on) == ("red", date(2026, 3, 2))
    assert shown.words.en == "late by 21 working days when handed in"
    assert shown.words.zh == "报告完成时超期21个工作日"


def test_the_date_of_a_step_has_a_name_of_its_own_and_no_lateness_of_the_work() -> None:
    told = {"handed_in": [{"on": "2026-03-02", "due": "2026-03-12", "late": 0}]}
    work = worked("problems", "rectified", LONG_AGO, told)
    shown = due("2026-02-27", work)  # the check is overdue, the work was in time
    assert (shown.colour, shown.why.en) == ("yellow", "Yellow: this step is overdue")
    assert (shown.on, shown.words.en) == (date(2026, 3, 12), "handed in in time")
    assert shown.beside
    assert shown.beside.words.zh == "本步骤超期2个工作日"
    waiting = due("2026-02-27", worked("problems", "raised", LONG_AGO, {}))
    assert (waiting.colour, waiting.words.zh) == ("yellow", "本步骤超期2个工作日")


@pytest.mark.usefixtures("cast")
def test_what_was_handed_in_late_is_found_and_counted_as_late_until_it_is_closed() -> None:
    stage = Stage()
    timely, late = stage.many("problems", "assigned", 2)
    given = {"statement": "done", "pledge": True}
    for number, days in ((timely, 1), (late, 60)):
        commands.fire(number, "rectify", actor("branch-head"), fields=given, evidence=(PHOTO,),
                      now=START + timedelta(days=days))  # fmt: skip
    me = actor("coordinator")
    rows = queries.items("problems", me, Filters(overdue=True)).rows
    assert [row.number for row in rows] == [late]
    [standing] = queries.overview(me, ["problems"])
    assert standing.late == 1
    assert standing.colours["red"] == 1
