"""The item page shows the minutes of a vote, and says where nobody may judge."""

from __future__ import annotations

from tests.engine.stage import Stage
from tests.profession.test_votes import fire, owner, verified, vote
from tests.web.conftest import Entering

__all__ = ["owner"]


def test_the_page_shows_votes_opinions_numbers_and_recusals_in_both_languages(
    enter: Entering,
) -> None:
    number = verified()
    vote(number, "committee-member")
    english = enter("coordinator", "en").text(f"/items/{number}")
    for said in ("Minutes", "Entitled to vote", "For closing", "Xu Lan", "The vote is open",
                 "2 are entitled to vote", "1 piece of evidence"):  # fmt: skip
        assert said in english, said
    fire(number, "recuse", "committee-member-2")
    chinese = enter("coordinator").text(f"/items/{number}")
    for said in ("表决记录", "同意销号", "回避", "由上一级审定", "已报：党组书记"):
        assert said in chinese, said


def test_the_page_says_where_nobody_may_verify_and_who_stepped_back(enter: Entering) -> None:
    number = Stage().one("problems", "rectified")
    for who in ("verifier", "verifier-2", "committee-member", "committee-member-2"):
        fire(number, "recuse", who)
    page = enter("director", "en").text(f"/items/{number}")
    assert "Nobody can do this (Verify)" in page
    assert "Recused" in page
