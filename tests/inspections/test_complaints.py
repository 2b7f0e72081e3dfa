"""Complaints: who complained is sealed, whom it is about is shut out, and a reply is owed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.cast import PERSONAS, actor
from tests.servers import Database
from workflow import queries
from workflow.declaration import Actor, Facts, pack
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible, WorkflowError
from workflow.inspections.complaints import findings, identities, receipts, replies_job
from workflow.inspections.complaints.receipts import Receipt
from workflow.inspections.complaints.receiving import receive
from workflow.platform import settings
from workflow.profession.moves.complaint_reply import COMPLAINT_REPLIED
from workflow.queries.search_everywhere import search

NAME, CONTACT = "韦小宝", "13900001111"
TOLD = {
    "title": "支部会议记录造假", "text": "三月的会没有开，记录是后补的。",
    "about": "第一党支部书记陈建国", "name": NAME, "contact": CONTACT,
}  # fmt: skip
REASON = "a reason of more than ten characters"
pytestmark = pytest.mark.usefixtures("cast")


def received(**more: str) -> Receipt:
    return receive({**TOLD, **more}, uuid4().hex)


def accepted(number: str, handler: str = "director") -> None:
    holder = str(PERSONAS[handler].id)
    commands.fire(number, "accept", actor("discipline"), fields={"holder": holder})


def drafted(number: str, handler: str = "director") -> None:
    accepted(number, handler)
    said = {"found": "属实", "reply": "已责令补开会议。"}
    commands.fire(number, "draft", actor(handler), fields=said)


def replied(number: str) -> None:
    drafted(number)
    commands.fire(number, "reply", actor("discipline"))


def sees(login: str, number: str) -> bool:
    try:
        queries.item(number, actor(login))
    except NotFound:
        return False
    return True


def test_a_complaint_goes_from_its_receipt_to_the_reply_and_the_end() -> None:
    receipt = received()
    first = receipts.standing(receipt.number, receipt.code)
    assert (first.state.zh, first.reply, first.is_final) == ("待受理", "", False)
    assert first.due_on is not None
    assert (first.due_on - first.received_on).days == 15
    drafted(receipt.number)
    handled = receipts.standing(receipt.number.lower(), receipt.code.lower().replace("-", " "))
    assert handled.reply == ""  # nothing is told before it is approved
    with pytest.raises(NotPermitted):
        commands.fire(receipt.number, "reply", actor("director"))  # who handled it
    commands.fire(receipt.number, "reply", actor("discipline"))
    assert receipts.standing(receipt.number, receipt.code).reply == "已责令补开会议。"
    commands.fire(receipt.number, "close", actor("discipline"))
    assert receipts.standing(receipt.number, receipt.code).is_final


def test_a_refusal_is_told_to_the_complainant_with_its_reason() -> None:
    receipt = received(about="某商店")
    said = {"reply": "不属于本单位职责，请向市场监管部门反映。"}
    commands.fire(receipt.number, "refuse", actor("discipline"), fields=said, comment=REASON)
    told = receipts.standing(receipt.number, receipt.code)
    assert (told.state.zh, told.reply, told.due_on) == ("不予受理", said["reply"], None)


WRONG = (
    ("right", "wrong"), ("F2026-9999", "right"), ("", ""), ("right", ""), ("\0", "\0"),
    ("x" * 100_000, "x" * 100_000), ("1 OR 1=1", "' OR ''='"),
)  # fmt: skip


def test_whatever_is_wrong_with_a_receipt_has_one_answer() -> None:
    receipt, other = received(), received()
    for number, code in (*WRONG, ("right", other.code)):
        asked = number.replace("right", receipt.number), code.replace("right", receipt.code)
        with pytest.raises(NotFound) as refused:
            receipts.standing(*asked)
        assert refused.value.words.zh == "没有这份回执，或者查询码不对。请核对编号和查询码。"


def test_a_form_sent_twice_is_one_complaint_with_one_receipt(database: Database) -> None:
    key = uuid4().hex
    assert receive(TOLD, key) == receive(TOLD, key)
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute("SELECT count(*) FROM items WHERE list_key = 'complaints'")
        assert rows.fetchone() == (1,)


def test_who_complained_stands_nowhere_in_the_database(database: Database) -> None:
    receipt = received()
    replied(receipt.number)
    with psycopg.connect(database.owner_url) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        told = [
            str(row) for (table,) in tables
            for row in connection.execute(f'SELECT * FROM "{table}"')
        ]  # fmt: skip
    for secret in (NAME, CONTACT, receipt.code, receipt.code.replace("-", "")):
        assert not [row for row in told if secret in row], secret
    assert any(TOLD["title"] in row for row in told)


def test_only_the_handler_sees_who_complained_and_each_look_is_journaled(
    database: Database,
) -> None:
    receipt = received()
    with pytest.raises(NotPermitted):
        identities.complainant_of(actor("discipline"), receipt.number)
    accepted(receipt.number)
    found = identities.complainant_of(actor("director"), receipt.number)
    assert (found.name, found.contact) == (NAME, CONTACT)
    for login in ("discipline", "secretary", "leader"):
        with pytest.raises(NotPermitted):
            identities.complainant_of(actor(login), receipt.number)
    for login in ("branch-head", "system-admin", "security-admin", "audit-admin", "nobody"):
        with pytest.raises(NotFound):
            identities.complainant_of(actor(login), receipt.number)
    behind = Actor(
        PERSONAS["discipline"].id, "x", actor("director").posts, behind=PERSONAS["director"].id
    )
    with pytest.raises(NotPermitted):  # a stand-in was not named
        identities.complainant_of(behind, receipt.number)
    assert _looks(database, receipt.number) == [("何卫东",)]


def _looks(database: Database, number: str) -> list[Any]:
    with psycopg.connect(database.owner_url) as connection:
        return connection.execute(
            "SELECT actor_name FROM journal WHERE kind = 'read' AND subject_id = %s"
            " AND details ->> 'what' = 'complainant'",
            [number],
        ).fetchall()


def test_an_anonymous_complaint_has_nobody_to_show() -> None:
    receipt = received(name="", contact="")
    accepted(receipt.number)
    with pytest.raises(NotFound):
        identities.complainant_of(actor("director"), receipt.number)


CONCERNED = {
    "discipline": "纪检人员赵正", "director": "He Weidong, who covers it up",
    "leader": "张宏和他的司机",
    "secretary": "李志远", "committee": "王立新",
}  # fmt: skip


def test_whom_it_is_about_neither_sees_nor_handles_it_and_somebody_does() -> None:
    for login in CONCERNED:
        shut_out(login)


def shut_out(login: str) -> None:
    receipt = received(about=CONCERNED[login], title=f"反映{login}的独有情况")
    assert not sees(login, receipt.number)
    hits = search("独有情况", actor(login))
    assert receipt.number not in str(hits)
    with pytest.raises(NotFound):
        commands.fire(receipt.number, "comment", actor(login), comment=REASON)
    able = [who for who in PERSONAS if sees(who, receipt.number)]
    assert able, "nobody at all could handle it"
    fields = {"holder": str(PERSONAS[login].id)}
    for who in able:
        with pytest.raises((BadInput, NotPossible)):
            commands.fire(receipt.number, "accept", actor(who), fields=fields)


def test_the_head_of_the_unit_of_the_person_does_not_see_it_either() -> None:
    receipt = received(about="赵正")  # of the bureau, which the secretary of the group heads
    assert not sees("secretary", receipt.number)
    assert sees("leader", receipt.number)


def test_a_stand_in_of_whom_it_is_about_and_whom_it_is_about_as_a_stand_in_see_nothing() -> None:
    receipt = received(about="何卫东")
    reader = actor("discipline")
    for who, behind in ((PERSONAS["director"].id, reader.person_id), (99, PERSONAS["director"].id)):
        posts = reader.posts if behind == reader.person_id else actor("director").posts
        with pytest.raises(NotFound):
            queries.item(receipt.number, Actor(who, "x", posts, behind=behind))


def test_naming_whom_it_is_about_closes_it_to_that_person_and_the_head() -> None:
    receipt = received(about="一位领导")
    assert sees("leader", receipt.number)
    fields = {"concerned": str(PERSONAS["leader"].id)}
    commands.fire(receipt.number, "name_concerned", actor("discipline"), fields=fields)
    assert not sees("leader", receipt.number)
    assert not sees("secretary", receipt.number)
    assert sees("discipline", receipt.number)


def test_no_reader_but_the_named_and_no_administrator_sees_a_complaint() -> None:
    receipt = received(about="某单位")
    readers = {login for login in PERSONAS if sees(login, receipt.number)}
    assert readers == {"discipline", "leader"}  # it lies at the top, which the secretary heads


def test_what_it_becomes_carries_the_number_and_nothing_of_the_complainant() -> None:
    receipt = received()
    told = {"title": "会议记录与实际不符", "unit": "3", "severity": "minor"}
    with pytest.raises(NotPermitted):
        findings.raise_finding(actor("discipline"), receipt.number, told)
    accepted(receipt.number)
    done = findings.raise_finding(actor("director"), receipt.number, told)
    assert [one.number for one in findings.raised_for(actor("director"), receipt.number)] == [
        done.number
    ]
    view = queries.item(done.number, actor("inspector"))
    assert view.item.process["complaint"] == {"number": receipt.number}  # type: ignore[typeddict-item]
    assert NAME not in str(view)
    assert TOLD["text"] not in str(view)
    assert view.item.duties["raiser"] == [PERSONAS["director"].id]  # and so judges it no more


def test_a_finding_of_a_complaint_closes_only_once_there_is_a_reply() -> None:
    receipt = received()
    accepted(receipt.number)
    told = {"title": "会议记录与实际不符", "unit": "3", "severity": "minor"}
    number = findings.raise_finding(actor("director"), receipt.number, told).number
    close = pack().lists["problems"].find("close", "verified")
    assert close
    found = queries.item(number, actor("inspector"))
    assert replies_job.tell() == 0
    said = {"found": "属实", "reply": "已立项整改。"}
    commands.fire(receipt.number, "draft", actor("director"), fields=said)
    commands.fire(receipt.number, "reply", actor("discipline"))
    assert replies_job.tell() == 1
    assert replies_job.tell() == 0
    again = queries.item(number, actor("inspector"))
    assert COMPLAINT_REPLIED in close.conditions
    assert not COMPLAINT_REPLIED.met(_facts(found))
    assert COMPLAINT_REPLIED.met(_facts(again))


def _facts(view: queries.ItemView) -> Any:
    return Facts(view.item, view.now, settings().zone)


def test_a_clerk_enters_what_came_by_letter_and_others_may_not() -> None:
    receipt = receive(told := {**TOLD, "way": "letter"}, uuid4().hex, clerk=actor("coordinator"))
    assert receipts.standing(receipt.number, receipt.code).state.zh == "待受理"
    for login in ("branch-head", "member", "system-admin"):
        with pytest.raises(WorkflowError):
            receive(told, uuid4().hex, clerk=actor(login))


def test_a_complaint_that_names_everybody_who_could_read_it_is_sent_elsewhere() -> None:
    with pytest.raises(BadInput) as refused:
        received(about="赵正、何卫东、张宏、李志远")
    assert "上级" in refused.value.fields["about"].zh
    assert sees("discipline", received(about="何卫东、张宏、李志远").number)


def test_a_complaint_with_a_wrong_field_is_refused_whole(database: Database) -> None:
    wrong = ({"title": ""}, {"about": "  "}, {"text": "x" * 5001}, {"way": "web"}, {"unit": "3"})
    for one in wrong:
        with pytest.raises(BadInput):
            received(**one)
    with psycopg.connect(database.owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM receipts").fetchone() == (0,)


def test_the_time_to_handle_it_is_made_longer_once_and_not_by_the_handler() -> None:
    receipt = received()
    accepted(receipt.number)
    with pytest.raises(NotPermitted):
        commands.fire(receipt.number, "prolong", actor("director"), comment=REASON)
    before = receipts.standing(receipt.number, receipt.code).due_on
    commands.fire(receipt.number, "prolong", actor("discipline"), comment=REASON)
    after = receipts.standing(receipt.number, receipt.code).due_on
    assert before is not None
    assert after is not None
    assert (after - before).days == 30
    with pytest.raises(NotPossible):
        commands.fire(receipt.number, "prolong", actor("discipline"), comment=REASON)
