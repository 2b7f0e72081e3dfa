"""The pack of hazards at work, told as JSON: a process of its own, on a database made by ``init``.

Run as ``python -m tests.packs.hazards_story``, with the addresses of the database in the
environment.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

import psycopg
from flask import Flask

from tests.cast import _HASH, LOOKS
from tests.evidence.files import photo
from tests.packs.hazards_plant import PEOPLE, POSTS, UNITS, WORKSHOP, actor, login
from tests.web.api.client import Client
from tests.web.stories import in_days
from tests.web.visitor import Visitor, words
from web.app import create_app
from workflow import accounts, evidence, profession, queries
from workflow.accounts import approvals
from workflow.declaration import pack
from workflow.declaration.packs import register
from workflow.engine import commands
from workflow.inspections import editions, findings, progress, rounds
from workflow.ops import installed_pack

DONE = {"statement": "通道已清空，画了禁停线", "pledge": "yes"}


def _enact() -> None:
    with psycopg.connect(os.environ["RECTIFY_OWNER_DATABASE_URL"]) as connection:
        approvals.found(connection)
        for unit in UNITS:
            connection.execute(
                "INSERT INTO units (id, parent_id, kind, name, name_en, path, valid_from)"
                " VALUES (%s, %s, %s, %s, %s, %s, '2020-01-01')",
                [*unit],
            )
        for role, id_ in PEOPLE.items():
            connection.execute(
                "INSERT INTO people (id, name, name_en, email) VALUES (%s, %s, %s, %s)",
                [id_, f"员工{id_}", f"Employee {id_}", f"{login(role)}@example.org"],
            )
            connection.execute(
                "INSERT INTO accounts (id, person_id, login, password_hash)"
                " VALUES (%s, %s, %s, %s)",
                [id_, id_, login(role), _HASH],
            )
            connection.execute(
                "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
                " VALUES (%s, %s, %s, '2020-01-01')",
                [id_, POSTS[role], role],
            )


def _photo() -> evidence.Piece:
    return evidence.store(io.BytesIO(photo()), "现场.jpg")


def found() -> dict[str, Any]:
    """Let the workshop check itself by the sheet of the pack: a failing line makes three lists."""
    head = actor("branch_secretary")
    [edition] = [one for one in editions.editions(head) if one.sheet == "workshop"]
    asked = {
        "title": "班组自查", "kind": "self_check", "edition": edition.id, "unit": WORKSHOP,
        "unit_kinds": "department", "first_day": in_days(0), "last_day": in_days(5),
    }  # fmt: skip
    made = rounds.plan(head, asked)
    [check] = progress.round_of(actor("party_work_director"), made)[1]
    fails = {"lines": "1.1", "verdict": "fail", "remark": "东门通道堆放原料"}
    commands.fire(check.number, "answer", head, fields=fails, evidence=[_photo()])
    done = findings.raise_finding(
        head, check.number, "1.1", {"category": "hazard_kinds.exits"}
    )  # fmt: skip
    return {"problem": done[0].number, "made": sorted(one.list_key for one in done)}


def worked_off(app: Flask, number: str) -> list[str]:
    """Bring the hazard to closed: assigned and closed by pages, the rest by the engine.

    The safety director answers for it, so the decision is one level above.
    """
    holder = str(PEOPLE["branch_secretary"])
    steps = [Visitor(app, "zh"), Visitor(app, "zh")]
    for visitor, role in zip(steps, ("party_work_clerk", "leader_in_charge"), strict=True):
        visitor.sign_in(login(role))
    moved = [steps[0].move(number, "assign", holder=holder, due_on=in_days(20))]
    _by_the_workshop(number)
    verified = {"fields": LOOKS, "comment": "现场看过，通道已经清空"}
    commands.fire(number, "verify", actor("verifier"), **verified)
    moved.append(steps[1].move(number, "close", comment="同意销号，坚持每班检查"))
    return [queries.item(number, actor("party_work_director")).item.state] + [
        "" if answer.status_code == 303 else words(answer) for answer in moved
    ]


def _by_the_workshop(number: str) -> None:
    head = actor("branch_secretary")
    commands.fire(number, "sign_for", head)
    plan = {"cause": "没有指定堆放区", "plan": "划定堆放区；每班检查"}
    commands.fire(number, "submit_plan", head, fields=plan)
    commands.fire(number, "approve_plan", actor("office_party_secretary"), comment="同意")
    roles = {id_: role for role, id_ in PEOPLE.items()}
    for child in queries.item(number, actor("party_work_director")).children:
        who = actor(roles[child.holder_id or 0])
        if child.list_key == "responsibilities":
            commands.fire(child.number, "sign_for", who)
        done = {"statement": "完成"}
        commands.fire(child.number, "rectify", who, fields=done, evidence=[_photo()])
    commands.fire(number, "rectify", head, fields=DONE, evidence=[_photo()])


def on_pages(app: Flask, number: str) -> dict[str, str]:
    """Read the pages around, in both languages."""
    told = {}
    for language in ("zh", "en"):
        visitor = Visitor(app, language)
        visitor.sign_in(login("party_work_clerk"))
        for page in (
            "/", "/lists/problems", f"/items/{number}", "/lists/problems/raise", "/sheets",
            "/rounds", "/registers/codes", "/help/roles/office_party_secretary",
        ):  # fmt: skip
            answer = visitor.get(page)
            path = page.replace(number, "NUMBER")
            told[f"{language} {path}"] = (
                words(answer) if answer.status_code == 200 else str(answer.status_code)
            )
    return told


def by_api(app: Flask) -> dict[str, Any]:
    """Raise a major hazard by the API, and be refused one of a severity that is not there."""
    client = Client(app, accounts.create_token(PEOPLE["inspector"], "tests"))
    fields = {"title": "天车限位失效", "unit": WORKSHOP, "category": "hazard_kinds.lifting"}
    refused = client.post("/items", {"list": "problems", "fields": {**fields, "severity": "minor"}})
    raised = client.post("/items", {"list": "problems", "fields": {**fields, "severity": "major"}})
    by_kind = client.get("/items?list=problems&category=hazard_kinds.special_equipment").json
    return {
        "refused": refused.status_code,
        "raised": raised.status_code,
        "below": [one["title"] for one in by_kind["items"]],
    }


def main() -> None:
    """Tell the whole story on standard output."""
    register(profession.load)
    installed_pack.adopt(os.environ["DATABASE_URL"])
    _enact()
    app = create_app()
    made = found()
    told = {
        "pack": [pack().key, [*pack().severities], pack().usual_severity],
        "made": made["made"],
        "closed": worked_off(app, made["problem"]),
        "pages": on_pages(app, made["problem"]),
        "api": by_api(app),
        "paper": pack().documents["W04"].words.zh,
    }
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
