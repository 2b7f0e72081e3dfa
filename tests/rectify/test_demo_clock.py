"""The demonstration has a day of its own, and its clock never runs backwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import psycopg
import pytest

from rectify.demo import load
from workflow.engine.loading import read_now
from workflow.errors import BadInput
from workflow.escalation import demo_clock
from workflow.ops.heartbeats import beat
from workflow.platform import db, settings

TODAY = date(2026, 11, 24)


def now_there() -> datetime:
    with db.connect() as connection:
        return read_now(connection)


def pass_time(url: str, days: int, standing: bool = False) -> None:
    """Let the machine's clock be so many days on, or back, for the clock that follows it.

    While it stood, nothing has beaten: the last heartbeat is as old as that.
    """
    with psycopg.connect(url) as connection:
        connection.execute(
            "UPDATE instance SET value = (value::interval + %s)::text WHERE key = 'demo_clock'",
            [timedelta(days=days)],
        )
        if standing:
            connection.execute(
                "UPDATE sweeps SET finished_at = finished_at - %s", [timedelta(days=days)]
            )


def test_the_demonstration_has_a_day_of_its_own(loaded: str) -> None:
    assert now_there().astimezone(settings().zone).date() == TODAY


def test_a_start_goes_on_where_the_last_one_stopped_and_never_before(loaded: str) -> None:
    before = now_there()
    load()
    assert timedelta() <= now_there() - before < timedelta(minutes=30)  # as the machine's clock
    pass_time(loaded, days=-40)  # a machine whose clock was wrong
    load()
    assert before - timedelta(minutes=30) < now_there()
    assert now_there().astimezone(settings().zone).date() == TODAY
    pass_time(loaded, days=400)  # nobody has looked at it for more than a year
    load()
    assert now_there().astimezone(settings().zone).date() == TODAY


def test_a_start_knows_the_last_heartbeat(loaded: str) -> None:
    beat("sweep", timedelta())
    pass_time(loaded, days=3)  # it ran all the while
    ran = now_there()
    load()
    assert now_there() >= ran
    pass_time(loaded, days=9, standing=True)
    load()
    assert timedelta(hours=-1) < now_there() - ran < timedelta(hours=1)


def test_a_clock_that_was_set_ahead_stays_ahead_when_it_is_started_again(loaded: str) -> None:
    evening = datetime(2026, 12, 4, 23, 59, tzinfo=settings().zone)
    demo_clock.advance(evening)
    for days in (0, -40, 400):
        pass_time(loaded, days, standing=True)
        load()
        assert evening <= now_there() < evening + timedelta(hours=1)
    with pytest.raises(BadInput, match="2026-12-0"):
        demo_clock.advance(evening - timedelta(days=1))
