"""Guards: each refuses what it names and nothing else, held against a reckoning day by day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import BRANCH, BUREAU, OTHER_BRANCH, actor
from tests.escalation.late_items import set_clock
from tests.servers import Database
from workflow.declaration import (
    Actor,
    Case,
    Field,
    Guard,
    KindOfUnit,
    NotOwnUnit,
    OneCurrent,
    Post,
    Register,
    Within,
)
from workflow.declaration.guards import AddsUp, Stages, SumAtMost
from workflow.errors import BadDeclaration, BadInput
from workflow.registers import commands, queries
from workflow.registers.conditions import RegisterFilter
from workflow.words import Words

W = Words("某项", "the thing")
TODAY = date(2026, 3, 1)
DAYS = st.integers(0, 30).map(lambda n: TODAY + timedelta(days=n))
ORDER = ("a", "b", "c")


def case(values: dict[str, Any], **more: Any) -> Case:
    told = {"actor": actor("coordinator"), "today": TODAY, "named": lambda _: W, **more}
    return Case(values=values, **told)


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(DAYS)
    last = draw(st.none() | st.integers(0, 20).map(lambda n: first + timedelta(days=n)))
    return {"valid_from": first, "valid_to": last, "share": draw(st.integers(0, 60))}


@given(entries(), st.lists(entries(), max_size=5))
def test_a_sum_is_looked_at_on_every_day(one: dict[str, Any], others: list[dict[str, Any]]) -> None:
    def holding(entry: dict[str, Any], day: date) -> bool:
        return entry["valid_from"] <= day <= (entry["valid_to"] or date.max)

    days = [TODAY + timedelta(days=n) for n in range(60)]
    over = any(
        one["share"] + sum(o["share"] for o in others if holding(o, day)) > 100
        for day in days
        if holding(one, day)
    )
    fault = SumAtMost("share", 100).fault(case(one, alike=others))
    assert (fault is not None) == over
    assert fault is None or fault[0] == "share"


@given(st.none() | st.sampled_from(ORDER), st.sampled_from(ORDER))
def test_stages_go_on_one_by_one_and_never_back(was: str | None, is_: str) -> None:
    before = {"stage": was} if was else None
    allowed = {None: "a", "a": "ab", "b": "bc", "c": "c"}[was]
    fault = Stages("stage", ORDER).fault(case({"stage": is_}, before=before))
    assert (fault is None) == (is_ in allowed)


@given(st.integers(-40, 40), st.none() | st.integers(-30, 0), st.none() | st.integers(0, 30))
def test_a_day_lies_within_its_window(away: int, first: int | None, last: int | None) -> None:
    guard = Within("held_on", "today", first, last)
    inside = (first is None or away >= first) and (last is None or away <= last)
    fault = guard.fault(case({"held_on": TODAY + timedelta(days=away)}))
    assert (fault is None) == inside
    assert guard.fault(case({})) is None
    for sentence in guard.words(lambda _: W):
        assert sentence


@given(st.lists(st.integers(0, 9), min_size=3, max_size=3))
def test_parts_add_up_to_their_total(numbers: list[int]) -> None:
    yes, no, total = numbers
    guard = AddsUp(("yes", "no"), "total")
    fault = guard.fault(case({"yes": yes, "no": no, "total": total}))
    assert (fault is None) == (yes + no == total)


def test_a_unit_of_ones_own_is_one_with_a_post_in_it_or_below_also_for_a_delegate() -> None:
    def keeper(path: str, own: str = "/9/") -> Actor:
        return Actor(1, "某人", (Post("x", 1, path),), own=(Post("y", 1, own),))

    def refused(by: Actor) -> bool:
        return NotOwnUnit().fault(case({}, actor=by, path="/1/2/")) is not None

    assert refused(keeper("/1/2/"))
    assert refused(keeper("/1/2/3/"))
    assert refused(keeper("/1/", own="/1/2/3/"))
    assert not refused(keeper("/1/"))


def test_units_of_another_kind_are_refused() -> None:
    guard = KindOfUnit(("branch",), W)
    assert guard.fault(case({}, kind="branch")) is None
    assert guard.fault(case({}, kind="group")) == ("unit", guard.words(lambda _: W))


def test_a_guard_that_names_no_field_stops_the_import(pledges: Register) -> None:
    with pytest.raises(BadDeclaration, match="names no field"):
        replace(pledges, guards=(OneCurrent(("nonsense",)),))
    with pytest.raises(KeyError):
        replace(pledges, guards=(Within("nonsense"),))
    for wrong in ({"fields": ()}, {"fields": (Field("unit", W),)}, {"key": "no name"}):
        with pytest.raises(BadDeclaration):
            replace(pledges, **wrong)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("cast")
def test_random_entries_are_taken_or_refused_as_reckoned_by_hand(
    seed: int, pledges: Register, database: Database
) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        set_clock(owner, "2026-03-01T04:00:00+00:00")
    lot, kept = random.Random(seed), dict[str, dict[str, Any]]()
    outcomes = {True: 0, False: 0}
    for _ in range(60):
        entry_id = lot.choice([*kept, ""]) if kept else ""
        wanted = _drawn(lot, kept.get(entry_id))
        faults = _faults(wanted, entry_id, kept)
        if faults:
            with pytest.raises(BadInput) as refused:
                _keep(pledges, entry_id, wanted)
            assert refused.value.fields.keys() == faults
        else:
            kept[_keep(pledges, entry_id, wanted)] = wanted
        outcomes[not faults] += 1
    assert min(outcomes.values()) > 5, outcomes
    found = queries.page(actor("coordinator"), pledges, RegisterFilter(state="all"), limit=200)
    assert {one.id for one in found.entries} == kept.keys()


def _keep(register: Register, entry_id: str, wanted: dict[str, Any]) -> str:
    if entry_id:
        return commands.change(actor("coordinator"), register, entry_id, _raw(wanted)).id
    return commands.add(actor("coordinator"), register, _raw(wanted)).id


def _drawn(lot: random.Random, before: dict[str, Any] | None) -> dict[str, Any]:
    first = TODAY + timedelta(days=lot.randrange(-20, 20))
    return {
        "unit": lot.choice([BRANCH, BRANCH, BRANCH, OTHER_BRANCH, BUREAU]),
        "title": lot.choice(["甲", "乙", "丙"]),
        "area": "1",
        "cost": lot.choice([20_000, 45_000, 60_000]),
        "stage": lot.choice(["promised", "promised", "begun", "done"]),
        "valid_from": first,
        "valid_to": lot.choice([None, first + timedelta(days=lot.randrange(15))]),
        "was": before["stage"] if before else None,
    }


def _raw(wanted: dict[str, Any]) -> dict[str, object]:
    told = {key: value for key, value in wanted.items() if key != "was" and value is not None}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in told.items()}


def _faults(wanted: dict[str, Any], entry_id: str, kept: dict[str, dict[str, Any]]) -> set[str]:
    """Say what is wrong with an entry, reckoned over every day of two months."""
    others = [other for key, other in kept.items() if key != entry_id]
    beside = [other for other in others if other["unit"] == wanted["unit"]]
    days = [TODAY + timedelta(days=n) for n in range(-25, 45) if _holds(wanted, n)]
    found = {"unit"} if wanted["unit"] == BUREAU else set[str]()
    if wanted["unit"] == BUREAU:
        return found  # the clerk keeps nothing there, and no more is looked at
    if any(_on(o, day) for o in beside if o["title"] == wanted["title"] for day in days):
        found.add("title")
    sums = [sum(o["cost"] for o in beside if _on(o, day)) + wanted["cost"] for day in days]
    if max(sums) > 100_000:
        found.add("cost")
    order = ["promised", "begun", "done"]
    place = order.index(wanted["stage"])
    was = order.index(wanted["was"]) if wanted["was"] else None
    if place not in ((0,) if was is None else (was, was + 1)):
        found.add("stage")
    return found


def _holds(entry: dict[str, Any], away: int) -> bool:
    return _on(entry, TODAY + timedelta(days=away))


def _on(entry: dict[str, Any], day: date) -> bool:
    return bool(entry["valid_from"] <= day <= (entry["valid_to"] or date.max))


def test_every_word_of_the_vocabulary_says_what_it_demands(pledges: Register) -> None:
    guards: list[Guard] = [*pledges.guards, AddsUp(("a",), "b"), OneCurrent(())]
    for guard in guards:
        for sentence in guard.words(lambda _: W):
            assert sentence.strip()
            assert "{" not in sentence
