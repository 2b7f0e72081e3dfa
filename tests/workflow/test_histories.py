"""Random histories of all lists: the product and the oracle agree on every step."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from psycopg.rows import dict_row

from tests.cast import BRANCH, OTHER_BRANCH, PATHS
from tests.servers import Database
from tests.workflow.generalists import HOLDERS, PEOPLE, UNIT_IDS, actor_of, enlist
from tests.workflow.oracle import (
    FORGETTING,
    WORK,
    Human,
    Thing,
    Verdict,
    find,
    in_days,
    planned,
)
from tests.workflow.oracle_book import PARENTS, Book
from tests.workflow.oracle_moves import CLASSES, LADDERS, MOVES
from tests.workflow.proof import no_closed_problem_is_incomplete, no_gaps, proven, same
from tests.workflow.stage import PHOTO, REASON
from workflow import commands, db
from workflow.errors import BadInput, NotFound, NotPermitted, WorkflowError
from workflow.lists import LIST_TYPES

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DOCUMENTS = ("supervisions", "interviews", "accountabilities", "extensions")
KINDS: dict[type[WorkflowError], Verdict] = {
    NotFound: "unseen", NotPermitted: "person", BadInput: "form",
}  # fmt: skip


class Histories(RuleBasedStateMachine):
    """Every step asks the oracle first, then the product, and compares."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.book = Book(PEOPLE)
        self.log: list[tuple[Thing, str, int | None]] = []
        self.connection = psycopg.connect(
            self.database.app_url, row_factory=dict_row, autocommit=True
        )

    @initialize(severity=st.sampled_from([*CLASSES]))
    def raise_a_problem(self, severity: str) -> None:
        asked = self._asked(Random(1), well=True) | {"severity": severity}
        self._raise("problems", None, PEOPLE[201], asked)

    @rule(seed=st.integers(0, 2**32), days=st.sampled_from([0, 0, 1, 2, 7, 20]))
    def time_passes_and_things_happen(self, seed: int, days: int) -> None:
        chance = Random(seed)
        self.now += timedelta(days=days, hours=chance.randrange(10))
        acts = (
            self._go_on, self._raise_something, self._try_anything, self._judge_own_work,
            self._be_late,
        )  # fmt: skip
        for act in chance.choices(acts, (8, 4, 3, 1, 1), k=12):
            act(chance)

    def _raise_something(self, chance: Random) -> None:
        """Raise something under something: every second time what the oracle thinks possible."""
        for left in reversed(range(chance.choice((1, 12)))):
            parent = chance.choice(self.book.things)
            list_key = chance.choice([*sorted(PARENTS), "extensions"])
            human = chance.choice([*PEOPLE.values(), None])
            if list_key == "extensions" and chance.random() < 0.8:
                human = PEOPLE.get(parent.holder or 0, human)
            if list_key in DOCUMENTS and human is None:
                continue  # the machine raises these from a ladder only
            asked = self._asked(chance, well=True) | {
                "severity": chance.choice(["minor", "minor", *CLASSES]), "pieces": 0,
            }  # fmt: skip
            verdict = self.book.raising(list_key, parent, human, asked, self.now)
            if verdict == "done" or not left:
                self._raise(list_key, parent, human, asked | _botched(chance))
                return

    def _try_anything(self, chance: Random) -> None:
        thing = chance.choice(self.book.things)
        trigger = chance.choice(MOVES[thing.kind]).trigger
        human = chance.choice([*PEOPLE.values(), None])
        self._fire(thing, trigger, human, self._asked(chance) | _botched(chance))

    def _go_on(self, chance: Random) -> None:
        """Go on: mostly with moves that lead to another state."""
        asked = self._asked(chance, well=True)
        for thing in chance.sample(self.book.things, len(self.book.things)):
            possible = sorted(self._possible(thing, asked))
            triggers = sorted({trigger for trigger, _ in possible})
            if triggers and (thing.kind == "problems" or chance.random() < 0.4):
                weights = [_weight(thing, trigger) for trigger in triggers]
                [chosen] = chance.choices(triggers, weights)
                person = chance.choice([who for trigger, who in possible if trigger == chosen])
                self._fire(thing, chosen, PEOPLE.get(person), asked)
                return

    def _judge_own_work(self, chance: Random) -> None:
        """Let those who already had a part in an item try everything on it."""
        thing = chance.choice(self.book.things)
        involved = sorted({act.by for act in thing.acts if act.by is not None})
        triggers = sorted({m.trigger for m in MOVES[thing.kind] if thing.state in m.sources})
        for trigger in triggers if involved else ():
            human = PEOPLE[chance.choice(involved)]
            self._fire(thing, trigger, human, self._asked(chance) | _botched(chance))

    def _be_late(self, chance: Random) -> None:
        """Let the clock reach the next rung of something, and the machine climb it."""
        ladders = ((t, LADDERS.get((t.kind, t.state), ())) for t in self.book.things)
        late = [(t, ladder[t.rung][0]) for t, ladder in ladders if t.due and t.rung < len(ladder)]
        if late:
            thing, offset = chance.choice(late)
            assert thing.due
            self.now = max(self.now, planned(thing.due, offset))
            self._fire(thing, "escalate", None, self._asked(chance))

    def _possible(self, thing: Thing, asked: dict[str, Any]) -> Iterator[tuple[str, int]]:
        for trigger in {m.trigger for m in MOVES[thing.kind] if thing.state in m.sources}:
            for human in (*PEOPLE.values(), None):
                if self.book.verdict(thing, trigger, human, asked, self.now) == "done":
                    yield trigger, human.id if human else 0

    def _asked(self, chance: Random, well: bool = False) -> dict[str, Any]:
        """Draw what may be filled in anywhere; each form takes the fields it has."""
        today = in_days(self.now, 0)

        def day(good: int, *others: int) -> date:
            return today + timedelta(days=good if well else chance.choice((good, *others)))

        return {
            "due_on": day(chance.choice((0, 5, 30)), -1),
            "until": day(10, 0, 1),
            "asked_for": day(chance.choice((3, 12, 50))),
            "held_on": day(7, 0, 3, 5),
            "decided_on": day(0, 1),
            "found_on": day(0, 1),
            "holder": chance.choice(HOLDERS),
            "unit": PATHS[chance.choice((BRANCH, BRANCH, OTHER_BRANCH))],
            "looks": "solved" if well else chance.choice(("solved", "mostly")),
            "vote": chance.choice(("for", "for", "against", "abstain")),
            "comment": REASON if well else chance.choice((REASON, "too short")),
            "pieces": 1 if well else chance.randrange(2),
        }

    def _raise(
        self, list_key: str, parent: Thing | None, human: Human | None, asked: dict[str, Any]
    ) -> None:
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


