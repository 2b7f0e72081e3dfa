"""What people do all day: go on, try what they may not, come too early, add to what is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.cast import BRANCH, OTHER_BRANCH, PATHS
from tests.engine.generalists import HOLDERS, PEOPLE
from tests.engine.stage import REASON
from tests.profession.oracle.book import PARENTS, Book
from tests.profession.oracle.ladder import planned
from tests.profession.oracle.moves import CLASSES, LADDERS, MOVES, find
from tests.profession.oracle.people import ZONE, Human
from tests.profession.oracle.rules import FORGETTING, Thing, in_days, may
from tests.profession.oracle.steps import step_at
from workflow.calendar import add_working_days

DOCUMENTS = ("supervisions", "interviews", "accountabilities", "appeals", "extensions",
             "pauses", "criticisms")  # fmt: skip
_SELDOM = ("withdraw", "comment", "place", "hand_over", "attach", "send_back",
           "rescope", "replan", "reckon", "object", "report_progress", "skip_rung",
           "mark_relapse", "dismiss_hint", "correct", "raise_severity", "lower_severity",
           "move_unit", "retract", "merge")  # fmt: skip
_AGAIN = (*FORGETTING, "return_plan", "pass_look_back")


class Living:
    """Random acts on a book of items; whoever inherits this carries them out."""

    book: Book
    now: datetime

    def _raise(
        self, list_key: str, parent: Thing | None, human: Human | None, asked: dict[str, Any]
    ) -> None:
        raise NotImplementedError

    def _fire(self, thing: Thing, trigger: str, human: Human | None, asked: dict[str, Any]) -> None:
        raise NotImplementedError

    def live(self, chance: Random) -> None:
        """Let a dozen things happen."""
        self.now += timedelta(hours=chance.randrange(10))
        acts = (
            self._go_on, self._raise_something, self._try_anything, self._tempt, self._be_hasty,
            self._be_late, self._disturb_what_is_done,
        )  # fmt: skip
        for act in chance.choices(acts, (9, 3, 2, 2, 1, 1, 1), k=12):
            act(chance)

    def _raise_something(self, chance: Random) -> None:
        """Raise something under something: every second time what the oracle thinks possible."""
        for left in reversed(range(chance.choice((1, 12)))):
            parent = chance.choice(self.book.things)
            list_key = chance.choice([*sorted(PARENTS), "extensions", "pauses"])
            human = chance.choice([*PEOPLE.values(), None])
            if list_key in ("appeals", "extensions", "pauses") and chance.random() < 0.8:
                human = PEOPLE.get(parent.holder or 0, human)
            if list_key in DOCUMENTS and human is None:
                continue  # the machine raises these from a ladder only
            asked = self._asked(chance, well=True) | {
                "severity": chance.choice(["minor", "minor", *CLASSES]),
                "pieces": int(list_key == "pauses"),
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

    def _tempt(self, chance: Random) -> None:
        """Let those try who could make a move, were it not for what they did before."""
        for thing in chance.sample(self.book.things, min(4, len(self.book.things))):
            tempted = [
                (move.trigger, human)
                for move in MOVES[thing.kind]
                for human in PEOPLE.values()
                if thing.state in move.sources
                and may(thing, move._replace(barred=()), human)
                and not may(thing, move, human)
            ]
            if tempted:
                trigger, human = chance.choice(tempted)
                self._fire(thing, trigger, human, self._asked(chance, well=True))

    def _be_hasty(self, chance: Random) -> None:
        """Let those try who may make a move while the item is not ready for it."""
        asked = self._asked(chance, well=True)
        for thing in chance.sample(self.book.things, min(4, len(self.book.things))):
            if thing.demands.publicity and chance.random() < 0.5:
                self._wait_for_publicity(thing)
            early = [
                (move.trigger, human)
                for move in MOVES[thing.kind]
                for human in PEOPLE.values()
                if move.dest != "=" and thing.state in move.sources
                and self.book.verdict(thing, move.trigger, human, asked, self.now) == "condition"
            ]  # fmt: skip
            if early:
                self._fire(thing, *chance.choice(early), asked)

    def _wait_for_publicity(self, thing: Thing) -> None:
        """Let the last day come on which a result is shown."""
        shown = [act.day for act in thing.since(*FORGETTING) if act.trigger == "publish"]
        if shown:
            last = add_working_days(shown[0] - timedelta(days=1), thing.demands.publicity)
            self.now = max(self.now, datetime(last.year, last.month, last.day, 9, tzinfo=ZONE))

    def _disturb_what_is_done(self, chance: Random) -> None:
        """Try to add to a problem that is closed or withdrawn, or to open what hangs on it."""
        done = [t for t in self.book.things if t.state in ("closed", "withdrawn")]
        human = PEOPLE[chance.choice((201, 202, 203, 204))]
        for thing in chance.sample(done, min(2, len(done))):
            asked = self._asked(chance, well=True) | {"severity": "minor", "pieces": 0}
            if thing.kind == "problems":
                self._raise(chance.choice(("tasks", "responsibilities")), thing, human, asked)
            for child in thing.children:
                for move in MOVES[child.kind]:
                    if child.state in move.sources and chance.random() < 0.3:
                        self._fire(child, move.trigger, human, asked)

    def _be_late(self, chance: Random) -> None:
        """Let the clock reach the next rung of something, and the machine climb it."""
        ladders = ((t, LADDERS.get((t.kind, t.state), ())) for t in self.book.things)
        late = [(t, ladder[t.rung][0]) for t, ladder in ladders if t.due and t.rung < len(ladder)]
        steps = [(t, at) for t in self.book.things if (at := step_at(t))]
        if steps and (not late or chance.random() < 0.5):
            thing, at = chance.choice(steps)
        elif late:
            thing, offset = chance.choice(late)
            assert thing.due
            at = max(planned(thing.due, offset), thing.earliest or self.now)
        else:
            return
        self.now = max(self.now, at)
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

        outcome = chance.choice(("upheld", "changed", "revoked"))
        return {
            "target": chance.choice(("organisation", "cadre")),
            "responsibility": "main",
            "proposed": chance.choice(("circular", "circular", "examination", "warning")),
            "competent": chance.choice(("party_organisation", "discipline", "department")),
            "method": chance.choice(("circular", "circular", "none", "admonition", "warning")),
            "outcome": outcome,
            "instead": "circular" if outcome == "changed" or chance.random() < 0.1 else None,
            "due_on": day(chance.choice((0, 5, 30)), -1),
            "until": day(chance.choice((10, 10, 70)), 0, 1),
            "checkpoint": day(chance.choice((15, 20, 30, 45)), 0, 90),
            "aspect": chance.choice(("A1", "A1", "A1", None)),
            "asked_for": day(chance.choice((3, 12, 50))),
            "held_on": day(7, 0, 3, 5),
            "held_at": "09:30" if well else chance.choice(("09:30", "25:00")),
            "channel": chance.choice(("system", "person")),
            "rectify_by": chance.choice((day(20, 0, 1), day(20, 0, 1), None)),
            "circle": chance.choice(("unit", "above", "organisation")),
            "reply_days": chance.choice((3, 10)),
            "new_due": day(5, 0, 1),
            "decided_on": day(0, 1),
            "found_on": day(0, 1),
            "replied_on": today,
            "holder": chance.choice(HOLDERS),
            "unit": PATHS[chance.choice((BRANCH, BRANCH, OTHER_BRANCH))],
            "cause": "dependency",
            "looks": "solved" if well else chance.choice(("solved", "mostly")),
            "hearts": "yes",
            "actions": "yes",
            "vote": chance.choice(("for", "for", "against", "abstain")),
            "title": chance.choice(("said", "said", "said better")),
            "severity": chance.choice([*CLASSES]),
            "into": chance.choice(self.book.things).number if self.book.things else "",
            "earlier": chance.choice(self.book.things).number if self.book.things else "",
            "comment": REASON if well else chance.choice((REASON, "too short")),
            "pieces": 1 if well else chance.randrange(2),
        }


def _botched(chance: Random) -> dict[str, Any]:
    return {"botched": True} if chance.random() < 0.1 else {}


def _weight(thing: Thing, trigger: str) -> float:
    """Say how much a move leads on: histories that go far are seen more often."""
    if trigger in _SELDOM:
        return 0.1
    move = find(thing.kind, trigger, thing.state)
    return 1 if trigger in _AGAIN or move is None else 3
