"""Minutes made of events, the sentence where nobody may judge, and the sweep that finds it."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.cast import LOOKS, PERSONAS, actor
from tests.engine.stage import PHOTO, REASON, Stage
from tests.profession.test_votes import LATER, appoint, facts_of, fire, mails, owner, verified, vote
from workflow import queries
from workflow.escalation.referral_sweep import look_again

__all__ = ["owner"]


def leave(owner: psycopg.Connection[Any], *logins: str) -> None:
    """Let people leave."""
    owner.execute("UPDATE people SET left_on = '2020-01-01' WHERE id = ANY (%s)",
                  [[PERSONAS[login].id for login in logins]])  # fmt: skip


def test_the_minutes_name_votes_opinions_recusals_numbers_and_the_result(
    owner: psycopg.Connection[Any],
) -> None:
    number = verified()
    third = appoint(owner, 901, "committee_member")
    fire(number, "recuse", third, comment="the holder is my brother")
    vote(number, "committee-member")
    fire(number, "vote", "committee-member-2", vote="for", comment="seen on site, it is done")
    fire(number, "close", "leader", LATER)
    [minutes] = queries.item(number, actor("coordinator")).minutes
    recusal, first, second = minutes.opinions
    assert (recusal.vote, recusal.text) == (None, "the holder is my brother")
    assert first.vote
    assert (first.name, first.vote.en, first.text) == ("徐岚", "For closing", REASON)
    assert (second.text, second.evidence) == ("seen on site, it is done", (PHOTO.sha256,))
    assert [name.zh for name in minutes.members] == ["徐岚", "胡斌"]
    assert minutes.counted
    assert minutes.counted.en.startswith("2 are entitled to vote, 2 have to vote")
    assert minutes.result
    assert minutes.decision
    assert (minutes.result.en, minutes.decision.en) == ("Carried", "Close")
    assert (minutes.decided_by, minutes.decided_at) == (actor("leader").name, LATER)


def test_each_round_has_minutes_of_its_own() -> None:
    number = verified()
    vote(number, "committee-member", "against")
    fire(number, "refuse", "leader")
    fire(number, "rectify", "branch-head", statement="done", pledge=True, evidence=True)
    fire(number, "pass_review", "coordinator")
    fire(number, "record_check", "verifier")
    fire(number, "verify", "verifier-2", **LOOKS)
    vote(number, "committee-member")
    first, second = queries.item(number, actor("coordinator")).minutes
    assert first.decision
    assert first.decision.en == "Refuse to close"
    assert second.result
    assert second.result.en == "The vote is open"


def test_a_departure_that_leaves_nobody_to_verify_is_told_upward_by_the_sweep_once(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "rectified")
    assert look_again() == 0
    assert queries.item(number, actor("coordinator")).nobody == []
    leave(owner, "verifier", "verifier-2", "committee-member", "committee-member-2")
    assert (look_again(), look_again()) == (1, 0)
    view = queries.item(number, actor("coordinator"))
    [told] = [sentence.en for sentence in view.nobody]
    assert told.startswith("Nobody can do this (Verify): nobody in post today is verifier")
    assert told.endswith("It went to: head of the party-work department.")
    assert mails(owner, number, "refer") == [PERSONAS["director"].id]
    assert [row.number for row in queries.waiting(actor("director"))] == [number]
    [notice] = queries.inbox(actor("director"), limit=1)
    assert notice.move.en.startswith("Nobody can do this (Verify)")
    appoint(owner, 901, "verifier")
    assert (look_again(), look_again()) == (1, 0)
    assert queries.item(number, actor("coordinator")).nobody == []
    assert facts_of(number).item.awaits == "verifier"


def test_where_nobody_is_in_post_above_either_the_item_says_so(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "rectified")
    leave(owner, *(login for login in PERSONAS if login not in ("coordinator", "branch-head")))
    assert look_again() == 0
    [told] = queries.item(number, actor("coordinator")).nobody
    assert told.en.endswith("Nobody is in post above, either.")
