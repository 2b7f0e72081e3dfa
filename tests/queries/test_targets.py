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
from workflow.queries.figures import taking_in
from workflow.queries.figures.report import report
from workflow.registers import commands

__all__ = ["cast"]


def target(period: Period, indicator: str, value: int, **more: Any) -> None:
    form = {
        "unit": BRANCH, "indicator": indicator, "year": period.year, "part": f"Q{period.number}",
        "value": value, "valid_from": in_days(0), **more,
    }  # fmt: skip
    commands.add(actor("coordinator"), pack().registers["targets"], form)


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
