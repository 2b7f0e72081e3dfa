"""``rectify demo`` as somebody runs it: its own day, set ahead, stopped and started again."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from tests.patience import eventually
from tests.rectify.service import Service, environment, run, start
from workflow.engine.loading import CLOCK
from workflow.platform import settings


def now_in(service: Service) -> datetime:
    with service.connected() as connection:
        row = connection.execute(f"SELECT {CLOCK}").fetchone()
        assert row
        return row[0].astimezone(settings().zone)


def test_a_demonstration_has_its_own_day_and_goes_on_where_it_was_set(place: Path) -> None:
    with start(place / "data", way="demo") as service:
        service.wait()
        eventually(lambda: "inspector" in service.said(), or_else=service.said)
        assert now_in(service).date() == date(2026, 11, 24)
        raised = run("escalate", "--on", "2027-01-15", "--json", env=environment(service.data))
        assert raised.returncode == 0, raised.stderr
        assert json.loads(raised.stdout)
        reached = now_in(service)
        assert reached.date() >= date(2027, 1, 15)
    with start(place / "data", way="demo") as again:
        again.wait()
        assert now_in(again) >= reached
        assert run("doctor", env=environment(again.data)).returncode == 0
