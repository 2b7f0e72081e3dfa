"""Colours are derived from the days left and the work done, each with its reason in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workflow.calendar import end_of
from workflow.config import settings
from workflow.queries.due import due_of, percent_of

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("due", "percent", "colour"),
    [
        ("2026-03-01", 100, "red"),
        ("2026-03-02", 0, "yellow"),
        ("2026-03-09", 89, "yellow"),
        ("2026-03-09", 90, "blue"),
        ("2026-03-10", 0, "blue"),
        ("2026-03-16", 0, "blue"),
        ("2026-03-17", 0, "green"),
    ],
)
def test_each_colour_begins_on_its_day_and_says_why(due: str, percent: int, colour: str) -> None:
    day = datetime.fromisoformat(due).date()
    found = due_of(end_of(day, settings().zone), NOW, percent)
    assert found
    assert found.colour == colour
    assert found.why.en.startswith(colour.capitalize())
    assert len(found.why.zh.split("：")) == 2


def test_what_the_rectifier_reported_says_nothing_of_the_checker() -> None:
    assert percent_of("assigned", {"percent": 95}) == 95
    assert percent_of("rectified", {"percent": 95}) == 0
