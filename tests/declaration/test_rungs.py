"""On which days a ladder is climbed, also when another edition of it begins in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import add_working_days
from workflow.declaration import Edition, PlannedRung, Rung
from workflow.declaration.rungs import plan
from workflow.profession.default_ladder import LADDER
from workflow.words import Words

DUE = date(2026, 3, 20)  # a Friday
ALWAYS = Edition(date.min, LADDER)


def rung(key: str, offset: int, level: int = 2) -> Rung:
    return Rung(key, level, Words(key, key), offset, ())


def planned(*editions: Edition) -> dict[str, str]:
    steps = plan(editions, DUE, add_working_days)
    return {step.rung.key: f"{step.day:%m-%d}" for step in steps}


def test_one_edition_is_planned_by_its_offsets() -> None:
    assert planned(ALWAYS) == {
        "remind_10": "03-06", "remind_5": "03-13", "remind_1": "03-19", "overdue": "03-23",
        "supervise": "03-25", "interview": "04-09", "criticise": "04-23",
        "account": "05-11",
    }  # fmt: skip


def test_an_edition_applies_to_the_rungs_planned_from_its_day_on() -> None:
    slower = tuple(replace(r, offset=r.offset + 2) if r.level > 1 else r for r in LADDER)
    found = planned(ALWAYS, Edition(date(2026, 4, 1), slower))
    assert found["supervise"] == "03-25"  # climbed before the edition begins
    assert (found["interview"], found["account"]) == ("04-13", "05-13")


def test_a_rung_is_climbed_once_though_both_editions_have_it() -> None:
    later = Edition(date(2026, 3, 30), (rung("supervise", 10), rung("interview", 13, 3)))
    keys = [step.rung.key for step in plan((ALWAYS, later), DUE, add_working_days)]
    assert keys.count("supervise") == 1


def test_no_level_is_passed_over_when_an_edition_brings_it_forward() -> None:
    quick = Edition(date(2026, 3, 24), (rung("supervise", 1), rung("interview", 4, 3)))
    found = planned(ALWAYS, quick)
    assert found["supervise"] == "03-24"  # it would have been the 23rd: it comes with the edition
    assert found["interview"] == "03-27"  # three working days later, as the edition wants


def test_a_message_that_an_edition_comes_too_late_for_is_not_sent() -> None:
    early = Edition(date(2026, 3, 18), (rung("remind_8", -8, 0), rung("remind_1", -1, 0)))
    assert "remind_8" not in planned(ALWAYS, early)
    assert planned(ALWAYS, early)["remind_1"] == "03-19"


rungs = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(-15, 40), st.integers(0, 5)),
    unique_by=(lambda r: r[0], lambda r: r[1]),
    max_size=6,
).map(lambda rows: tuple(rung(*row) for row in sorted(rows, key=lambda r: r[1])))
begins = st.dates(date(2026, 1, 5), date(2026, 6, 30))


@given(st.lists(st.tuples(begins, rungs), max_size=3, unique_by=lambda e: e[0]), begins, rungs)
def test_what_lies_before_an_edition_stays_as_it_was(
    earlier: list[tuple[date, tuple[Rung, ...]]], since: date, new: tuple[Rung, ...]
) -> None:
    editions = [ALWAYS, *(Edition(*e) for e in sorted(earlier, key=lambda e: e[0]))]
    before = plan(editions, DUE, add_working_days)
    added = sorted(
        [e for e in editions if e.since != since] + [Edition(since, new)], key=lambda e: e.since
    )
    after = plan(added, DUE, add_working_days)

    def past(steps: tuple[PlannedRung, ...]) -> list[PlannedRung]:
        return [step for step in steps if step.day < since]

    assert past(after) == past(before)
    days = [step.day for step in after]
    assert days == sorted(days)
    assert len({step.rung.key for step in after}) == len(after)


@given(begins, rungs)
def test_nothing_is_planned_before_the_edition_that_brings_it(
    since: date, new: tuple[Rung, ...]
) -> None:
    edition = Edition(since, tuple(replace(r, key=f"new_{r.key}") for r in new))
    steps = plan((ALWAYS, edition), DUE, add_working_days)
    assert all(s.day >= since for s in steps if s.rung.key.startswith("new_"))
    assert all(s.day < since for s in steps if not s.rung.key.startswith("new_"))
    serious = [s for s in steps if s.rung.level and s.rung.key.startswith("new_")]
    for one, other in pairwise(serious):
        apart = other.rung.offset - one.rung.offset
        assert other.day - one.day >= timedelta(days=min(apart, 1))
