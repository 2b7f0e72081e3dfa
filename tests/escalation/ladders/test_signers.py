"""Whom a ladder names to sign: asked for in the form, proven, and the only one who then may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tests.cast import BRANCH, PATHS, PERSONAS, Persona, actor
from tests.escalation.ladders.drafts import put_in_force, rows
from tests.escalation.late_items import assigned, on, set_clock
from tests.profession.oracle.moves import find
from tests.profession.oracle.pairs import Pair, may_of_pair
from tests.profession.oracle.people import ADMINISTRATORS, Act, Human
from tests.profession.oracle.rules import Thing
from tests.servers import Database
from workflow.checks.checker import check
from workflow.declaration import Actor, Facts, Post, Rule, role
from workflow.engine import commands, machine
from workflow.engine.loading import read
from workflow.errors import BadInput, NotPermitted
from workflow.escalation.ladders.replan_job import replan
from workflow.escalation.ladders.rung_form import RungFormRow, rungs_of
from workflow.escalation.ladders.validation import signers_of
from workflow.escalation.sweep import sweep
from workflow.platform import connect
from workflow.profession.lists import LIST_TYPES
from workflow.profession.moves import signers
from workflow.profession.roles import ROLES

NOTICE = "S2026-0001"
SUPERVISIONS = LIST_TYPES["supervisions"]
DRAFT = {"basis": "x", "lag": "x", "demand": "x", "reply_days": 10, "feedback": "x"}


def signed_by(who: str) -> list[RungFormRow]:
    """Return a ladder whose notice is signed by this role."""
    warning, notice = rows((1, 1), (2, 2))
    return [warning, replace(notice, signer=who)]


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-02 11:00+08")
        yield connection


def drafted(who: str) -> Facts:
    """Let a ladder open a notice, and the clerk draft it."""
    assigned()
    put_in_force("2026-03-10", signed_by(who))
    replan(timedelta(0))
    for day in ("2026-03-23", "2026-03-24"):
        sweep(on(day))
    commands.fire(NOTICE, "draft", actor("coordinator"), fields=DRAFT, now=on("2026-03-25"))
    with connect() as connection:
        return read(connection, [NOTICE])[NOTICE]


def told(wanted: list[RungFormRow], list_key: str = "problems") -> str:
    with pytest.raises(BadInput) as refused:
        rungs_of(list_key, wanted)
    return refused.value.fields["signer_1"].en


def test_only_declared_signers_are_taken_and_only_where_there_is_a_choice() -> None:
    for who in SUPERVISIONS.signers:
        assert rungs_of("problems", signed_by(who))[1]["signer"] == who
    assert "only these may be chosen" in told(signed_by("party_work_clerk"))
    assert "rung 2, who signs" in told(signed_by("the_emperor"))
    one, two = rows((0, -1), (1, 1))
    assert "nobody can be chosen" in told([one, replace(two, signer="leader_in_charge")])


def test_whoever_interviews_is_always_one_level_up_and_no_choice() -> None:
    assert signers_of("problems", 3) == ()
    assert signers_of("problems", 2) == SUPERVISIONS.signers
    assert {*SUPERVISIONS.signers} <= {*ROLES} - ADMINISTRATORS


def test_the_one_whom_the_ladder_names_signs_and_the_usual_one_may_not(
    owner: psycopg.Connection[Any],
) -> None:
    item = drafted("party_group_secretary").item
    assert (item.state, item.awaits) == ("drafted", "party_group_secretary")
    [(inbox,)] = owner.execute(
        "SELECT count(*) FROM inbox WHERE person_id = %s AND item_id = %s",
        [PERSONAS["secretary"].id, item.id],
    )
    assert inbox == 1
    with pytest.raises(NotPermitted, match="its ladder may name another"):
        commands.fire(NOTICE, "sign", actor("leader"), now=on("2026-03-25"))
    commands.fire(NOTICE, "sign", actor("secretary"), now=on("2026-03-25"))


def test_nobody_chosen_means_the_leader_in_charge(owner: psycopg.Connection[Any]) -> None:
    assert drafted("").item.awaits == "leader_in_charge"
    commands.fire(NOTICE, "sign", actor("leader"), now=on("2026-03-25"))


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("who", ["", *SUPERVISIONS.signers])
def test_the_oracle_agrees_on_everybody_and_every_delegate(who: str) -> None:
    facts = drafted(who)
    thing = as_thing(facts, who)
    for trigger in ("sign", "return_draft", "withdraw"):
        move, line = SUPERVISIONS.find(trigger, "drafted"), find(thing.kind, trigger, "drafted")
        assert move
        assert line
        for pair in pairs():
            may = machine.refusal(move, acting(pair), replace(facts, comment="x" * 12)) is None
            assert may == may_of_pair(thing, line, pair), (trigger, pair)


def as_thing(facts: Facts, who: str) -> Thing:
    """Return the notice as the oracle knows it: raised by the machine, drafted by the clerk."""
    thing = Thing("supervisions", NOTICE, "minor", PATHS[BRANCH], facts.item.holder_id, None)
    at = datetime(2026, 3, 25, tzinfo=ZoneInfo("Asia/Shanghai"))
    clerk = PERSONAS["coordinator"].id
    thing.acts = [
        Act("raise", None, "", "raised", at, {"signed_by": who}, 0),
        Act("draft", clerk, "raised", "drafted", at, {}, 0),
    ]
    return thing


def humans() -> list[Human]:
    return [Human(p.id, ((p.role, PATHS[p.unit_id]),) if p.role else ()) for p in PERSONAS.values()]


def pairs() -> Iterator[Pair]:
    """Yield everybody for themselves, and for everybody else."""
    for one, other in product(humans(), [None, *humans()]):
        if other is None or other.id != one.id:
            yield Pair(one, other)


def acting(pair: Pair) -> Actor:
    def posts(human: Human) -> tuple[Post, ...]:
        return tuple(Post(r, int(p.strip("/").split("/")[-1]), p) for r, p in human.posts)

    own = posts(pair.acts)
    if pair.absent is None:
        return Actor(pair.acts.id, "", own)
    lent = tuple(p for p in posts(pair.absent) if p.role not in ADMINISTRATORS)
    return Actor(pair.acts.id, "", lent, behind=pair.absent.id, own=own)


def test_the_proof_covers_every_choice_not_only_the_usual_one() -> None:
    [sign] = [t for t in SUPERVISIONS.transitions if t.trigger == "sign"]
    usual = role("leader_in_charge", ROLES["leader_in_charge"])
    named = signers.signs(SUPERVISIONS.signers)

    def careless(somebody: Actor, facts: Facts) -> bool:
        """Forget whoever drafted it where the ladder names the secretary of the party group."""
        return sign.may(somebody, facts) or (
            named(facts.item) == "party_group_secretary" and usual(somebody, facts)
        )

    broken = replace(sign, permission=Rule(sign.permission.words, careless), judges=None)
    moves = tuple(broken if t is sign else t for t in SUPERVISIONS.transitions)
    found = check(replace(SUPERVISIONS, transitions=moves)).findings
    assert found[0].sentence.startswith("one person can be raiser and then 'sign': ")
    assert found[0].steps[-1] == "the suspect sign"
    assert check(SUPERVISIONS).findings == []
