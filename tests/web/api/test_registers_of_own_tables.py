"""Delegations, channels and look-backs as registers: list, filter, history and API for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests import clock
from tests.cast import BUREAU, OFFICE, PASSWORD, PERSONAS, Persona, actor
from tests.escalation.late_items import set_clock
from tests.look_backs.sampling import NOW, closed, planned
from tests.servers import Database
from tests.web.api.client import Programs, refused
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow.delivery.channels import commands as channels
from workflow.inspections.look_backs import commands as look_backs

CHANNEL = {"name": "值班群", "unit": BUREAU, "robot": "0123456789abcdef", "moved": True}


def days(first: int, last: int) -> dict[str, str]:
    today = clock.today()
    either = {"valid_from": today + timedelta(days=first), "valid_to": today + timedelta(days=last)}
    return {key: day.isoformat() for key, day in either.items()}


def test_a_delegation_is_made_listed_and_ended_by_the_forms_of_its_register(
    enter: Entering,
) -> None:
    me, other = enter("committee", "en"), enter("leader", "en")
    form = {"delegate": str(PERSONAS["leader"].id), "reason": "学习", **days(0, 3)}
    proof = {"proof": PASSWORD}
    late = {**form, **proof, **days(0, 400)}
    answer = me.post("/registers/delegations/add", late)
    assert "365 days after" in words(answer)
    answer = me.post("/registers/delegations/add", form)
    assert answer.status_code == 303, words(answer)
    for visitor in (me, other):
        assert "Zhang Hong" in visitor.text("/registers/delegations")
        assert "学习" in visitor.text(answer.location)
    assert "Zhang Hong" not in enter("verifier", "en").text("/registers/delegations")
    assert enter("verifier").get(answer.location).status_code == 404
    end = f"{answer.location}/end"
    assert f'href="{end}"' in me.get(answer.location).text
    assert f'href="{end}"' not in other.get(answer.location).text
    assert other.post(end, {"version": "1", **proof}).status_code == 404
    assert me.post(end, {"version": "1"}).status_code == 303
    assert "Nothing here" in me.text("/registers/delegations")
    assert "Zhang Hong" in me.text("/registers/delegations?state=ended")
    history = me.text(answer.location)
    assert history.index("End ") < history.index("Add ")


def test_a_delegation_is_made_and_ended_through_the_api(programs: Programs) -> None:
    fields = {"delegate": PERSONAS["leader"].id, "reason": "学习", **days(1, 3)}
    made = programs("committee").post("/registers/delegations", {"fields": fields})
    assert made.status_code == 201, made.json
    path = f"/registers/delegations/{made.json['id']}"
    one = programs("leader").get(path).json
    assert one["fields"]["principal"] == PERSONAS["committee"].id
    refused(programs("leader").post(f"{path}/end", {}), 404)
    refused(programs("committee").post("/registers/delegations", {"fields": fields}), 422)
    assert programs("committee").post(f"{path}/end", {}).status_code == 200
    assert programs("committee").get("/registers/delegations?state=to_come").json["entries"] == []


def test_channels_are_listed_filtered_and_switched_off_with_their_history(
    programs: Programs, enter: Entering
) -> None:
    admin = actor("system-admin")
    made = channels.add(admin, "wecom", CHANNEL)
    channels.add(admin, "dingtalk", {**CHANNEL, "name": "领导群", "escalated": True})
    channels.change(admin, made.id, {**CHANNEL, "name": "值班新群"})
    page = enter("system-admin", "en")
    assert "值班新群" in page.text("/registers/channels?kind=wecom")
    assert "领导群" not in page.text("/registers/channels?kind=wecom")
    assert "领导群" in page.text("/registers/channels?topics=escalated")
    shown = page.get(f"/registers/channels/{made.id}").text
    assert "值班群" in shown  # what it was called before
    assert CHANNEL["robot"] not in shown
    program = programs("system-admin")
    assert "key" not in str(program.get(f"/registers/channels/{made.id}").json["fields"])
    answer = program.post(f"/registers/channels/{made.id}/end", {}, If_Match='"2"')
    assert answer.status_code == 200, answer.json
    [ended] = program.get("/registers/channels?state=ended").json["entries"]
    assert (ended["id"], ended["version"]) == (str(made.id), 3)
    changes = program.get(f"/registers/channels/{made.id}/changes").json["changes"]
    assert [one["act"] for one in changes] == ["end", "change", "add"]
    refused(programs("inspector").get("/registers/channels"), 404)
    refused(program.post("/registers/channels", {"fields": {}}), 404)  # by its own pages only


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, NOW.isoformat())
        yield connection


@pytest.mark.usefixtures("owner")
def test_a_look_back_is_in_its_register_for_those_who_may_know_of_it(
    programs: Programs, enter: Entering
) -> None:
    closed(5)
    plan_id = planned().id
    director, head = programs("director"), programs("branch-head")
    [plan] = director.get("/registers/look_backs?state=to_come&by=unit").json["entries"]
    assert (plan["id"], plan["fields"]["drawn"], plan["unit_id"]) == (str(plan_id), 3, OFFICE)
    assert director.get("/registers/look_backs?state=to_come&by=severity").json["entries"] == []
    for secret in ("/registers/look_backs?state=all", "/registers/look_backs?state=to_come"):
        assert head.get(secret).json["entries"] == []
    refused(head.get(f"/registers/look_backs/{plan_id}"), 404)
    refused(head.get(f"/registers/look_backs/{plan_id}/changes"), 404)
    look_backs.take_back(actor("director"), plan_id, {"reason": "这一季度改由上级统一抽查"})
    changes = director.get(f"/registers/look_backs/{plan_id}/changes").json["changes"]
    assert [one["act"] for one in changes] == ["taken_back", "add"]
    page = enter("director").text(f"/registers/look_backs/{plan_id}")
    assert "这一季度改由上级统一抽查" in page
