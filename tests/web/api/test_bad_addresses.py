"""Whatever address is asked for, the answer says what is wrong with it."""

from __future__ import annotations

import pytest

from tests.web.api.client import Programs, refused
from tests.web.api.test_bad_bodies import GOOD

WRONG_PARAMETERS = [
    ("color=red", "color"),
    ("colour=purple", "colour"),
    ("state=open&state=closed", "state"),
    ("list[]=problems", "list[]"),
    ("list=nothing", "list"),
    ("state=frozen", "state"),
    ("severity=huge", "severity"),
    ("sort=accountability.level", "sort"),
    ("sort=id;--", "sort"),
    ("limit=100000000", "limit"),
    ("limit=0", "limit"),
    ("limit=-1", "limit"),
    ("limit=1_0", "limit"),
    ("limit=１２", "limit"),
    ("limit=", "limit"),
    ("overdue=2", "overdue"),
    ("due_from=2026-13-01", "due_from"),
    ("closed_to=soon", "closed_to"),
    ("waits_for=somebody", "waits_for"),
    ("step=dance", "step"),
    ("group=colour", "group"),
    ("columns=number,nothing", "columns"),
    ("sort=nothing", "sort"),
    ("aspect=Z9", "aspect"),
    ("mine=yes", "mine"),
    ("unit=1.0", "unit"),
    ("unit=2147483648", "unit"),
    ("q=a%00b", "q"),
    ("q=" + "x" * 201, "q"),
]
# What stands in these, undone: no list, no number, one beyond all, a negative one, a huge one.
MADE_UP_CURSORS = ("x", "W10=", "WyIiLCAxZTQwMF0=", "WyIiLCAtMV0=", "WyIiLCA5OTk5OTk5OTk5OTk5OTk5OTk5OV0=")  # fmt: skip # noqa: E501
NO_NUMBERS = (
    "P2026-9999",
    "P2026-１２３４",
    "p2026-0001",
    "%00",
    "..%2f..%2fetc",
    "x" * 300,
    "P2026-0001%00",
)


def test_a_wrong_parameter_is_400_and_named(programs: Programs, subtests: pytest.Subtests) -> None:
    for query, name in WRONG_PARAMETERS:
        with subtests.test(query=query[:40]):
            told = refused(programs("inspector").get(f"/items?{query}"), 400)
            assert list(told["fields"]) == [name]


def test_a_made_up_page_link_is_400(programs: Programs, subtests: pytest.Subtests) -> None:
    for cursor in MADE_UP_CURSORS:
        for sort in ("newest", "due"):
            with subtests.test(cursor=cursor, sort=sort):
                answer = programs("inspector").get(f"/items?sort={sort}&after={cursor}")
                assert "page link" in refused(answer, 400)["detail"]


def test_the_inbox_refuses_wrong_parameters_too(programs: Programs) -> None:
    for query in ("before=x", "before=0", "limit=201", "limit=1&limit=2", "after=1"):
        refused(programs("inspector").get(f"/inbox?{query}"), 400)


def test_a_number_that_is_none_is_404(programs: Programs, subtests: pytest.Subtests) -> None:
    inspector = programs("inspector")
    for number in NO_NUMBERS:
        with subtests.test(number=number[:40]):
            refused(inspector.get(f"/items/{number}"), 404)
            refused(inspector.get(f"/items/{number}/events"), 404)
            refused(inspector.get(f"/items/{number}/evidence/{'0' * 64}"), 404)
            refused(inspector.move(number, "assign"), 404)
    body = {"list": "tasks", "fields": GOOD, "parent": "P2026-9999\u0000"}
    refused(inspector.post("/items", body), 404)


def test_a_row_number_beyond_every_table_is_404(
    programs: Programs, subtests: pytest.Subtests
) -> None:
    for number in (2**31, 2**63, "9" * 5000, "١", "-1"):
        for whose in ("people", "units"):
            with subtests.test(whose=whose, number=str(number)[:20]):
                refused(programs("inspector").get(f"/{whose}/{number}/record"), 404)


def test_a_path_that_is_none_is_404_and_a_wrong_method_405(programs: Programs) -> None:
    number = programs.raised()
    inspector = programs("inspector")
    refused(inspector.get("/nothing"), 404)
    for method in ("PUT", "PATCH", "DELETE"):
        answer = inspector.send(method, f"/items/{number}", b"{}")
        refused(answer, 405)
        assert "GET" in answer.headers["Allow"]
    refused(inspector.get(f"/items/{number}/assign"), 405)
    answer = inspector.send("GET", f"/items/{number}", b"", X_HTTP_Method_Override="DELETE")
    assert answer.status_code == 200


def test_a_move_that_does_not_exist_is_404_and_one_out_of_turn_409(programs: Programs) -> None:
    number = programs.raised()
    refused(programs("coordinator").move(number, "to_closed"), 404)
    told = refused(programs("committee").move(number, "close"), 409)
    assert "Possible now" in told["detail"]
    assert programs("committee").get(f"/items/{number}").json["state"] == "raised"


def test_the_machines_own_move_is_nobodys(programs: Programs) -> None:
    number = programs.assigned()
    refused(programs("committee").move(number, "escalate"), 403)
    refused(programs("committee").move(number, "raise"), 409)