_FILLED: dict[str, object] = {"text": "said", "long": "said", "number": 50, "yes": True}


def _botched(chance: Random) -> dict[str, Any]:
    return {"botched": True} if chance.random() < 0.1 else {}


_SELDOM = ("withdraw", "comment", "place", "hand_over", "attach", "suspend", "send_back", "rescope")
_AGAIN = (*FORGETTING, "return_plan", "report_progress", "object", "pass_look_back", "vote")


def _weight(thing: Thing, trigger: str) -> float:
    """Say how much a move leads on: histories that go far are seen more often."""
    if trigger in _SELDOM:
        return 0.1
    move = find(thing.kind, trigger, thing.state)
    return 1 if trigger in _AGAIN or move is None else 3


def _fields(move: Any, asked: dict[str, Any]) -> dict[str, object]:
    """Fill in the fields that a form has; a move from another state is sent without any."""
    found: dict[str, object] = {"botched": 1} if asked.get("botched") else {}
    for field in move.fields if move else ():
        value = asked.get(field.key, _FILLED.get(field.kind))
        if field.required or field.key in asked:
            value = UNIT_IDS[value] if field.key == "unit" else value
            found[field.key] = value.isoformat() if isinstance(value, date) else value
    if "method" in found:
        found["method"] = "circular"
    return found


@pytest.mark.timeout(600)
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
            max_examples=int(os.environ.get("RECTIFY_TEST_HISTORIES", "15")),
            stateful_step_count=12,
            deadline=None,
            print_blob=True,
            suppress_health_check=[*HealthCheck],
            phases=[*Phase] if "RECTIFY_TEST_SHRINK" in os.environ else (Phase.generate,),
        ),
    )
