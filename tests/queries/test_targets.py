"""Targets: progress on the figures, and a candidate when the period is over and it is missed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests import clock
from tests.cast import BRANCH, Persona, actor, cast
from tests.engine.stage import Stage
from tests.web.stories import in_days
from workflow.calendar import QUARTER, Period
from workflow.declaration import pack
from workflow.inspections.candidates import queries
from workflow.inspections.candidates.gathering import gather
from workflow.platform import connect
from workflow.queries.figures import taking_in
from workflow.queries.figures.report import report
from workflow.registers import commands

__all__ = ["cast"]


def target(period: Period, indicator: str, value: int, **more: Any) -> str:
    form = {
        "unit": BRANCH, "indicator": indicator, "year": period.year, "part": f"Q{period.number}",
        "value": value, "valid_from": in_days(0), **more,
    }  # fmt: skip
    return commands.add(actor("coordinator"), pack().registers["targets"], form).id


def test_a_target_shows_its_progress_and_is_a_candidate_once_it_is_missed(
    cast: dict[str, Persona],
) -> None:
    past = Period.of(clock.today(), QUARTER).before
    start = datetime.combine(past.first + timedelta(days=5), time(2), UTC)
    Stage(start=start).one("problems", "closed")
    Stage(start=start).one("problems", "assigned")
    target(past, "closed", 2)
    target(past, "open", 1)
    target(Period.of(clock.today(), QUARTER), "closed", 5)
    assert gather() == 0  # before the figures are made nothing is known to be missed
    taking_in.take_in()
    asked = {"unit": str(BRANCH), "begin": str(past.first), "end": str(past.last)}
    told = report(actor("branch-head"), asked).targets
    assert [(one.indicator.key, one.gap, one.percent, one.is_met) for one in told] == [
        ("closed", 1, 50, False), ("open", 0, None, True),
    ]  # fmt: skip
    assert report(actor("outsider"), {}).targets == []
    assert gather() == 1
    assert gather() == 0
    [found] = queries.candidates(actor("coordinator"), kind="missed_target")
    assert (found.unit_id, found.period) == (BRANCH, str(past))
    assert "目标2，实际1" in found.title


def test_a_target_is_judged_once_after_its_period_and_keeps_no_later_one_waiting(
    cast: dict[str, Persona],
) -> None:
    now = Period.of(clock.today(), QUARTER)
    past = now.before
    start = datetime.combine(past.first + timedelta(days=5), time(2), UTC)
    Stage(start=start).one("problems", "closed")
    Stage(start=start).one("problems", "assigned")
    target(now, "closed", 99)  # not over yet
    met = target(past, "closed", 1)
    target(past, "open", 0)
    taking_in.take_in()
    assert sum(gather(most=1) for _ in range(3)) == 1
    [found] = queries.candidates(actor("coordinator"), kind="missed_target")
    assert "目标0，实际1" in found.title
    with connect() as connection:
        read = "SELECT entry_id, version, judged_at FROM target_verdicts ORDER BY 1, 2"
        before = connection.execute(read).fetchall()
        assert gather() == 0
        assert connection.execute(read).fetchall() == before
    targets = pack().registers["targets"]
    changed = {"indicator": "closed", "year": past.year, "part": f"Q{past.number}", "value": 40,
               "unit": BRANCH, "valid_from": in_days(0)}  # fmt: skip
    commands.change(actor("coordinator"), targets, met, changed)
    assert gather() == 1  # what it was judged by is another now
