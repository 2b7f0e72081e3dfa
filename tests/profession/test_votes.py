"""Votes with a lawful quorum, recusal, and what becomes of an item that nobody may judge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, LOOKS, OFFICE, PATHS, PERSONAS, actor, give_account
from tests.engine.stage import HOLDER, PHOTO, REASON, START, Stage, today
from tests.servers import Database
from workflow.calendar import add_working_days
from workflow.declaration import Actor, Facts, Post
from workflow.engine import commands
from workflow.engine.commands import Done
from workflow.engine.loading import read
from workflow.errors import NotPermitted, NotPossible
from workflow.platform import connect
from workflow.profession.lists import LIST_TYPES

LATER = START + timedelta(days=30)  # the publicity is over


@pytest.fixture(autouse=True)
def owner(cast: object, database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def appoint(owner: psycopg.Connection[Any], id_: int, role: str, unit: int = OFFICE) -> Actor:
    """Let another person hold a post and return the actor."""
    owner.execute("INSERT INTO people (id, name) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                  [id_, f"person {id_}"])  # fmt: skip
    give_account(owner, id_)
    owner.execute(
        "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
        " VALUES (%s, %s, %s, '2020-01-01')",
        [id_, unit, role],
    )
    return Actor(id_, f"person {id_}", (Post(role, unit, PATHS[unit]),))


def fire(
    number: str, trigger: str, who: str | Actor, now: datetime = START, evidence: bool = False,
    comment: str = REASON, **fields: Any,
) -> Done:  # fmt: skip
    by = actor(who) if isinstance(who, str) else who
    pieces = (PHOTO,) if evidence else ()
    return commands.fire(
        number, trigger, by, fields=fields, comment=comment, evidence=pieces, now=now
    )


def facts_of(number: str) -> Facts:
    with connect() as connection:
        return read(connection, [number])[number]


def refused(kind: type[Exception], *words: str) -> Any:
    return pytest.raises(kind, match=r".*".join(words))


def verified(severity: str = "key") -> str:
    """Return the number of a key problem that was verified and shown to the public."""
    number = Stage().one("problems", "raised", severity=severity, aspect="A1")
    Stage().complete(number)
    due = (today() + timedelta(days=20)).isoformat()
    fire(number, "assign", "leader", holder=HOLDER, due_on=due)
    fire(number, "sign_for", "branch-head")
    fire(number, "submit_plan", "branch-head", cause="this", plan="that")
    fire(number, "approve_plan", "leader")
    fire(number, "rectify", "branch-head", statement="done", pledge=True, evidence=True)
    fire(number, "pass_review", "coordinator")
    fire(number, "record_check", "verifier")
    fire(number, "verify", "verifier-2", **LOOKS)
    fire(number, "publish", "coordinator")
    return number


def vote(number: str, who: str | Actor, how: str = "for") -> Done:
    return fire(number, "vote", who, vote=how)


def mails(owner: psycopg.Connection[Any], number: str, trigger: str) -> list[int]:
    """Return who was mailed about the moves of this name on an item."""
    rows = owner.execute(
        "SELECT o.person_id FROM outbox o JOIN items i ON i.id = o.item_id"
        " JOIN events e ON e.item_id = o.item_id AND e.seq = o.seq"
        " WHERE i.number = %s AND e.trigger = %s ORDER BY o.id",
        [number, trigger],
    )
    return [row[0] for row in rows]


def test_a_key_matter_is_closed_only_when_its_publicity_is_over_and_its_vote_is_carried() -> None:
    number = verified()
    last = add_working_days(today() - timedelta(days=1), 10)
    on_the_last_day = START + (last - today())
    after = on_the_last_day + timedelta(days=1)
    vote(number, "committee-member")
    with refused(NotPossible, "the vote is still open: 2 are entitled to vote, 2 have to vote"):
        fire(number, "close", "leader", after)
    vote(number, "committee-member-2")
    with refused(NotPossible, "the publicity period is not over"):
        fire(number, "close", "leader", on_the_last_day)
    assert fire(number, "close", "leader", after).state == "closed"


def test_more_than_half_of_those_entitled_have_to_be_in_favour(
    owner: psycopg.Connection[Any],
) -> None:
    number = verified()
    for id_ in (901, 902, 903):
        appoint(owner, id_, "committee_member")
    members = [Actor(n, "", (Post("committee_member", 2, "/1/2/"),)) for n in (901, 902, 903)]
    for member, how in zip(members, ("for", "for", "against"), strict=True):
        vote(number, member, how)
    with refused(NotPossible, "5 are entitled to vote, 3 have to vote and 3 have to be in favour"):
        fire(number, "close", "leader", LATER)
    vote(number, "committee-member", "abstain")
    assert facts_of(number).item.awaits == "committee_member"
    vote(number, "committee-member-2")
    assert facts_of(number).item.awaits == "leader_in_charge"
    assert fire(number, "close", "leader", LATER).state == "closed"


def test_a_vote_that_is_lost_cannot_be_closed_and_is_refused() -> None:
    number = verified()
    vote(number, "committee-member")
    vote(number, "committee-member-2", "against")
    with refused(NotPossible, "the vote was lost, refuse to close"):
        fire(number, "close", "leader", LATER)
    assert fire(number, "refuse", "leader", LATER).state == "assigned"
    assert "votes" not in facts_of(number).item.process


def test_of_three_members_one_is_recused_and_then_two_have_to_vote(
    owner: psycopg.Connection[Any],
) -> None:
    number = verified()
    third = appoint(owner, 901, "committee_member")
    fire(number, "recuse", third)
    vote(number, "committee-member")
    with refused(NotPossible, "2 are entitled to vote, 2 have to vote"):
        fire(number, "close", "leader", LATER)
    vote(number, "committee-member-2")
    assert fire(number, "close", "leader", LATER).state == "closed"


def test_nobody_votes_twice_and_a_vote_names_what_was_seen() -> None:
    number = verified()
    version = facts_of(number).item.version
    vote(number, "committee-member")
    [cast] = facts_of(number).item.process["votes"]
    assert (cast["version"], cast["evidence"]) == (version, [PHOTO.sha256])
    for how in ("for", "against"):
        with refused(NotPermitted, "You are somebody who has voted already"):
            vote(number, "committee-member", how)
    with refused(NotPermitted, "You are somebody who has voted already"):
        fire(number, "recuse", "committee-member")


def test_no_evidence_is_taken_where_votes_are_cast() -> None:
    moves = [t for t in LIST_TYPES["problems"].transitions if "verified" in t.source]
    assert "vote" in {t.trigger for t in moves}
    assert not [t.trigger for t in moves if t.takes_evidence]


def test_whoever_is_recused_judges_no_more_nor_does_a_delegate_for_them() -> None:
    number = verified()
    member = actor("committee-member")
    fire(number, "recuse", member)
    for_member = Actor(PERSONAS["nobody"].id, "", member.posts, behind=member.person_id)
    for who in (member, for_member):
        for trigger, fields in (("vote", {"vote": "for"}), ("recuse", {})):
            with refused(NotPermitted, "You are somebody who recused themselves"):
                fire(number, trigger, who, **fields)


def test_a_recusal_says_why() -> None:
    number = verified()
    with refused(NotPossible, "write a reason of at least ten characters"):
        fire(number, "recuse", "committee-member", comment="family")


def test_the_recused_verifier_neither_verifies_nor_sends_back_nor_looks_at_a_task_of_it() -> None:
    stage = Stage()
    number = stage.one("problems", "rectified")
    [task] = stage.many("tasks", "rectified", 1, parents=[number])
    fire(number, "recuse", "verifier")
    for on, trigger, fields in ((number, "verify", LOOKS), (number, "return", {}),
                                (task, "verify", LOOKS)):  # fmt: skip
        with refused(NotPermitted, "You are somebody who recused themselves"):
            fire(on, trigger, "verifier", **fields)
    assert fire(number, "verify", "verifier-2", **LOOKS).state == "verified"


def test_a_committee_member_with_a_post_in_the_unit_that_rectifies_is_not_entitled(
    owner: psycopg.Connection[Any],
) -> None:
    number = verified()
    appoint(owner, 901, "committee_member")
    at_home = appoint(owner, 901, "member", BRANCH)
    member = Actor(901, "", (*at_home.posts, Post("committee_member", OFFICE, "/1/2/")))
    with refused(NotPermitted, "You are somebody of the unit that rectifies"):
        vote(number, member)
    vote(number, "committee-member")
    assert facts_of(number).item.process["tally"]["members"] == [
        PERSONAS["committee-member"].id, PERSONAS["committee-member-2"].id,
    ]  # fmt: skip


def test_where_too_few_can_vote_the_level_above_is_told_once_and_decides(
    owner: psycopg.Connection[Any],
) -> None:
    number = verified()
    fire(number, "recuse", "committee-member")
    item = facts_of(number).item
    assert item.awaits == "party_group_secretary"
    assert (
        "too few can vote, so the level above decides" in item.process["referred"]["vote"]["why"][1]
    )
    assert mails(owner, number, "refer") == [PERSONAS["secretary"].id]
    fire(number, "comment", "coordinator")
    with refused(NotPossible, "no vote is called for"):
        vote(number, "committee-member-2")
    with refused(NotPermitted, "Only whoever decides on closing at this severity"):
        fire(number, "close", "leader", LATER)
    assert fire(number, "close", "secretary", LATER).state == "closed"
    assert mails(owner, number, "refer") == [PERSONAS["secretary"].id]


def test_where_nobody_can_verify_the_level_above_is_told_once_and_again_when_somebody_can(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "rectified")
    for who in ("verifier", "committee-member", "committee-member-2"):
        fire(number, "recuse", who)
    assert mails(owner, number, "refer") == []
    fire(number, "recuse", "verifier-2")
    item = facts_of(number).item
    assert item.awaits == "party_work_director"
    assert "吴静是已回避的人" in item.process["referred"]["verify"]["why"][0]
    assert mails(owner, number, "refer") == [PERSONAS["director"].id]
    fire(number, "comment", "coordinator")
    another = appoint(owner, 901, "verifier")
    fire(number, "comment", "coordinator")
    assert facts_of(number).item.awaits == "verifier"
    assert fire(number, "verify", another, **LOOKS).state == "verified"
    assert mails(owner, number, "refer") == [PERSONAS["director"].id]


def test_a_closing_that_its_decider_may_not_make_goes_up_a_level(
    owner: psycopg.Connection[Any],
) -> None:
    stage = Stage()
    number = stage.one("problems", "verified", severity="minor")
    [task] = stage.many("tasks", "verified", 1, parents=[number], severity="minor")
    fire(number, "recuse", "director")
    assert facts_of(number).item.awaits == "office_party_secretary"  # who may decide on it, too
    fire(number, "recuse", "committee")
    assert facts_of(number).item.awaits == "leader_in_charge"
    told = [PERSONAS[login].id for login in ("committee", "leader")]
    assert mails(owner, number, "refer") == told
    assert fire(number, "close", "leader").state == "closed"
    assert facts_of(task).item.state == "closed"


def test_an_extension_that_nobody_may_answer_goes_up_as_it_is_asked_for(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "assigned")
    owner.execute("UPDATE people SET left_on = '2020-01-01' WHERE id = ANY (%s)",
                  [[PERSONAS["director"].id, PERSONAS["leader"].id]])  # fmt: skip
    asked = {"title": "more time", "progress": "half",
             "asked_for": (today() + timedelta(days=30)).isoformat()}  # fmt: skip
    made = commands.raise_item(
        "extensions", actor("branch-head"), fields=asked, parent=number, now=START
    )
    item = facts_of(made.number).item
    assert item.awaits == "party_group_secretary"
    assert item.process["referred"]["approve"]["why"][1].startswith("Nobody can do this (Approve)")
    assert mails(owner, made.number, "refer") == [PERSONAS["secretary"].id]
    assert fire(made.number, "approve", "secretary").state == "approved"
