"""A program keeps a copy of a list by asking for what has changed; nothing is lost on the way."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from tests import clock
from tests.cast import PERSONAS
from tests.web.api.client import Client, Programs, refused


def numbers(client: Client, query: str = "") -> list[str]:
    return [row["number"] for row in client.get(f"/items?{query}").json["items"]]


def changed_at(client: Client, number: str) -> str:
    return quote(client.get(f"/items/{number}").json["updated_at"])


def test_what_has_changed_since_a_moment_comes_in_the_order_of_its_change(
    programs: Programs,
) -> None:
    first, second, third = (programs.raised(f"问题 {n}") for n in range(3))
    coordinator = programs("coordinator")
    since = changed_at(coordinator, second)
    assert coordinator.move(first, "comment", "催办").status_code == 200
    query = f"sort=updated&updated_since={since}"
    assert numbers(coordinator, query) == [second, third, first]
    later = changed_at(coordinator, first)
    assert numbers(coordinator, f"updated_since={later}") == [first]


def test_pages_by_change_lose_nothing_that_changes_while_they_are_read(
    programs: Programs,
) -> None:
    raised = [programs.raised(f"问题 {n}") for n in range(4)]
    coordinator = programs("coordinator")
    page = coordinator.get("/items?sort=updated&limit=2").json
    assert [row["number"] for row in page["items"]] == raised[:2]
    coordinator.move(raised[0], "comment", "催办")
    rest = coordinator.get(page["next"].removeprefix("/api/v1")).json
    last = coordinator.get(rest["next"].removeprefix("/api/v1")).json if rest["next"] else {}
    seen = [row["number"] for row in [*rest["items"], *last.get("items", [])]]
    assert seen == [*raised[2:], raised[0]]


def test_a_list_is_narrowed_down_by_holder_due_date_and_several_states(
    programs: Programs,
) -> None:
    raised, assigned, rectified = programs.raised(), programs.assigned(), programs.rectified()
    inspector = programs("inspector")
    holder = PERSONAS["branch-head"].id
    assert numbers(inspector, f"holder={holder}") == [rectified, assigned]
    assert numbers(inspector, f"holder={PERSONAS['outsider'].id}") == []
    assert numbers(inspector, "state=raised,rectified") == [rectified, raised]
    due = clock.today() + timedelta(days=30)
    assert assigned not in numbers(inspector, f"due_before={due}")
    assert assigned in numbers(inspector, f"due_before={due + timedelta(days=1)}")


def test_the_days_of_a_filter_are_those_of_the_lines(programs: Programs) -> None:
    programs.raised(), programs.assigned(), programs.rectified()
    rows = programs("inspector").get("/items").json["items"]
    days = {row["number"]: row["due"]["on"] for row in rows if row["due"]}
    assert days
    for day in days.values():
        found = numbers(programs("inspector"), f"due_before={day}")
        assert {*found} == {number for number, on in days.items() if on < day}


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("updated_since=2026-01-01", "updated_since", "no_date"),
        ("updated_since=2026-01-01T00:00:00", "updated_since", "no_date"),
        ("updated_since=2026-13-01T00:00:00Z", "updated_since", "no_date"),
        ("due_before=tomorrow", "due_before", "no_date"),
        ("due_before=20260101", "due_before", "no_date"),
        ("holder=0", "holder", "out_of_range"),
        ("holder=x", "holder", "wrong_type"),
        ("state=raised,nonsense", "state", "no_choice"),
        ("state=", "state", "no_choice"),
    ],
)
def test_a_wrong_filter_is_refused_and_never_left_out(
    programs: Programs, query: str, field: str, code: str
) -> None:
    told = refused(programs("inspector").get(f"/items?{query}"), 400)
    assert [(e["parameter"], e["code"]) for e in told["errors"]] == [(field, code)]
