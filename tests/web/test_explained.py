"""A due date opens to how it came about, on the page and for programs."""

from __future__ import annotations

from tests.web import stories
from tests.web.conftest import Entering


def test_a_due_date_opens_to_its_rule_its_start_and_the_days_left_out(enter: Entering) -> None:
    number = stories.rectified()
    page = enter("verifier").text(f"/items/{number}")
    assert "这个时限怎么来的" in page
    assert "D12 现场核查：自" in page
    assert "（申请销号）起10个工作日，起始日不计入" in page
    assert "没有计入的日子" in page
    english = enter("verifier", "en").text(f"/items/{number}")
    assert "D12 on-site verification: 10 working days from" in english
