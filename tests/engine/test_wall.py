"""The wall: what people fill in may be called like anything that the machine keeps.

A list whose fields have the names of the machine's notes is worked off beside its twin, whose
fields have names of their own; everything but these names has to be the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.cast import BRANCH, LOOKS, PERSONAS, actor
from tests.engine.stage import PHOTO, REASON
from tests.escalation.late_items import on, set_clock
from tests.servers import Database
from web.app import create_app
from workflow import accounts, queries
from workflow.audit.verifying import verify
from workflow.declaration import (
    RAISE,
    Field,
    ListType,
    RectificationProcess,
    Transition,
    by_hand,
    holder,
    system,
)
from workflow.engine import commands
from workflow.engine.event_fold import OLD_NOTES
from workflow.errors import NotFound
from workflow.escalation.sweep import sweep
from workflow.ops.schema import upgrade
from workflow.platform import connect
from workflow.profession.lists import LIST_TYPES, admitted
from workflow.profession.moves.basic import comment, escalate, filled, hand_over
from workflow.profession.moves.closing import begin_again, close
from workflow.profession.moves.five_states import worked_off
from workflow.profession.moves.progress import REPORT_PROGRESS
from workflow.profession.moves.receipt import SIGN_FOR
from workflow.profession.moves.recusal import recusal
from workflow.profession.moves.skip_rung import SKIP_RUNG
from workflow.profession.moves.step_clocks import TO_SIGN
from workflow.profession.moves.verification import RETURN
from workflow.profession.moves.verification import verify as verified
from workflow.profession.roles import clerk, director
from workflow.profession.severity_classes import SEVERITIES
from workflow.words import Words

W = Words("词", "word")
# Every note of today and of before, what moves once left for a moment, and columns of the row.
ROW = ("state", "scope", "awaits", "due_at", "rung", "rung_at", "duties", "number", "holder_id",
       "unit_id", "process", "data")  # fmt: skip
ONCE = ("earlier", "draw", "vote", "place", "asked_for", "until")
NAMES = sorted({*RectificationProcess.__annotations__, *OLD_NOTES, *ROW, *ONCE})
HEAD = PERSONAS["branch-head"].id


def _fields(called: Callable[[str], str]) -> tuple[Field, ...]:
    return tuple(Field(called(name), Words(name, name), required=False) for name in NAMES)


def declared(key: str, prefix: str, called: Callable[[str], str]) -> ListType:
    """Declare a list that is worked off as tasks are, with a field of each name on two moves."""
    title = Field("title", W)
    placed = (Field("unit", W, "unit"), Field("severity", W, "choice", choices=SEVERITIES))
    deadline = Field("by_when", W, "date", use="due")
    ahead = filled("晚", "late", lambda f: f.fields["by_when"] >= f.today)
    return ListType(
        key=key,
        prefix=prefix,
        words=Words(key, key),
        states=worked_off(W, clocks=(TO_SIGN,)),
        transitions=(
            Transition(
                RAISE, W, (), "raised", clerk | director | system, duty="raiser",
                fields=(title, *placed, *_fields(called)),
            ),
            Transition(
                "assign", W, ("raised",), "assigned", clerk, judges=(), conditions=(ahead,),
                fields=(Field("holder", W, "person"), deadline),
                due=lambda f: by_hand(f.fields["by_when"]),
            ),
            SIGN_FOR, hand_over("assigned"), REPORT_PROGRESS,
            Transition(
                "rectify", W, ("assigned",), "rectified", holder, judges=(), duty="rectifier",
                fields=_fields(called), takes_evidence=True,
                due=lambda f: by_hand(f.in_days(20)),
            ),
            verified(), RETURN, close(), *recusal(), SKIP_RUNG,
            Transition(
                "reopen", W, ("closed",), "assigned", director, judges=(), fields=(deadline,),
                records=begin_again, due=lambda f: by_hand(f.fields["by_when"]),
            ),
            comment("raised", "assigned", "rectified", "verified"),
            escalate("raised", "assigned", "rectified", "verified"),
        ),
    )  # fmt: skip


HOSTILE = declared("hostile", "HO", lambda name: name)
PLAIN = declared("plain", "PL", lambda name: f"own_{name}")
TWINS = (HOSTILE, PLAIN)


@pytest.fixture(autouse=True)
def owner(
    cast: object, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    """Both lists are there; requests and documents may hang on their items."""
    keys = tuple(list_type.key for list_type in TWINS)
    for list_type in list(LIST_TYPES.values()):
        if list_type.parents:
            wider = replace(list_type, parents=(*list_type.parents, *keys))
            monkeypatch.setitem(LIST_TYPES, list_type.key, wider)
    for list_type in TWINS:
        monkeypatch.setitem(LIST_TYPES, list_type.key, admitted(list_type))
    upgrade(database.owner_url)
    with psycopg.connect(database.owner_url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


def raised(list_type: ListType, said: str = "9") -> str:
    fields = {"title": "灭火器过期", "unit": BRANCH, "severity": "general"}
    hostile = {f.key: said for f in list_type.transitions[0].fields if f.key not in fields}
    return commands.raise_item(
        list_type.key, actor("coordinator"), fields=fields | hostile, now=on("2026-03-02")
    ).number


def fire(
    numbers: list[str], trigger: str, who: str, at: str, evidence: int = 0, **given: Any
) -> None:
    for number in numbers:
        commands.fire(number, trigger, actor(who), fields=given, comment=REASON,
                      evidence=(PHOTO,) * evidence, now=on(at))  # fmt: skip


def asked(list_key: str, numbers: list[str], at: str, evidence: int = 0, **given: Any) -> list[str]:
    return [
        commands.raise_item(
            list_key, actor("branch-head"), fields=given, parent=number, now=on(at),
            evidence=(PHOTO,) * evidence,
        ).number
        for number in numbers
    ]  # fmt: skip


def assigned() -> list[str]:
    numbers = [raised(list_type) for list_type in TWINS]
    fire(numbers, "assign", "coordinator", "2026-03-02", holder=HEAD, by_when="2026-03-20")
    return numbers


def swept(owner: psycopg.Connection[Any], *days: str) -> None:
    for day in days:
        set_clock(owner, f"{day} 10:00+08")
        result = sweep(on(day))
        assert not result.alarm
        assert not result.aside


def alike(owner: psycopg.Connection[Any]) -> dict[str, Any]:
    """Compare all that is kept of both lists, and what people were told; return the first row."""
    first, second = (_of(owner, list_type) for list_type in TWINS)
    assert first == second
    row: dict[str, Any] = first["items"][0]
    return row


_KEPT = {
    "items": "SELECT * FROM items WHERE list_key = %s ORDER BY id",
    "events": "SELECT * FROM events WHERE list_key = %s ORDER BY item_id, seq",
    "rungs": """SELECT x.rung, x.planned_at, x.due_version FROM escalations x
                  JOIN items i ON i.id = x.item_id WHERE list_key = %s ORDER BY 2, 1""",
    "inbox": """SELECT n.person_id, n.seq FROM inbox n JOIN items i ON i.id = n.item_id
                 WHERE list_key = %s ORDER BY 1, 2""",
    "children": """SELECT c.list_key, c.state, c.awaits, c.due_at, c.title FROM items c
                     JOIN items i ON i.id = c.parent_id WHERE i.list_key = %s ORDER BY c.id""",
}
_OWN = ("id", "item_id", "hash", "prev_hash", "head", "list_key", "number")


def _of(owner: psycopg.Connection[Any], list_type: ListType) -> dict[str, Any]:
    found = {}
    for name, query in _KEPT.items():
        found[name] = owner.execute(query, [list_type.key]).fetchall()
        for told in [*found[name], *(row.get("changes", {}) for row in found[name])]:
            for key in _OWN:
                told.pop(key, None)
    text = json.dumps(found, default=str)
    text = re.sub(r'"own_(\w+)"', r'"\1"', text)  # as if the fields had these names, too
    kept: dict[str, Any] = json.loads(re.sub(r"[A-Z]{1,2}[0-9]{4}-[0-9]{4}", "a number", text))
    return kept


def test_moves_clocks_and_the_ladder_do_not_mind_what_a_field_is_called(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = assigned()
    row = alike(owner)
    assert row["rung_at"], "no rung is planned"
    assert set(row["data"]) == {*NAMES}
    assert row["process"].keys() == {"due_on", "step"}
    swept(owner, "2026-03-06", "2026-03-13")
    fire(numbers, "sign_for", "branch-head", "2026-03-13")
    fire(numbers, "report_progress", "branch-head", "2026-03-13", percent=40)
    swept(owner, "2026-03-19", "2026-03-23", "2026-03-25")
    row = alike(owner)
    assert row["process"]["signed_on"] == "2026-03-13"
    rungs = [r["rung"] for r in owner.execute("SELECT DISTINCT rung FROM escalations").fetchall()]
    assert {"remind_10", "overdue", "supervise"} <= {*rungs}
    fire(numbers, "skip_rung", "secretary", "2026-03-26")
    fire(numbers, "hand_over", "coordinator", "2026-03-27", holder=HEAD)
    fire(numbers, "sign_for", "branch-head", "2026-03-27")
    fire(numbers, "rectify", "branch-head", "2026-03-27", evidence=1)
    fire(numbers, "return", "verifier", "2026-03-28")
    fire(numbers, "rectify", "branch-head", "2026-03-28", evidence=1)
    fire(numbers, "verify", "verifier", "2026-03-29", **LOOKS)
    fire(numbers, "close", "committee", "2026-03-30")
    row = alike(owner)
    assert (row["state"], row["data"]["held"]) == ("closed", "9")
    assert row["process"]["checks"]
    fire(numbers, "reopen", "director", "2026-03-31", by_when="2026-04-30")
    assert alike(owner)["round"] == 2
    with connect() as connection:
        assert verify(connection) == []


def test_requests_hold_and_pause_and_extend_what_has_such_fields(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = assigned()
    fire(numbers, "sign_for", "branch-head", "2026-03-02")
    told = {"title": "t", "asked_for": "2026-03-30", "progress": "half"}
    requests = asked("extensions", numbers, "2026-03-03", **told)
    assert alike(owner)["process"]["held"] == "a number"
    assert alike(owner)["rung_at"] is None
    swept(owner, "2026-03-06")
    fire(requests, "approve", "leader", "2026-03-06")
    assert alike(owner)["process"]["due_on"] == "2026-03-30"
    pauses = asked(
        "pauses", numbers, "2026-03-09", 1, title="t", cause="dependency", until="2026-03-16"
    )
    fire(pauses, "approve", "leader", "2026-03-09")
    row = alike(owner)
    assert (row["due_at"], row["process"]["suspended"]["until"]) == (None, "2026-03-16")
    fire(pauses, "resume", "leader", "2026-03-11")
    row = alike(owner)
    assert row["process"]["paused"][0]["days"] == 2
    assert row["process"]["due_on"] == "2026-04-01"
    assert row["data"]["due_on"] == row["data"]["paused"] == "9"


def test_nobody_is_let_in_by_a_field(owner: psycopg.Connection[Any]) -> None:
    number = raised(HOSTILE, said="/")  # every unit lies below, were it an audience
    for login in ("outsider", "nobody"):
        with pytest.raises(NotFound):
            queries.item(number, actor(login))
        assert queries.items("hostile", actor(login)).rows == []
    assert [row.number for row in queries.items("hostile", actor("branch-head")).rows] == [number]


def test_pages_and_the_api_show_the_fields_and_apart_from_them_the_facts() -> None:
    numbers = assigned()
    client = create_app().test_client()
    token = accounts.create_token(PERSONAS["coordinator"].id, "tests")
    answers = [
        client.get(f"/api/v1/items/{number}", headers={"Authorization": f"Bearer {token}"}).json
        for number in numbers
    ]
    hostile, plain = answers
    assert hostile["fields"] == dict.fromkeys(NAMES, "9")
    assert plain["fields"] == {f"own_{name}": "9" for name in NAMES}
    assert hostile["facts"] == plain["facts"]
    assert hostile["facts"]["due_on"] == "2026-03-20"
    assert hostile["facts"]["step"]["key"] == "receipt"
    assert hostile["due"] == plain["due"]
    assert "data" not in hostile
