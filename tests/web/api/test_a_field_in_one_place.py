"""A field added to a list in one place is in its form, on its page, in its list and in the API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.cast import BRANCH, OFFICE, PERSONAS
from tests.web.api.client import Programs, refused
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow.declaration import RAISE, Choice, CodeTable, Field, ListType
from workflow.declaration.codes import Code
from workflow.errors import BadDeclaration
from workflow.profession.lists import LIST_TYPES
from workflow.words import Words

W = Words("某项", "the thing")
PLACES = CodeTable(
    "places", Words("地点", "Places"),
    (Code("1", Words("一楼", "first floor")), Code("1.1", Words("门厅", "hall"), "1")),
)  # fmt: skip
ADDED = (
    Field("place", Words("位置", "Place"), "code", False, table=PLACES, listed=True, filtered=True),
    Field("cost", Words("估价", "Estimate"), "money", False, limit=10_000, listed=True),
    Field(
        "themes", Words("主题", "Themes"), "many", False, filtered=True,
        choices=(Choice("fire", Words("消防", "fire")), Choice("data", Words("数据", "data"))),
    ),
    Field("witness", Words("见证人", "Witness"), "person", False, listed=True, filtered=True),
    Field("twin", Words("类似问题", "Problem alike"), "ref", False, of="problems"),
    Field("office", Words("协办单位", "Helping unit"), "unit", False, listed=True),
)  # fmt: skip
RAISED = {"title": "门厅灭火器过期", "unit": str(BRANCH), "severity": "minor"}


def _with(list_type: ListType, *added: Field) -> ListType:
    """Return a list with more fields in the one place where they are declared."""
    moves = (
        replace(t, fields=(*t.fields, *added)) if t.trigger == RAISE else t
        for t in list_type.transitions
    )
    return replace(list_type, transitions=tuple(moves))


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIST_TYPES, "problems", _with(LIST_TYPES["problems"], *ADDED))


def test_it_is_asked_for_shown_listed_and_filtered_by_on_pages(enter: Entering) -> None:
    inspector = enter("inspector", "en")
    form = inspector.text("/lists/problems/raise")
    for said in (
        "Place",
        "hall",
        "Estimate",
        "Themes",
        "fire",
        "Witness",
        "Helping unit",
    ):
        assert said in form
    assert "\xa0hall" in inspector.get("/lists/problems/raise").text, "indented below its floor"
    told = {**RAISED, "place": "1.1", "cost": "1200", "themes": ["fire", "data"]}
    told |= {"office": str(OFFICE)}
    answer = inspector.post("/lists/problems/raise", told)
    assert answer.status_code == 303, words(answer)
    page = inspector.text(answer.location)
    for said in ("Place hall", "Estimate ¥1,200.00", "Themes fire, data", "Office Party Committee"):
        assert said in page
    listed = inspector.text("/lists/problems")
    for said in ("Place", "hall", "¥1,200.00", "Office Party Committee"):
        assert said in listed
    assert "门厅灭火器" in inspector.text("/lists/problems?place=1&themes=data")
    assert "门厅灭火器" not in inspector.text("/lists/problems?place=1&themes=data&state=closed")
    assert inspector.get("/lists/problems?place=nowhere").status_code == 422


def test_it_is_written_read_and_filtered_by_through_the_api(programs: Programs, app: Flask) -> None:
    inspector, head = programs("inspector"), PERSONAS["branch-head"].id
    fields: dict[str, Any] = {**RAISED, "unit": BRANCH, "themes": ["data"], "witness": head}
    made = inspector.post("/items", {"list": "problems", "fields": fields})
    assert made.status_code == 201, made.json
    [row] = inspector.get(f"/items?list=problems&themes=data&witness={head}").json["items"]
    assert row["fields"] == {"witness": head}
    assert inspector.get("/items?list=problems&themes=fire").json["items"] == []
    told = refused(inspector.get("/items?list=problems&cost=1"), 400)
    assert told["fields"] == {"cost": 'there is no field "cost"'}
    wrong = {"list": "problems", "fields": {**fields, "themes": "data"}}
    assert refused(inspector.post("/items", wrong), 422)["fields"].keys() == {"themes"}
    raising = next(
        move
        for kind in inspector.get("/lists").json["lists"]
        for move in kind["transitions"]
        if (kind["key"], move["trigger"]) == ("problems", RAISE)
    )
    place = next(field for field in raising["fields"] if field["key"] == "place")
    assert (place["of"], place["listed"], place["filtered"]) == ("places", True, True)
    document = app.test_client().get("/api/v1/openapi.json").json
    named = {one["name"] for one in document["paths"]["/items"]["get"]["parameters"]}
    assert {"place", "themes", "witness"} <= named


def test_a_reference_leads_to_what_is_there_for_the_one_who_names_it(programs: Programs) -> None:
    inspector, number = programs("inspector"), programs.raised()
    fields = {**RAISED, "unit": BRANCH}
    body = {"list": "problems", "fields": {**fields, "twin": number.lower()}}
    made = inspector.post("/items", body)
    assert made.status_code == 201, made.json
    assert inspector.get(f"/items/{made.json['number']}").json["fields"]["twin"] == number
    for wrong in ("P2026-9999", "T2026-0001", 7):
        body = {"list": "problems", "fields": {**fields, "twin": wrong}}
        told = refused(inspector.post("/items", body), 422)
        assert told["fields"] == {"twin": '"Problem alike" names nothing that is there'}


def test_what_has_a_column_already_is_not_declared_as_another() -> None:
    with pytest.raises(BadDeclaration, match="no field that a list could show"):
        _with(LIST_TYPES["tasks"], Field("until", W, "date", use="due", listed=True))
