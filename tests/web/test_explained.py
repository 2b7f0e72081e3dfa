"""A due date opens to how it came about, on the page and for programs."""

from __future__ import annotations

import re
from datetime import date

from tests.cast import actor
from tests.engine.stage import Stage
from tests.profession.test_votes import verified
from tests.web import stories
from tests.web.conftest import Entering
from workflow.calendar import OwnDay
from workflow.escalation.calendar_changes import commands
from workflow.words import Words


def test_a_due_date_opens_to_its_rule_its_start_and_the_days_left_out(enter: Entering) -> None:
    number = stories.rectified()
    page = enter("verifier").text(f"/items/{number}")
    assert "这个时限怎么来的" in page
    assert "D12 现场核查：自" in page
    assert "（申请销号）起10个工作日，起始日不计入" in page
    assert "没有计入的日子" in page
    english = enter("verifier", "en").text(f"/items/{number}")
    assert "D12 on-site verification: 10 working days from" in english


def test_a_publicity_opens_to_how_long_it_lasts_and_stays_as_it_was_announced(
    enter: Entering,
) -> None:
    number = verified()  # and published: the day of posting is day one of ten
    page = enter("verifier").text(f"/items/{number}")
    assert "D13 公示：自2026-03-04（公示）起10个工作日，起始日计入" in page
    assert "→ 2026-03-17（周二）" in page
    commands.set_days(actor("system-admin"), [OwnDay(date(2026, 3, 9), False, Words("局庆", "x"))])
    english = enter("verifier", "en").text(f"/items/{number}")
    assert "it would be 2026-03-18; it stays as it was announced." in english


def test_the_date_of_a_step_opens_to_its_own_rule(enter: Entering) -> None:
    number = Stage().one("problems", "assigned", severity="general")
    page = enter("branch-head", "en").text(f"/items/{number}")
    rule = r"D03 receipt of the assignment: 2 working days from 2026-03-04 .*not counted"
    assert re.search(rule + r" #\d+ → Fri 6 Mar 2026", page)
