"""A list is asked in one way: by its page, by a program and by an export alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import clock
from tests.cast import BRANCH, OFFICE, OTHER_BRANCH, PERSONAS, Persona, actor, cast
from tests.queries.taken import rows, taken
from tests.web.stories import assigned, in_days, raised, rectified, stored
from workflow.declaration import pack
from workflow.engine import commands
from workflow.errors import BadInput
from workflow.queries import Filters, items
from workflow.queries.list_address import address_of, read_address
from workflow.queries.list_columns import GROUPS, column_words
from workflow.queries.list_orders import SORTS
from workflow.queries.list_periods import PERIODS, days_of

__all__ = ["cast"]
_DAYS = st.sampled_from([None, -40, -1, 0, 1, 40])  # from today
_PERIODS = {f"{key}_{end}" for key in PERIODS for end in ("from", "to")}
_SORTS = (*SORTS, *(f"-{sort}" for sort in SORTS[2:]), "aspect", "-source", "found_on", "percent")
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["会", "会议", "第一党支部", "建国", "会议 支部", "没有"]),
        "states": st.lists(st.sampled_from(["open", "raised", "closed"]), unique=True).map(tuple),
        "unit_id": st.sampled_from([None, OFFICE, BRANCH, OTHER_BRANCH]),
        "holder_id": st.sampled_from([None, PERSONAS["branch-head"].id, PERSONAS["outsider"].id]),
        "raised_by": st.sampled_from([None, PERSONAS["inspector"].id, PERSONAS["director"].id]),
        "waits_for": st.sampled_from(["", "holder", "party_work_clerk"]),
        "step": st.sampled_from(["", "receipt"]),
        "found_from": _DAYS, "found_to": _DAYS, "due_from": _DAYS, "due_to": _DAYS,
        "closed_from": _DAYS, "closed_to": _DAYS,
        "sort": st.sampled_from(_SORTS),
        "group": st.sampled_from(["", *GROUPS]),
        "columns": st.lists(st.sampled_from(["unit", "raised", "aspect", "source"]), unique=True)
        .map(tuple),
        "fields": st.sampled_from([{}, {"aspect": "A1"}, {"source": "检查"}]),
    },
)  # fmt: skip


@pytest.fixture
def some(cast: dict[str, Persona]) -> list[str]:
    """Problems of several units, people, states and sources."""
    more = {"aspect": "A1", "source": "年度党建检查", "found_on": in_days(-30)}
    fields = {"title": "会议太多", "unit": str(OTHER_BRANCH), "severity": "major", **more}
    numbers = [raised("会议记录不全"), assigned("牌匾破损", days=60), rectified(stored())]
    numbers.append(commands.raise_item("problems", actor("inspector"), fields=fields).number)
    commands.fire(numbers[0], "withdraw", actor("director"), comment="与另一项重复，不再立项")
    return numbers


def pages(login: str, filters: Filters, limit: int = 2) -> list[str]:
    """Return the numbers of all pages of the problems."""
    shown, after = list[str](), None
    while True:
        page = items("problems", actor(login), filters, after, limit)
        shown += [row.number for row in page.rows]
        if (after := page.next) is None:
            return shown


def found(**filters: Any) -> list[str]:
    return pages("coordinator", Filters(**filters))


def _on(days: int | None) -> date | None:
    return None if days is None else clock.today() + timedelta(days=days)


def in_order(days: tuple[date | None, date | None]) -> tuple[date | None, ...]:
    return (*sorted(days),) if all(days) else days  # type: ignore[type-var]


def test_what_is_asked_is_what_is_counted_shown_grouped_and_taken_out(some: list[str]) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(login=st.sampled_from(["coordinator", "branch-head", "nobody"]), filters=FILTERS)
    def holds(login: str, filters: dict[str, Any]) -> None:
        filters = {key: _on(value) if key in _PERIODS else value for key, value in filters.items()}
        asked = Filters(**filters)
        if any(days_of(asked, key) != in_order(days_of(asked, key)) for key in PERIODS):
            with pytest.raises(BadInput, match="begins on"):
                items("problems", actor(login), asked, count=True)
            return
        page = items("problems", actor(login), asked, count=True)
        shown = [row.number for row in page.rows]
        assert pages(login, asked) == shown
        assert page.count
        assert page.count.rows == len(shown)
        if asked.group:
            assert [group.count for group in page.groups] == [len(g.rows) for g in page.groups]
        assert [row.number for group in page.groups for row in group.rows] == shown
        out = rows(taken(login, form="json", filters=filters))
        assert [row["number"] for row in out] == shown
        assert read_address(pack().lists["problems"], address_of(asked)) == asked

    holds()


def test_each_order_is_followed_without_gaps_both_ways(some: list[str]) -> None:
    for sort in _SORTS:
        assert sorted(found(sort=sort)) == sorted(some), sort
        assert found(sort=sort) == [
            row.number for row in items("problems", actor("coordinator"), Filters(sort=sort)).rows
        ]


def test_a_list_is_narrowed_by_people_steps_and_fields(some: list[str]) -> None:
    _withdrawn, under_way, handed_in, elsewhere = some
    assert found(holder_id=PERSONAS["branch-head"].id) == [handed_in, under_way]
    assert found(raised_by=PERSONAS["inspector"].id) == some[::-1]
    assert found(raised_by=PERSONAS["director"].id) == []
    assert found(waits_for="holder") == [under_way]
    assert found(fields={"aspect": "A1"}) == found(fields={"source": "党建 检查"}) == [elsewhere]
    assert found(fields={"source": "会议太多"}) == []  # which stands in another field
    assert found(states=("raised", "rectified")) == [elsewhere, handed_in]


def test_a_period_has_both_its_days(some: list[str]) -> None:
    withdrawn, under_way, _, elsewhere = some
    today, found_on = clock.today(), clock.today() - timedelta(days=30)
    assert found(found_from=found_on, found_to=found_on) == [elsewhere]
    assert elsewhere not in found(found_from=today, found_to=today)
    due = today + timedelta(days=60)
    assert found(due_from=due, due_to=due) == [under_way]
    assert found(due_from=due + timedelta(days=1), due_to=due + timedelta(days=1)) == []
    assert found(closed_from=today, closed_to=today) == [withdrawn]
    assert found(closed_to=today - timedelta(days=1)) == []


@pytest.mark.parametrize(
    "query",
    [
        {"overdue": "maybe"}, {"due_from": "2026-02-30"}, {"found_to": "昨天"}, {"holder": "0"},
        {"sort": "newest-"}, {"sort": "-newest"}, {"sort": "title.x"}, {"columns": "unit,nothing"},
        {"group": "severity"}, {"step": "nothing"}, {"waits_for": "nobody"}, {"aspect": "Z"},
        {"updated_since": "2026-01-01"}, {"severity": "huge"}, {"state": "open,nowhere"},
        {"raised_by": "x"}, {"unit": "x"}, {"found_from": "2026-02-02", "found_to": "2026-02-01"},
    ],
)  # fmt: skip
def test_a_value_that_is_none_is_told_by_name(
    cast: dict[str, Persona], query: dict[str, str]
) -> None:
    with pytest.raises(BadInput) as refused:
        items("problems", actor("coordinator"), read_address(pack().lists["problems"], query))
    told = refused.value.words
    assert list(query.values())[-1].split(",")[-1][:40] in told.zh, urlencode(query)
    assert "“" in told.zh


def test_an_order_that_is_made_anew_is_for_a_list_of_bounded_length(
    some: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.queries.listing.MOST_SORTED", 3)
    for filters in ({"sort": "title"}, {"group": "state"}, {"sort": "-holder"}):
        with pytest.raises(BadInput, match=r"narrow the filter down"):
            found(**filters)
        assert found(**filters, states=("open",))
    assert len(found(sort="unit")) == len(found(sort="-due")) == 4


def test_every_column_of_every_list_can_be_shown_and_taken_out(some: list[str]) -> None:
    for key in pack().lists:
        columns = (*column_words(key),)
        items(key, actor("coordinator"), Filters(columns=columns))
        taken("coordinator", key, form="json", filters={"columns": columns})
    [row, *_] = rows(taken("coordinator", form="json", filters={"columns": ("aspect", "raised")}))
    assert [*row] == ["number", "title", "severity", "raised_on", "fields.aspect"]
    assert row["raised_on"] == clock.today().isoformat()
