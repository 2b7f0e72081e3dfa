"""A hundred thousand random cases in memory: the product and the oracle agree on who may.

Each case is the history of one item, a person or a delegate, and a move. The oracle keeps a log
and asks it everything; the product keeps an item and asks its rules.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from tests.cast import BRANCH, PATHS
from tests.engine.generalists import HOLDERS, PEOPLE, actor_of
from tests.engine.samples import ZONE
from tests.engine.stage import REASON
from tests.profession.oracle.book import Book
from tests.profession.oracle.moves import CLASSES, MOVES, find
from tests.profession.oracle.pairs import Pair, may_of_pair
from tests.profession.oracle.people import ADMINISTRATORS, Act
from tests.profession.oracle.rules import Thing, in_days
from tests.profession.oracle.votes import JUDGED
from workflow.declaration import (
    RAISE,
    RECOVER,
    REFER,
    SYSTEM,
    Actor,
    Facts,
    Item,
    PostHolder,
    Transition,
    typed,
    vacancies,
)
from workflow.engine import machine
from workflow.errors import NotPermitted, NotPossible
from workflow.profession.lists import LIST_TYPES

CASES = int(os.environ.get("RECTIFY_TEST_CASES", "100000"))
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SCOPE = PATHS[BRANCH]
ASIDE = (
    "raise", "place", "move_unit", "merge", "absorb", "rehang", "retract", "rescope", "replan",
    "reckon", "escalate", "withdraw", "take_back",
)  # fmt: skip
SELDOM = (
    "return", "continue", "refuse", "send_back", "hand_over", "return_plan", "recuse",
    "report_progress", "object", "correct", "raise_severity", "lower_severity",
    "reopen", "mark_relapse", "dismiss_hint", "fail_look_back",
)  # fmt: skip
ONWARD = (
    "assign", "sign_for", "submit_plan", "approve_plan", "rectify", "pass_review", "record_check",
    "verify", "publish", "answer_objection", "vote", "close",
)  # fmt: skip
JUDGING = ("verify", "vote", "close", "record_check")
HELD = {
    human.id: tuple(
        PostHolder(
            person_id=human.id,
            name=f"person {human.id}",
            role=role,
            unit_id=int(path.strip("/").split("/")[-1]),
            path=path,
        )
        for role, path in human.posts
    )
    for human in PEOPLE.values()
}
# Who is in post when the work is given out; by the time it is judged some have left.
AT_FIRST = tuple(post for held in HELD.values() for post in held if SCOPE.startswith(post.path))
PIECE = {"sha256": "a" * 64, "name": "x", "kind": "photo", "shows": "result"}
_FILLED: dict[str, Any] = {"text": "said", "long": "said", "number": 50, "yes": True}


def acting(pair: Pair) -> Actor:
    """Return the pair as the product knows it."""
    own = actor_of(pair.acts)
    if pair.absent is None:
        return own
    posts = tuple(p for p in actor_of(pair.absent).posts if p.role not in ADMINISTRATORS)
    return Actor(pair.acts.id, own.name, posts, behind=pair.absent.id, own=own.posts)


def drawn(chance: Random) -> Pair:
    """Draw a person, every third time one who acts for another."""
    one, other = chance.sample([*PEOPLE.values()], 2)
    return Pair(one, other if chance.random() < 0.35 else None)


class Life:
    """One item from raised to closed, kept by both sides."""

    def __init__(self, chance: Random, counts: Counter[str]) -> None:
        self.chance, self.counts, self.now = chance, counts, START
        self.book = Book(PEOPLE)
        self.people_come_and_go()
        kind = chance.choice(("problems", "problems", "tasks", "responsibilities"))
        severity = chance.choice([*CLASSES, "key", "key"])
        self.thing = Thing(kind, "X", severity, SCOPE, None, None)
        self.item = Item(1, kind, "X", "x", "", severity, BRANCH, SCOPE)
        self.family = self.hung_on(kind) if chance.random() < 0.9 else ()
        first = Pair(PEOPLE[chance.choice((201, 202, 205))])
        self.work: set[int] = set()
        self.stepped_back: set[int] = set()
        self.step(RAISE, first, self.asked() | {"pieces": 0, "severity": severity})

    def hung_on(self, kind: str) -> tuple[Item, ...]:
        """Let a closed task and a signed, closed responsibility hang on a problem."""
        if kind != "problems":
            return ()
        for child in ("tasks", "responsibilities"):
            thing = Thing(child, child, "minor", SCOPE, None, self.thing)
            thing.acts += [
                Act(did, None, "", "closed", START, {}, 0) for did in ("sign_for", "close")
            ]
            self.thing.children.append(thing)
        return tuple(
            Item(n, child, child, "x", "closed", "minor", BRANCH, SCOPE, parent_id=1,
                 process=typed({"signed_on": "2026-03-02"}))
            for n, child in enumerate(("tasks", "responsibilities"), 2)
        )  # fmt: skip

    def people_come_and_go(self) -> None:
        """Leave a few in post: in a small crowd there is soon nobody who may judge."""
        crowd = sorted(self.chance.sample([*PEOPLE], self.chance.choice((2, 4, 6, 10, 10))))
        self.book.crowd = {id_: PEOPLE[id_] for id_ in crowd}
        self.standing = tuple(
            post for id_ in crowd for post in HELD[id_] if SCOPE.startswith(post.path)
        )

    def asked(self) -> dict[str, Any]:
        chance, today = self.chance, in_days(self.now, 0)
        return {
            "due_on": today + timedelta(days=chance.choice((5, 30, 30, -1))),
            "found_on": today,
            "holder": chance.choice(HOLDERS),
            "looks": chance.choice(("solved", "solved", "mostly")),
            "hearts": "yes", "actions": "yes",
            "vote": chance.choice(("for", "for", "against", "abstain")),
            "comment": chance.choice((REASON, REASON, "too short")),
            "pieces": chance.choice((1, 1, 0)),
            "checkpoint": today + timedelta(days=chance.choice((10, 20, 30, 45))),
            "unit": BRANCH, "severity": chance.choice([*CLASSES]), "title": chance.choice("xy"),
        } | ({"aspect": "A1"} if self.family else {})  # fmt: skip

    def live(self) -> None:
        """Try moves of random people, mostly those that the state has."""
        for _ in range(120):
            self.now += timedelta(hours=self.chance.choice((0, 1, 24, 24 * 9)))
            if self.chance.random() < 0.05:
                self.people_come_and_go()
                self.look()
                self.book.look(self.thing, self.now)
                self.compare()
            here = [m.trigger for m in MOVES[self.thing.kind] if self.thing.state in m.sources]
            every = here if self.chance.random() < 0.93 else [m.trigger for m in
                                                              MOVES[self.thing.kind]]  # fmt: skip
            known = [trigger for trigger in every if trigger not in ASIDE]
            if not known:
                return
            weights = [0.1 if t in SELDOM else 6 if t in ONWARD else 0.4 for t in known]
            [trigger] = self.chance.choices(known, weights)
            self.step(trigger, self.somebody(trigger), self.asked())

    def somebody(self, trigger: str) -> Pair:
        """Draw anybody, or every second time somebody who may: few lives would go far otherwise."""
        move = find(self.thing.kind, trigger, self.thing.state)
        if move and self.chance.random() < 0.5:
            for human in self.chance.sample([*PEOPLE.values()], len(PEOPLE)):
                if may_of_pair(self.thing, move, Pair(human)):
                    return Pair(human)
        return drawn(self.chance)

    def step(self, trigger: str, pair: Pair, asked: dict[str, Any]) -> None:
        move = LIST_TYPES[self.thing.kind].find(trigger, self.item.state)
        asked["pieces"] *= bool(move and move.takes_evidence)
        expected = self.expected(trigger, pair, asked)
        told = self.told(trigger, move, pair, asked)
        case = (trigger, pair, self.thing.acts, expected, told)
        assert told == expected, case
        self.counts[f"{'pair ' if pair.absent else ''}{told}"] += 1
        self.counts["cases"] += 1
        if told == "done":
            self.note(trigger, pair, asked)

    def expected(self, trigger: str, pair: Pair, asked: dict[str, Any]) -> str:
        move = find(self.thing.kind, trigger, self.thing.state)
        if move is None:
            return "condition"
        if not may_of_pair(self.thing, move, pair):
            return "person"
        if trigger == RAISE:
            return "done"
        met = self.book.met(self.thing, move, asked, self.now, [], SCOPE)
        return "done" if met else "condition"

    def told(self, trigger: str, move: Transition | None, pair: Pair, asked: dict[str, Any]) -> str:
        facts = self.facts(asked["comment"])
        if trigger in ("assign", "hand_over"):
            facts = replace(facts, standing=AT_FIRST)
        given = {f.key: asked.get(f.key, _FILLED.get(f.kind)) for f in move.fields} if move else {}
        raw = {k: v.isoformat() if isinstance(v, date) else v for k, v in given.items() if v}
        list_type = LIST_TYPES[self.thing.kind]
        evidence = [*self.item.evidence]
        try:
            attempt = machine.permit(list_type, trigger, acting(pair), facts, raw)
            self.item.evidence += [PIECE | {"round": self.item.round}] * asked["pieces"]
            machine.fire(attempt)
        except NotPermitted:
            return "person"
        except NotPossible:
            self.item.evidence = evidence
            return "condition"
        return "done"

    def facts(self, comment: str = "") -> Facts:
        return Facts(
            self.item, self.now, ZONE, standing=self.standing, posts_of=lambda id_: HELD[id_],
            children=self.family, comment=comment,
        )  # fmt: skip

    def look(self) -> None:
        """Let the machine refer what nobody in post may judge, as it does after each move."""
        for trigger in (REFER, RECOVER):
            move = LIST_TYPES[self.thing.kind].find(trigger, self.item.state)
            if move and not machine.refusal(move, SYSTEM, self.facts()):
                machine.fire(machine.permit(LIST_TYPES[self.thing.kind], trigger, SYSTEM,
                                            self.facts()))  # fmt: skip
                self.counts[trigger] += 1
        self.thing.instead = {key: mark["to"] for key, mark in vacancies(self.item)}

    def note(self, trigger: str, pair: Pair, asked: dict[str, Any]) -> None:
        """Write it down, and hold the laws that need no oracle."""
        both = {human.id for human in pair.both}
        if trigger in JUDGING:
            assert not both & (self.work | self.stepped_back)
            self.counts["judged"] += 1
        if trigger in ("rectify", "report_progress"):
            self.work |= both
        if trigger == "recuse":
            self.stepped_back |= both
            self.counts["recused"] += 1
        if trigger == "close" and "tally" in self.item.process:
            assert "vote" in self.item.process.get("referred", ()) or self.carried()
            self.counts["carried"] += 1
        self.look()
        self.book.write(self.thing, trigger, pair.acts, asked, self.now, pair.absent)
        self.thing.children = [c for c in self.thing.children if c.kind != "extensions"]
        self.compare()

    def carried(self) -> bool:
        """Say whether more than half of those entitled voted for it."""
        tally = self.item.process["tally"]
        return len(tally["members"]) < 2 * tally["for"] and tally["for"] >= 2

    def compare(self) -> None:
        """Both sides keep the same item."""
        here = {key for key, (_, state) in JUDGED.items() if state == self.item.state}
        marks = self.item.process.get("referred", {})
        referred = {key: marks[key]["to"] for key in here & marks.keys()}
        assert referred == {k: r for k, r in self.thing.referred.items() if k in here}
        assert self.item.state == self.thing.state
        assert self.item.holder_id == self.thing.holder


def test_the_product_and_the_oracle_agree_on_a_hundred_thousand_cases_with_delegates() -> None:
    counts: Counter[str] = Counter()
    seed = 0
    while counts["cases"] < CASES:
        seed += 1
        Life(Random(seed), counts).live()
    # The cases are worth something only if every outcome is among them.
    for outcome in ("done", "person", "condition", "pair done", "pair person", "judged", "recused",
                    REFER):  # fmt: skip
        assert counts[outcome] > CASES / 1000, counts
    for outcome in ("carried", RECOVER):
        assert counts[outcome] > CASES / 50000, counts
