"""A due date carries how it came about: replayed, explained and tried by another calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.samples import MOVES, ZONE, item, situations
from workflow.calendar import STATUTORY, Calendar, OwnDay, end_of
from workflow.declaration import Limit, Reckoned, due_dates, reckoning_anew
from workflow.profession import limits
from workflow.profession.limits import LIMITS, VERIFICATION
from workflow.profession.lists import LIST_TYPES
from workflow.queries.due_date_explanation import Explained, explain
from workflow.words import Words

NEAR = st.dates(date(2024, 1, 1), date(2029, 12, 31))
CALENDARS = st.builds(
    lambda country, own, first: Calendar(
        country,
        {day: OwnDay(day, works, Words("自定", "own")) for day, works in own.items()},
        counts_first={"binding": first},
    ),
    st.sampled_from(["CN", "US", "HU"]),
    st.dictionaries(NEAR, st.booleans(), max_size=25),
    st.booleans(),
)
SHIFTS = st.lists(
    st.tuples(st.sampled_from(["pause", "extension"]), st.integers(1, 60)), max_size=4
)


def _chain(
    calendar: Calendar, limit: Limit, start: date, floor: int | None, shifts: list[tuple[str, int]]
) -> Reckoned:
    """Reckon a date and move it about, as the moves of an item do."""
    not_before = start + timedelta(days=floor) if floor else None
    due = due_dates.by_rule(calendar, limit, start, not_before=not_before)
    due = Reckoned(due.on, due_dates.noted(due.basis, "rectify", 3))
    for event, (kind, days) in enumerate(shifts, 4):
        if kind == "pause":
            resumed = start + timedelta(days=days)
            moved = due_dates.paused(calendar, due.basis, due.on, start, resumed)
        else:
            to = due.on + timedelta(days=days)
            moved = due_dates.extended(due.basis, due.on, to, "E2026-0001")
        due = Reckoned(moved.on, due_dates.noted(moved.basis, "child", event))
    return due


def _explained(calendar: Calendar, due: Reckoned) -> Explained:
    found = item("problems", "rectified", due_at=end_of(due.on, ZONE), due_basis=due.basis)
    told = explain(found, LIST_TYPES["problems"], calendar)
    assert told
    return told


@settings(max_examples=1000)
@given(CALENDARS, st.sampled_from([*LIMITS.values()]), NEAR, st.none() | st.integers(1, 90), SHIFTS)
def test_the_explanation_adds_up_to_the_date(
    calendar: Calendar, limit: Limit, start: date, floor: int | None, shifts: list[tuple[str, int]]
) -> None:
    due = _chain(calendar, limit, start, floor, shifts)
    told = _explained(calendar, due)
    first, rest = told.steps[0], told.steps[1:]
    counts_first = calendar.counts_first_of(limit.convention)
    length = (first.on - start).days + counts_first
    assert length - len(told.skipped) == limit.days  # what is not skipped is what was counted
    assert all(start <= day.day <= first.on for day in told.skipped)
    on = first.on
    if floor and start + timedelta(days=floor) > on:
        on = start + timedelta(days=floor)
    for kind, days in shifts:
        stopped = calendar.working_days_between(start, start + timedelta(days=days))
        pause = kind == "pause"
        on = calendar.add_working_days(on, stopped) if pause else on + timedelta(days=days)
    assert (rest[-1].on if rest else on) == on == due.on == told.due
    assert told.astray is None
    assert [step.event for step in told.steps if step.kind != "not_before"] == [
        3, *range(4, 4 + len(shifts)),
    ]  # fmt: skip


def test_a_date_says_its_rule_its_start_and_the_days_it_left_out_in_both_languages() -> None:
    due = _chain(STATUTORY, VERIFICATION, date(2026, 9, 28), None, [("pause", 3)])
    told = _explained(STATUTORY, due)
    assert [step.words for step in told.steps] == [
        Words(
            "D12 现场核查：自2026-09-28（申请销号）起10个工作日，起始日不计入",
            "D12 on-site verification: 10 working days from 2026-09-28 (Mark as rectified),"
            " the first day not counted",
        ),
        Words(
            "2026-09-28至2026-10-01暂缓，停止计时，顺延2个工作日",
            "the clock stood still from 2026-09-28 to 2026-10-01: 2 working days later",
        ),
    ]
    assert [step.on.isoformat() for step in told.steps] == ["2026-10-16", "2026-10-20"]
    assert Words("国庆节", "National Day") in [day.name for day in told.skipped]
    assert [day.day.isoformat() for day in told.worked] == ["2026-10-10"]


def test_another_calendar_moves_what_a_rule_gave_and_nothing_that_people_set() -> None:
    closed = {date(2026, 3, day): OwnDay(date(2026, 3, day), False, Words("休", "off"))
              for day in (5, 6)}  # fmt: skip
    other = Calendar(own=closed)
    ruled = _chain(STATUTORY, VERIFICATION, date(2026, 3, 2), None, [("pause", 2)])
    again = reckoning_anew.again(other, ruled.basis, ruled.on)
    assert again
    assert (ruled.on, again.on) == (date(2026, 3, 18), date(2026, 3, 20))
    assert not due_dates.is_fixed(ruled.basis)
    assert _explained(other, ruled).astray
    noted = Reckoned(again.on, due_dates.noted(again.basis, "reckon", 9))
    told = _explained(other, noted)
    assert told.astray is None
    assert told.steps[-1].words.en == "reckoned again by a changed calendar; it was 2026-03-18"
    extended = _chain(STATUTORY, VERIFICATION, date(2026, 3, 2), None, [("extension", 9)])
    assert due_dates.is_fixed(extended.basis)
    assert due_dates.last(other, extended.basis) == extended.on
    assert reckoning_anew.again(other, extended.basis, extended.on) is None
    assert due_dates.is_fixed(due_dates.by_hand(date(2026, 3, 2)).basis)


def test_every_move_that_sets_a_date_says_how_and_its_replay_gives_the_same() -> None:
    asked: dict[str, Any] = {"due_on": date(2026, 5, 6), "held_on": date(2026, 5, 6),
                             "new_due": date(2026, 5, 6)}  # fmt: skip
    ruled = set()
    for list_type, move in MOVES:
        for facts in situations(list_type, move) if move.due and move.trigger != "reckon" else ():
            facts.item.data.setdefault("reply_days", 10)
            due = move.due(replace(facts, fields=asked)) if move.due else None
            if (
                due is None
                and facts.parent
                and list_type.state(move.dest or "raised").key == "verified"
            ):
                continue  # what is verified with its problem has no date of its own
            assert isinstance(due, Reckoned), (list_type.key, move.trigger)
            assert due_dates.last(facts.calendar, due.basis) == due.on
            ruled.add(due.basis.get("rule", ""))
    assert ruled - {""} <= LIMITS.keys()
    assert len(ruled) > 15


def test_each_limit_has_a_key_of_its_own() -> None:
    named = [found for found in vars(limits).values() if isinstance(found, Limit)]
    keys = [(limit.id, limit.name) for limit in named]
    assert len({*keys}) == len(keys) > 50
    assert {*LIMITS.values()} >= {*named}
