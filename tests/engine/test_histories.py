"""Random histories of all lists: the product and the oracle agree on every step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import psycopg
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from psycopg.rows import dict_row

from tests.engine.generalists import CAST, PEOPLE, UNIT_IDS, actor_of, enlist
from tests.engine.living import Living
from tests.engine.proof import no_closed_problem_is_incomplete, no_gaps, proven, same
from tests.engine.stage import PHOTO
from tests.profession.oracle.book import Book
from tests.profession.oracle.moves import CLASSES
from tests.profession.oracle.people import Human
from tests.profession.oracle.rules import WORK, Thing, Verdict
from tests.profession.oracle.sharing import JOINED_WHILE
from tests.servers import Database
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted, WorkflowError
from workflow.platform import db
from workflow.profession.lists import LIST_TYPES

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
KINDS: dict[type[WorkflowError], Verdict] = {
    NotFound: "unseen", NotPermitted: "person", BadInput: "form",
}  # fmt: skip


class Histories(Living, RuleBasedStateMachine):
    """Every step asks the oracle first, then the product, and compares."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.book = Book(PEOPLE, CAST | PEOPLE)
        self.log: list[tuple[Thing, str, int | None]] = []
        _put_away(self.database)
        self.connection = psycopg.connect(
            self.database.app_url, row_factory=dict_row, autocommit=True
        )

    @initialize(severity=st.sampled_from([*CLASSES, "key"]))
    def raise_a_problem(self, severity: str) -> None:
        asked = self._asked(Random(1), well=True) | {"severity": severity}
        self._raise("problems", None, PEOPLE[201], asked)

    @rule(seed=st.integers(0, 2**32), days=st.sampled_from([0, 0, 1, 2, 7, 20]))
    def time_passes_and_things_happen(self, seed: int, days: int) -> None:
        self.now += timedelta(days=days)
        self.live(Random(seed))

    def _raise(
        self, list_key: str, parent: Thing | None, human: Human | None, asked: dict[str, Any]
    ) -> None:
        if list_key == "interviews" and not self.book.is_interviewed(asked["holder"], parent):
            return
        expected = self.book.raising(list_key, parent, human, asked, self.now)
        note(f"{human} raises {list_key} under {parent}: {expected}")
        fields = _fields(LIST_TYPES[list_key].find("raise", ""), asked)
        try:
            done = commands.raise_item(
                list_key, actor_of(human), fields=fields,
                comment=asked["comment"], evidence=(PHOTO,) * asked["pieces"],
                parent=parent.number if parent else None, now=self.now,
            )  # fmt: skip
        except WorkflowError as refusal:
            self._refused(refusal, expected)
            return
        assert expected == "done", f"{done.number} should not have been raised"
        thing = self.book.blank(list_key, parent, asked)
        thing.number = done.number
        self.book.write(thing, "raise", human, asked, self.now)
        self._check([thing, *([parent] if parent else [])])

    def _fire(self, thing: Thing, trigger: str, human: Human | None, asked: dict[str, Any]) -> None:
        if self.book.is_torn_away(thing, trigger, asked):
            return
        move = LIST_TYPES[thing.kind].find(trigger, thing.state)
        asked = asked | {"pieces": asked["pieces"] * bool(move and move.takes_evidence)}
        expected = self.book.verdict(thing, trigger, human, asked, self.now)
        note(f"{human} fires {trigger} on {thing} at {self.now}: {expected}")
        fields = _fields(move, asked)
        try:
            commands.fire(
                thing.number, trigger, actor_of(human), fields=fields, comment=asked["comment"],
                evidence=(PHOTO,) * asked["pieces"], now=self.now,
            )  # fmt: skip
        except WorkflowError as refusal:
            self._refused(refusal, expected)
            return
        assert expected == "done", f"{trigger} should not have been possible: {expected}"
        self._nobody_judges_his_own_work(thing, trigger, human)
        opened = self.book.write(thing, trigger, human, asked, self.now)
        self._check([thing, *thing.children, *([thing.parent] if thing.parent else [])], opened)

    @staticmethod
    def _refused(refusal: WorkflowError, expected: Verdict) -> None:
        told = KINDS.get(type(refusal), "condition")
        assert told == ("condition" if expected == "state" else expected), refusal

    def _nobody_judges_his_own_work(self, thing: Thing, trigger: str, human: Human | None) -> None:
        if trigger in ("verify", "vote", "close", "record_check") and thing.kind in WORK:
            assert human is not None
            worked = {
                by
                for t, what, by in self.log
                if t in (thing, *thing.children) and what in ("rectify", "report_progress")
            }
            assert human.id not in worked  # fmt: skip
        self.log.append((thing, trigger, human.id if human else None))

    def teardown(self) -> None:
        """Look once more at everything that this history made."""
        if self.book.things:
            self._check(self.book.things)
            no_gaps([thing.number for thing in self.book.things])
        self.connection.close()

    def _check(self, things: Sequence[Thing], opened: Sequence[Thing] = ()) -> None:
        """Compare items of this history with their rows, their events and the oracle."""
        for child in opened:
            [row] = self.connection.execute(
                "SELECT number FROM items WHERE list_key = %s ORDER BY id DESC LIMIT 1",
                [child.kind],
            ).fetchall()
            child.number = row["number"]
        numbers = [thing.number for thing in things]
        rows = self.connection.execute(
            "SELECT * FROM items WHERE number = ANY (%s)", [numbers]
        ).fetchall()
        events = self.connection.execute(
            "SELECT * FROM events WHERE item_id = ANY (%s) ORDER BY item_id, seq",
            [[row["id"] for row in rows]],
        ).fetchall()
        by_number = {row["number"]: row for row in rows}
        for thing in things:
            row = by_number[thing.number]
            same(thing, row)
            proven(row, [event for event in events if event["item_id"] == row["id"]])
        no_closed_problem_is_incomplete(rows)


def _put_away(database: Database) -> None:
    """Let no late item of this history join a document of an earlier one."""
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("ALTER TABLE items DISABLE TRIGGER USER")
        owner.execute("UPDATE items SET awaits = '' WHERE list_key = ANY (%s)", [[*JOINED_WHILE]])
        owner.execute("ALTER TABLE items ENABLE TRIGGER USER")


_FILLED: dict[str, object] = {"text": "said", "long": "said", "number": 50, "yes": True}


def _fields(move: Any, asked: dict[str, Any]) -> dict[str, object]:
    """Fill in the fields that a form has; a move from another state is sent without any."""
    found: dict[str, object] = {"botched": 1} if asked.get("botched") else {}
    for field in move.fields if move else ():
        value = asked.get(field.key, _FILLED.get(field.kind))
        if field.required or field.key in asked:
            value = UNIT_IDS[value] if field.key == "unit" else value
            found[field.key] = value.isoformat() if isinstance(value, date) else value
    return found


def test_the_product_and_the_oracle_agree_on_random_histories(
    cast: object, database: Database
) -> None:
    with psycopg.connect(database.owner_url) as connection:
        enlist(connection)
    db.close()
    Histories.database = database
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=int(os.environ.get("RECTIFY_TEST_HISTORIES", "20")),
            stateful_step_count=12,
            print_blob=True,
            suppress_health_check=[*HealthCheck],
            phases=[*Phase] if "RECTIFY_TEST_SHRINK" in os.environ else (Phase.generate,),
        ),
    )
