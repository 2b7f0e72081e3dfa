"""What the second pack does on the engine, told as JSON: a process of its own, without the first.

Run as ``python -m tests.packs.story``, with the addresses of an empty database in the environment.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from flask import Flask

from tests import clock
from tests.cast import _HASH
from tests.packs import extinguishers
from tests.web.api.client import Client
from tests.web.visitor import Visitor, words
from web.app import create_app
from workflow import accounts
from workflow.accounts import approvals
from workflow.audit import sealing
from workflow.audit.invariants.check_job import check as invariants
from workflow.checks import checker, documentation
from workflow.declaration import Actor, Post, pack
from workflow.declaration.packs import register
from workflow.engine import commands
from workflow.errors import NotPermitted
from workflow.escalation.ladders.validation import faults
from workflow.escalation.sweep import sweep
from workflow.ops import schema
from workflow.platform import db

DEPOT = 1
PEOPLE = {"warden": 1, "refiller": 2, "fire_chief": 3}
START = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # a Wednesday
OVERDUE, LATE = START + timedelta(days=8), START + timedelta(days=14)  # past a rung, past both


def _enact() -> None:
    with psycopg.connect(os.environ["OWNER_URL"]) as connection:
        approvals.found(connection)
        connection.execute(
            "INSERT INTO units (id, kind, name, name_en, path, valid_from)"
            " VALUES (%s, 'branch', '一号库', 'Depot 1', '/1/', '2020-01-01')",
            [DEPOT],
        )
        for login, id_ in PEOPLE.items():
            connection.execute(
                "INSERT INTO people (id, name, name_en, email) VALUES (%s, %s, %s, %s)",
                [id_, login, login, f"{login}@example.org"],
            )
            connection.execute(
                "INSERT INTO accounts (id, person_id, login, password_hash)"
                " VALUES (%s, %s, %s, %s)",
                [id_, id_, login, _HASH],
            )
            connection.execute(
                "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
                " VALUES (%s, %s, %s, '2020-01-01')",
                [id_, DEPOT, login],
            )


def actor(role: str) -> Actor:
    """Return the person of a role."""
    return Actor(PEOPLE[role], role, (Post(role, DEPOT, "/1/"),))


def worked_off() -> dict[str, Any]:
    """Bring an extinguisher through all states; the one who refilled it may not check it."""
    told: dict[str, Any] = {"states": []}
    done = commands.raise_item(
        "extinguishers", actor("warden"), fields={"title": "二楼", "unit": DEPOT}, now=START
    )
    told["number"], told["states"] = done.number, [done.state]
    for trigger, role, fields in (
        ("assign", "fire_chief", {"holder": PEOPLE["refiller"]}),
        ("refill", "refiller", {"pressure": 12}),
        ("verify", "warden", {}),
        ("close", "fire_chief", {}),
    ):
        if trigger == "verify":
            told["barred"] = _refusal(done.number)
        done = commands.fire(done.number, trigger, actor(role), fields=fields, now=START)
        told["states"].append(done.state)
    return told


def _refusal(number: str) -> str:
    refiller = Actor(PEOPLE["refiller"], "", (Post("warden", DEPOT, "/1/"),))
    try:
        commands.fire(number, "verify", refiller, now=START)
    except NotPermitted as refusal:
        return refusal.words.en
    return ""


def escalated() -> dict[str, Any]:
    """Let an extinguisher be late: the sweep climbs both rungs, and its remark is signed."""
    number = commands.raise_item(
        "extinguishers", actor("warden"), fields={"title": "三楼", "unit": DEPOT}, now=START
    ).number
    holder = {"holder": PEOPLE["refiller"]}
    commands.fire(number, "assign", actor("fire_chief"), fields=holder, now=START)
    swept = [sweep(OVERDUE), sweep(LATE)]
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        rungs = connection.execute(
            "SELECT e.rung FROM escalations e JOIN items i ON i.id = e.item_id WHERE number = %s"
            " ORDER BY planned_at",
            [number],
        ).fetchall()
        told = connection.execute(
            "SELECT b.person_id FROM inbox b JOIN items i ON i.id = b.item_id WHERE number = %s",
            [number],
        ).fetchall()
        remark = connection.execute(
            "SELECT number FROM items WHERE list_key = 'remarks'"
        ).fetchone()
    assert remark
    commands.fire(remark[0], "sign", actor("fire_chief"), now=LATE)
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        data = connection.execute("SELECT data FROM items WHERE number = %s", [number]).fetchone()
    assert data
    return {
        "number": number,
        "problems": [each.problem for each in swept],
        "rungs": [row[0] for row in rungs],
        "told": sorted({row[0] for row in told}),
        "remark": remark[0],
        "noted": data[0].get("remark"),
    }


def on_pages(app: Flask) -> dict[str, Any]:
    """Raise and assign by forms, and read the pages around."""
    warden, chief = Visitor(app, "en"), Visitor(app, "en")
    warden.sign_in("warden")
    chief.sign_in("fire_chief")
    raised = warden.post("/lists/extinguishers/raise", {"title": "Hall", "unit": str(DEPOT)})
    number = raised.location.rsplit("/", 1)[-1] if raised.location else words(raised)
    moved = chief.move(number, "assign", holder=str(PEOPLE["refiller"]))
    pages = ("/", "/lists/extinguishers", f"/items/{number}", "/calendar", "/account")
    answers = {page: chief.get(page) for page in pages}
    return {
        "raised": raised.status_code,
        "moved": moved.status_code,
        "pages": {page.replace(number, "NUMBER"): a.status_code for page, a in answers.items()},
        "item": words(answers[f"/items/{number}"]),
        "list": words(answers["/lists/extinguishers"]),
    }


def by_api(app: Flask) -> dict[str, Any]:
    """Raise, read and list by the API."""
    client = Client(app, accounts.create_token(PEOPLE["warden"], "tests"))
    fields = {"title": "by a program", "unit": DEPOT}
    raised = client.post("/items", {"list": "extinguishers", "fields": fields})
    number = raised.json["number"]
    lists = [found["key"] for found in client.get("/lists").json["lists"]]
    document = client.get("/openapi.json").json
    return {
        "raised": raised.status_code,
        "state": client.get(f"/items/{number}").json["state"],
        "listed": client.get("/items?list=extinguishers").status_code,
        "unknown": client.get("/items?list=problems").status_code,
        "lists": lists,
        "triggers": "refill" in json.dumps(document) and "rectify" not in json.dumps(
            [p["schema"] for path in document["paths"].values() for o in path.values()
             for p in o["parameters"] if p["name"] == "trigger"]
        ),
    }  # fmt: skip


def proven() -> dict[str, Any]:
    """Prove every list as ``rectify check`` does, and print the document of the lists."""
    proofs = {key: checker.check(found) for key, found in pack().lists.items()}
    return {
        "findings": {key: [f.sentence for f in proof.findings] for key, proof in proofs.items()},
        "explored": {key: proof.explored for key, proof in proofs.items()},
        "ladder": [str(fault.words.en) for fault in faults("extinguishers", _ladder())],
        "document": documentation.lists(),
    }


def _ladder() -> tuple[Any, ...]:
    return pack().lists["extinguishers"].state("assigned").ladder


def broken() -> list[str]:
    """Return the keys of the invariants that do not hold, once everything is sealed."""
    with db.connect() as connection:
        sealing.seal(connection, clock.now())
    return [found.key for found in invariants() if not found.holds]


def main() -> None:
    """Tell the whole story on standard output."""
    register(extinguishers.load)
    schema.upgrade(os.environ["OWNER_URL"])
    _enact()
    app = create_app()
    told = {
        "worked_off": worked_off(),
        "escalated": escalated(),
        "pages": on_pages(app),
        "api": by_api(app),
        "proven": proven(),
        "broken": broken(),
        "profession": [name for name in sys.modules if name.startswith("workflow.profession")],
    }
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
