"""Look-backs through the API: drawn once, secret until their day, then told with their results."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.cast import OFFICE
from tests.engine.stage import REASON
from tests.escalation.late_items import set_clock
from tests.look_backs.sampling import NOW, closed, come_the_day, judge
from tests.servers import Database
from tests.web.api.client import API, Programs, refused
from workflow.inspections.look_backs.sampling import sample

ASKED = {
    "unit": OFFICE, "day": "2026-03-10", "by": "unit", "measure": "number", "amount": 3,
    "reason": "quarterly look-back",
}  # fmt: skip
OF_A_KEY = "SELECT count(*) FROM look_backs"


@pytest.fixture(autouse=True)
def owner(programs: Programs, database: Database) -> Iterator[psycopg.Connection[Any]]:
    """It is Monday for the service."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, NOW.isoformat())
        yield connection


def drawn(programs: Programs, **more: object) -> str:
    answer = programs("director").post("/look-backs", ASKED | more)
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def test_a_sample_is_drawn_and_told_with_all_it_takes_to_draw_it_again(
    programs: Programs,
) -> None:
    numbers = closed(5)
    answer = programs("director").post("/look-backs", ASKED)
    address = answer.headers["Location"]
    told = programs("director").get(address.removeprefix(API)).json
    (stratum,) = told["strata"]
    assert (told["id"], told["state"], told["drawn"]) == (answer.json["id"], "to_come", 3)
    assert stratum["population"] == sorted(numbers)
    again = sample(told["seed"], "number", 3, stratum["population"])
    assert tuple(stratum["drawn"]) == again
    assert {item["outcome"] for item in told["items"]} == {"drawn"}


def test_before_the_day_a_sample_is_told_from_none_by_nobody_who_may_not_draw_it(
    programs: Programs,
) -> None:
    closed(3)
    plan = drawn(programs)
    for login in ("branch-head", "coordinator", "verifier", "inspector", "system-admin", "nobody"):
        program = programs(login)
        assert program.get("/look-backs").json == {"look_backs": [], "next": None}
        for none in (plan, str(UUID(int=7))):
            path = f"/look-backs/{none}"
            assert refused(program.get(path), 404)["detail"] == "There is no such page."
            refused(program.post(f"{path}/take-back", {"reason": REASON}), 404)
        refused(program.post("/look-backs", ASKED), 404)
    assert programs("discipline").get(f"/look-backs/{plan}").status_code == 200


def test_from_the_day_on_its_results_are_told(
    programs: Programs, owner: psycopg.Connection[Any]
) -> None:
    closed(3)
    plan = drawn(programs)
    come_the_day(owner, 3)
    told = programs("verifier").get(f"/look-backs/{plan}").json
    one, other, _ = (item["number"] for item in told["items"])
    judge(one, "fail_look_back")
    judge(other, "pass_look_back")
    told = programs("verifier").get(f"/look-backs/{plan}").json
    assert told["state"] == "called"
    assert [item["outcome"] for item in told["items"]] == ["failed", "passed", "waiting"]
    assert told["items"][0]["comment"] == REASON
    counted = {"drawn": 3, "passed": 1, "failed": 1, "waiting": 1, "left_out": 0}
    assert told["together"] == counted | {"population": 3}
    assert [of["relapses"] for of in told["units"]] == [1]
    refused(programs("branch-head").get(f"/look-backs/{plan}"), 404)


def test_a_request_that_is_sent_twice_draws_once(
    programs: Programs, owner: psycopg.Connection[Any]
) -> None:
    closed(3)
    key, director = str(uuid4()), programs("director")
    first, again = (director.post("/look-backs", ASKED, Idempotency_Key=key) for _ in range(2))
    assert (again.status_code, again.json) == (201, first.json)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    other = director.post("/look-backs", ASKED | {"amount": 1}, Idempotency_Key=key)
    assert "another request" in refused(other, 422)["detail"]
    assert owner.execute(OF_A_KEY).fetchone() == (1,)


def test_two_requests_at_once_with_one_key_draw_once(
    programs: Programs, owner: psycopg.Connection[Any]
) -> None:
    closed(3)
    key, director, answers = str(uuid4()), programs("director"), []

    def ask() -> None:
        answers.append(director.post("/look-backs", ASKED, Idempotency_Key=key))

    both = [Thread(target=ask) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.json["id"] for answer in answers}) == 1
    assert owner.execute(OF_A_KEY).fetchone() == (1,)


def test_a_refused_request_leaves_its_key_free(programs: Programs) -> None:
    closed(1)
    key, director = str(uuid4()), programs("director")
    answer = director.post("/look-backs", ASKED | {"day": "2026-03-14"}, Idempotency_Key=key)
    assert refused(answer, 422)["fields"] == {"day": "that is no working day"}
    assert director.post("/look-backs", ASKED, Idempotency_Key=key).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"unit": "2"}, "unit"), ({"by": "luck"}, "by"), ({"day": 5}, "day"), ({"seed": "x"}, "seed"),
     ({"amount": True}, "amount"), ({"day": "soon"}, "day"), ({"unit": 999}, "unit")],
)  # fmt: skip
def test_what_is_wrong_is_named(programs: Programs, wrong: dict[str, object], field: str) -> None:
    closed(1)
    answer = programs("director").post("/look-backs", ASKED | wrong)
    assert refused(answer, 422)["fields"].keys() == {field}


def test_pages_follow_each_other_and_each_look_back_is_on_one(programs: Programs) -> None:
    closed(2)
    ids = {drawn(programs, day=f"2026-03-{day}") for day in (10, 11, 12, 13, 16)}
    path: str | None = f"{API}/look-backs?limit=2"
    seen: list[dict[str, Any]] = []
    while path:
        page = programs("director").get(path.removeprefix(API)).json
        assert 0 < len(page["look_backs"]) <= 2
        seen += page["look_backs"]
        path = page["next"]
    assert {line["id"] for line in seen} == ids
    assert len(seen) == 5
    days = [line["day"] for line in seen]
    assert days == sorted(days, reverse=True)
    for bad in ("x", str(UUID(int=7))):
        refused(programs("director").get(f"/look-backs?after={bad}"), 400)


def test_a_sample_is_taken_back_once_with_a_reason(programs: Programs) -> None:
    closed(1)
    path, director = f"/look-backs/{drawn(programs)}", programs("director")
    assert "reason" in refused(director.post(f"{path}/take-back", {"reason": "no"}), 422)["fields"]
    key = str(uuid4())
    first, again = (
        director.post(f"{path}/take-back", {"reason": REASON}, Idempotency_Key=key)
        for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["Idempotency-Replayed"] == "true"
    refused(director.post(f"{path}/take-back", {"reason": REASON}), 409)
    told = director.get(path).json
    assert (told["state"], told["taken_back_reason"]) == ("taken_back", REASON)
