"""One file in a folder gives page, form, list with filter, API, history, journal and menu place."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest
from flask import Flask

from tests.cast import BRANCH, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.servers import Database
from tests.web.api.client import Client, Programs, refused
from tests.web.conftest import Entering
from tests.web.stories import in_days
from tests.web.visitor import Visitor, words
from workflow.declaration import Register
from workflow.journal.logs import queries as logs
from workflow.journal.logs import wording
from workflow.journal.logs.queries import LogFilter

FORM = {
    "unit": str(BRANCH), "title": "结对帮扶", "area": "1.1", "cost": "12,000.5",
    "stage": "promised", "helpers": "money", "valid_from": in_days(-200),
}  # fmt: skip
FIELDS: dict[str, Any] = {**FORM, "unit": BRANCH, "helpers": ["money", "people"]}


@pytest.fixture
def clerk(pledges: Register, enter: Entering) -> Visitor:
    return enter("coordinator", "en")


@pytest.fixture
def program(pledges: Register, programs: Programs) -> Client:
    return programs("coordinator")


def added(visitor: Visitor, **more: str) -> str:
    """Add an entry by its form; return the address of its page."""
    answer = visitor.post("/registers/pledges/add", {**FORM, **more})
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


def test_it_has_a_place_in_the_menu_of_those_who_may_read_it(
    clerk: Visitor, enter: Entering
) -> None:
    assert 'href="/registers/pledges">Pledges</a>' in clerk.get("/").text
    assert "/registers/pledges" not in enter("system-admin").get("/").text
    assert enter("system-admin").get("/registers/pledges").status_code == 404
    assert enter("nobody").get("/registers/pledges").status_code == 404


def test_an_entry_is_added_by_a_form_and_shown_on_a_page(clerk: Visitor) -> None:
    form = clerk.text("/registers/pledges/add")
    for said in (
        "Reading",
        "the unit has to be: a branch",
        "Problem",
        "nobody keeps entries",
    ):
        assert said in form
    assert "\xa0Reading" in clerk.get("/registers/pledges/add").text, "indented below its area"
    page = clerk.text(added(clerk, keeper=str(PERSONAS["branch-head"].id)))
    for said in ("结对帮扶", "Reading", "¥12,000.50", "promised", "money", "Chen Jianguo"):
        assert said in page
    assert "Add" in page
    assert "Zhou Min" in page


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(clerk: Visitor) -> None:
    wrong = {**FORM, "unit": str(OFFICE), "cost": "much", "code": "x", "title": "保留这几个字"}
    answer = clerk.post("/registers/pledges/add", wrong)
    assert answer.status_code == 422
    assert "a sum from 0 to 1000000 yuan" in words(answer)
    assert "a code such as AB123" in words(answer)
    assert 'value="保留这几个字"' in answer.text
    fixed = {**wrong, "cost": "1", "code": ""}
    assert "the unit has to be: a branch" in words(clerk.post("/registers/pledges/add", fixed))
    assert "Nothing here" in clerk.text("/registers/pledges")


def test_the_list_is_narrowed_down_by_what_the_fields_declare(clerk: Visitor) -> None:
    added(clerk)
    added(
        clerk, title="读书会", area="2", stage="promised", unit=str(OTHER_BRANCH), helpers="people"
    )
    both = {"结对帮扶", "读书会"}

    def shown(query: str) -> set[str]:
        page = clerk.text(f"/registers/pledges?{query}")
        return {title for title in both if title in page}

    assert shown("") == both
    assert shown("area=1") == {"结对帮扶"}
    assert shown("area=2") == {"读书会"}
    assert shown("helpers=people") == {"读书会"}
    assert shown("stage=done") == set()
    assert shown(f"unit={BRANCH}") == {"结对帮扶"}
    assert shown("q=帮扶") == {"结对帮扶"}
    assert shown("q=%25") == set()
    assert shown("state=ended") == set()
    assert clerk.get("/registers/pledges?stage=nonsense").status_code == 422
    assert clerk.get("/registers/pledges?state=nonsense").status_code == 422


def test_pages_follow_by_key_and_miss_nothing(program: Client) -> None:
    made = [
        program.post("/registers/pledges", {"fields": {**FIELDS, "title": f"第{n}条"}}).json["id"]
        for n in range(5)
    ]
    seen, path = [], "/registers/pledges?limit=2"
    while path:
        page = program.get(path).json
        seen += [one["id"] for one in page["entries"]]
        path = (page["next"] or "").removeprefix("/api/v1")
    assert seen == made[::-1]
    assert refused(program.get("/registers/pledges?after=nonsense"), 400)


def test_a_change_and_an_end_are_kept_in_the_history_and_in_the_journal(
    clerk: Visitor, database: Database
) -> None:
    where = added(clerk)
    form = clerk.get(f"{where}/change")
    version = re.findall(r'name="version" value="(\d+)"', form.text)[0]
    changed = {**FORM, "stage": "begun", "version": version}
    assert clerk.post(f"{where}/change", changed).status_code == 303
    ended = {"reason": "承诺的事项已经全部办完", "version": "2", "valid_to": in_days(30)}
    assert clerk.post(f"{where}/end", ended).status_code == 303
    page = clerk.text(where)
    assert "Stage: promised → begun" in page
    assert "承诺的事项已经全部办完" in page
    assert page.index("承诺的事项已经全部办完") < page.index("Stage: promised")
    found, _ = logs.entries(actor("audit-admin"), LogFilter(kind="register"))
    assert [wording.details(line).en for line in found] == [
        "ended; changed: valid_to; version: 3", "changed; changed: stage; version: 2",
        "added; changed: title, area, cost, stage, helpers, valid_from; version: 1",
    ]  # fmt: skip
    assert wording.subject(found[0]).zh.startswith("台账 承诺台账 ")
    with psycopg.connect(database.owner_url) as owner:
        for change in ("UPDATE register_changes SET reason = ''", "DELETE FROM register_changes"):
            with pytest.raises(psycopg.Error, match="append-only"), owner.transaction():
                owner.execute(change)


def test_somebody_who_was_slower_is_told_and_changes_nothing(clerk: Visitor) -> None:
    where = added(clerk)
    for title, status in (("先到", 303), ("后到", 409)):
        answer = clerk.post(f"{where}/change", {**FORM, "title": title, "version": "1"})
        assert answer.status_code == status
    assert "先到" in clerk.text(where)
    assert "后到" not in clerk.text(where)
    assert clerk.post(f"{where}/change", FORM).status_code == 422  # without any version


def test_a_form_that_is_sent_twice_adds_one_entry(clerk: Visitor) -> None:
    first, again = (added(clerk, key="the same form") for _ in range(2))
    assert first == again


def test_whoever_does_not_keep_it_reads_it_where_they_may(clerk: Visitor, enter: Entering) -> None:
    where = added(clerk)
    member, stranger = enter("branch-member", "en"), enter("outsider", "en")
    assert "结对帮扶" in member.text("/registers/pledges")
    assert "Add an entry" not in member.text("/registers/pledges")
    assert member.get("/registers/pledges/add").status_code == 403
    assert f'{where}/change"' not in member.get(where).text
    assert member.post(f"{where}/end", {"version": "1"}, page="/account").status_code == 403
    assert "结对帮扶" not in stranger.text("/registers/pledges")
    assert stranger.get(where).status_code == 404
    assert (
        stranger.post(f"{where}/change", {**FORM, "version": "1"}, page="/account").status_code
        == 404
    )


def test_nobody_keeps_entries_of_their_own_unit_or_of_one_that_is_not_theirs(
    pledges: Register, programs: Programs
) -> None:
    head = programs("branch-head")
    told = refused(head.post("/registers/pledges", {"fields": FIELDS}), 422)
    assert told["fields"] == {"unit": "nobody keeps entries of their own unit"}
    elsewhere = {"fields": {**FIELDS, "unit": OTHER_BRANCH}}
    told = refused(head.post("/registers/pledges", elsewhere), 422)
    assert "for you to keep" in told["fields"]["unit"]


def test_the_api_adds_reads_changes_and_ends_with_versions(program: Client) -> None:
    made = program.post("/registers/pledges", {"fields": FIELDS})
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    path = made.headers["Location"].removeprefix("/api/v1")
    one = program.get(path)
    assert one.headers["ETag"].startswith('"1-')
    assert one.json["fields"] == {
        "title": "结对帮扶", "area": "1.1", "cost": "12000.50", "stage": "promised",
        "helpers": ["money", "people"],
    }  # fmt: skip
    begun = {"fields": {**FIELDS, "stage": "begun"}}
    changed = program.post(f"{path}/change", begun, If_Match='"1"')
    assert (changed.status_code, changed.json["version"]) == (200, 2)
    refused(program.post(f"{path}/change", begun, If_Match='"1"'), 412)
    refused(program.post(f"{path}/end", {"fields": {"reason": "no"}}), 422)
    ended = program.post(f"{path}/end", {"fields": {"reason": "这件事已经办完，不再继续"}})
    assert ended.json["version"] == 3
    acts = [(one["act"], one["version"]) for one in program.get(f"{path}/changes").json["changes"]]
    assert acts == [("end", 3), ("change", 2), ("add", 1)]
    refused(program.post(f"{path}/end", {"fields": {"reason": "这件事已经办完，不再继续"}}), 409)


def test_a_request_that_is_sent_again_gets_the_answer_of_the_first(program: Client) -> None:
    again = {"Idempotency_Key": "once"}
    first, second = (program.post("/registers/pledges", {"fields": FIELDS}, **again) for _ in "12")
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    other = {"fields": {**FIELDS, "title": "别的"}}
    refused(program.post("/registers/pledges", other, **again), 422)
    assert len(program.get("/registers/pledges").json["entries"]) == 1


def test_programs_send_the_types_of_the_declaration(program: Client) -> None:
    wrong = {**FIELDS, "unit": str(BRANCH), "helpers": "money", "cost": 12, "unknown": 1}
    told = refused(program.post("/registers/pledges", {"fields": wrong}), 422)
    assert told["fields"].keys() == {"unit", "helpers", "cost"}
    told = refused(program.post("/registers/pledges", {"fields": {**FIELDS, "unknown": 1}}), 422)
    assert told["fields"] == {"unknown": 'there is no field "unknown"'}
    refused(program.get("/registers/pledges?colour=red"), 400)
    refused(program.get("/registers/nonsense"), 404)


def test_what_is_referred_to_has_to_be_there_for_the_one_who_names_it(
    program: Client, programs: Programs
) -> None:
    number = programs.raised()
    fine = program.post("/registers/pledges", {"fields": {**FIELDS, "problem": number}})
    assert fine.status_code == 201, fine.json
    after = {**FIELDS, "title": "后一个", "before": int(fine.json["id"])}
    assert program.post("/registers/pledges", {"fields": after}).status_code == 201
    for wrong in ({"problem": "P2026-9999"}, {"before": 999}, {"keeper": 999}, {"problem": 7}):
        fields = {**FIELDS, "title": "又一个", **wrong}
        told = refused(program.post("/registers/pledges", {"fields": fields}), 422)
        assert told["fields"].keys() == wrong.keys()


def test_the_declaration_and_the_document_of_the_api_know_it(program: Client, app: Flask) -> None:
    told = next(
        one for one in program.get("/registers").json["registers"] if one["key"] == "pledges"
    )
    assert [field["key"] for field in told["fields"]][:3] == ["unit", "title", "area"]
    assert [choice["key"] for choice in told["fields"][2]["choices"]] == ["1", "1.1", "2"]
    assert "nobody keeps entries of their own unit" in [words["en"] for words in told["demands"]]
    document = app.test_client().get("/api/v1/openapi.json").json
    listing = document["paths"]["/registers/{register}"]["get"]["parameters"]
    named = {one["name"]: one["schema"] for one in listing}
    assert "pledges" in named["register"]["enum"]
    assert {"area", "stage", "helpers"} <= named.keys()
