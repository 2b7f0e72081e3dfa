"""Years, halves, quarters and months: each follows the one before without a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workflow.calendar import HALF, MONTH, QUARTER, YEAR, Period, read_period


@pytest.mark.parametrize("months", [YEAR, HALF, QUARTER, MONTH])
def test_every_day_is_in_one_period_and_the_next_begins_the_day_after(months: int) -> None:
    day = date(2023, 12, 1)
    for _ in range(800):
        day += timedelta(days=1)
        found = Period.of(day, months)
        assert found.first <= day <= found.last
        assert Period.of(found.last + timedelta(days=1), months).before == found
        assert read_period(str(found)) == found
        assert len({*found.words}) == 2 or months == YEAR


def test_a_period_is_written_in_one_way_only() -> None:
    assert str(Period.of(date(2026, 9, 30), QUARTER)) == "2026-Q3"
    assert str(Period.of(date(2026, 9, 30), MONTH)) == "2026-09"
    for wrong in ("2026-Q5", "2026-H3", "2026-13", "26-Q1", "2026-9", "2026 ", "２０２６", ""):
        assert read_period(wrong) is None
