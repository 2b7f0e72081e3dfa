"""The oracle's book: what it holds to be possible, and what it writes down when it happens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.profession.oracle import pause, steps
from tests.profession.oracle.clock import OPEN_DAYS, Asked, asked_for, due_after, settle
from tests.profession.oracle.conditions import Conditions
from tests.profession.oracle.ladder import aim, go_on, skip
from tests.profession.oracle.moves import MOVES, find
from tests.profession.oracle.people import Act, Human
from tests.profession.oracle.rules import TIED, WORK, Thing, Verdict, in_days, may, may_see
from tests.profession.oracle.sharing import running
from tests.profession.oracle.steps import climb
from tests.profession.oracle.votes import looked

CASCADING = ("assign", "send_back", "verify", "close", "place", "withdraw")
# Whoever raises one says whom it concerns.
CHOOSING = ("interviews", "criticisms", "accountabilities")
PARENTS = {
    "tasks": ("problems",),
    "responsibilities": ("problems",),
    "extensions": WORK,
    "pauses": ("problems", "tasks"),
    "supervisions": WORK,
    "interviews": (*WORK, "supervisions"),
    "criticisms": (*WORK, "supervisions", "interviews"),
    "accountabilities": (*WORK, "supervisions", "interviews", "criticisms"),
    "appeals": ("accountabilities",),
}


@dataclass
class Book(Conditions):
    """Everything that the oracle knows of."""

    things: list[Thing] = field(default_factory=list)

    def __post_init__(self) -> None:
        Thing.humans = {**self.people}

    def verdict(
        self, thing: Thing, trigger: str, human: Human | None, asked: Asked, now: datetime
    ) -> Verdict:
        """Say what comes of a request."""
        if human and not may_see(thing, human):
            return "unseen"
        move = find(thing.kind, trigger, thing.state)
        if move is None:
            return "state"
        if not may(thing, move, human):
            return "person"
        if asked.get("botched") or (trigger == "attach" and not asked["pieces"]):
            return "form"
        moving = self.moving(thing, trigger, human, asked, now)
        return "done" if self.met(thing, move, asked, now, moving, thing.unit) else "condition"

    def moving(
        self, thing: Thing, trigger: str, human: Human | None, asked: Asked, now: datetime
    ) -> list[Thing]:
        """Return the children that move along."""
        if thing.kind != "problems" or trigger not in CASCADING:
            return []
        found = []
        for child in thing.of("tasks", "responsibilities"):
            move = find(child.kind, trigger, child.state)
            if move is None or human is None or not may_see(child, human):
                continue
            if any(TIED[tie](child, human) for tie in move.barred):
                continue  # whoever may move the one may move the other, but for their own work
            own = self.below(child, trigger, asked)
            stays = trigger == "place" and child.unit != thing.unit
            if not stays and self.met(child, move, own, now, [], child.unit):
                found.append(child)
        return found

    def below(self, child: Thing, trigger: str, asked: Asked) -> Asked:
        """Return what is filled in for a child: its head, where the holder has no post there."""
        if trigger != "assign" or self.in_post(asked["holder"], child.unit):
            return asked
        heads = [
            (len(path), -human.id)
            for human in self.in_post_now()
            for role, path in human.posts
            if role == "branch_secretary" and child.unit.startswith(path)
        ]
        return asked | {"holder": -max(heads)[1]} if heads and child.kind == "tasks" else asked

    # What a vacancy leads to is proved by an oracle of its own, which reads only tables
    # (tests/escalation/test_nobody_waits_for_nobody.py). Here everybody awaited is in post.
    def is_torn_away(self, thing: Thing, trigger: str, asked: Asked) -> bool:
        """Say whether an act takes an item away from where its holder is in post."""
        moved = (thing, *(thing.children if trigger == "place" else ()))
        return trigger in ("rescope", "place") and any(
            each.kind in WORK and each.holder and not self.in_post(each.holder, asked["unit"])
            for each in moved
        )

    def is_interviewed(self, person: int, parent: Thing | None) -> bool:
        """Say whether somebody is one level above a person, to approve of the interview."""
        if parent is None:
            return True
        thing = Thing("interviews", "raised", "general", parent.unit, person, parent)
        move = find("interviews", "approve", "raised")
        assert move
        return any(may(thing, move._replace(barred=()), human) for human in self.in_post_now())

    def raising(
        self, list_key: str, parent: Thing | None, human: Human | None, asked: Asked, now: datetime
    ) -> Verdict:
        """Say what comes of raising an item."""
        if parent is not None and human and not may_see(parent, human):
            return "unseen"
        wrong = (parent is None and list_key not in (*WORK,)) or (
            parent is not None and parent.kind not in PARENTS.get(list_key, ())
        )
        if wrong:
            return "form"
        thing = self.blank(list_key, parent, asked)
        if not may(thing, find(list_key, "raise", "") or MOVES[list_key][0], human):
            return "person"
        if asked.get("botched"):
            return "form"
        return "done" if self.raisable(thing, asked, in_days(now, 0)) else "condition"

    @staticmethod
    def blank(list_key: str, parent: Thing | None, asked: Asked) -> Thing:
        """Return the item that would be raised."""
        if list_key in WORK:
            return Thing(list_key, "", asked["severity"], asked["unit"], None, parent)
        assert parent
        chosen = asked["holder"] if list_key in CHOOSING else parent.holder
        return Thing(list_key, "", "general", parent.unit, chosen, parent)

    def write(
        self, thing: Thing, trigger: str, by: Human | None, asked: Asked, now: datetime,
        absent: Human | None = None,
    ) -> list[Thing]:  # fmt: skip
        """Write down what happened; return what the machine opens beside it."""
        for child in self.moving(thing, trigger, by, asked, now) if thing.acts else []:
            self._append(child, trigger, by, self.below(child, trigger, asked), now)
            self.look(child, now)
        opened = self._opened(thing, now) if trigger == "escalate" else []
        self._append(thing, trigger, by, asked, now)
        if trigger == "merge":
            self._merged(thing, by, asked, now)
        if trigger == "continue":
            opened = [self._proposed(thing, by, asked, now)]
        if absent:
            thing.acts[-1] = thing.acts[-1].also_for(absent.id)
        self.look(thing, now)
        if (thing.kind, trigger) == ("extensions", "approve") and thing.parent:
            thing.parent.due = thing.parent.typed = asked_for(thing)
            aim(thing.parent, now)
        if thing.kind == "extensions" and thing.acts[-1].source == "raised" and trigger in (
            "refuse", "return", "withdraw"
        ):  # fmt: skip
            assert thing.parent
            go_on(thing.parent, now)
        if (thing.kind, trigger) == ("appeals", "decide") and thing.parent:
            changed = asked["outcome"] != "upheld" and thing.parent.state == "executed"
            thing.parent.pending = thing.parent.pending or changed
        if (thing.kind, trigger) == ("accountabilities", "execute"):
            thing.pending = False
        if thing.kind == "pauses":
            pause.write(thing, trigger, now)
            if trigger in ("resume", "lapse"):
                for late in pause.stopped(thing):
                    steps.go_on(late, thing, now)
        return opened

    def look(self, thing: Thing, now: datetime) -> None:
        """Let the machine refer what nobody in post may judge to the level above, or back."""
        for trigger, told in looked(self, thing):
            self._append(thing, trigger, None, {"pieces": 0, "comment": "", **told}, now)

    def _opened(self, thing: Thing, now: datetime) -> list[Thing]:
        opens = climb(thing, now)
        if opens not in OPEN_DAYS:
            return []
        if there := running(self.things, opens, thing):
            there.contents.append(thing)
            return []
        child = Thing(opens, "", thing.severity, thing.unit, thing.holder, thing)
        child.contents.append(thing)
        self._append(child, "raise", None, {"pieces": 0, "comment": ""}, now)
        return [child]

    def _merged(self, thing: Thing, by: Human | None, asked: Asked, now: datetime) -> None:
        """Let the problem that stays take over the duties and the open children of the other."""
        into = self.named(asked)
        assert into
        into.absorbed.append(thing)
        self._append(into, "absorb", by, {"pieces": 0, "comment": ""}, now)
        self.look(into, now)
        for child in [c for c in thing.children if find(c.kind, "rehang", c.state)]:
            thing.children.remove(child)
            into.children.append(child)
            child.parent = into
            self._append(child, "rehang", by, {"pieces": 0, "comment": ""}, now)
            self.look(child, now)

    def _proposed(self, thing: Thing, by: Human | None, asked: Asked, now: datetime) -> Thing:
        """Raise the extension that a finding of continuing work asks for."""
        child = Thing("extensions", "", thing.severity, thing.unit, thing.holder, thing)
        told = {"pieces": 0, "comment": "", "asked_for": asked["checkpoint"]}
        self._append(child, "raise", by, told, now)
        return child

    def _append(
        self, thing: Thing, trigger: str, by: Human | None, asked: Asked, now: datetime
    ) -> None:
        move = find(thing.kind, trigger, thing.state)
        assert move
        source, dest = thing.state, thing.state if move.dest == "=" else move.dest
        kept = dict(asked)
        if trigger == "answer":
            kept["about"] = len(thing.contents)
        if trigger == "move_unit":
            kept["unsigns"] = True
        if trigger == "rectify":
            kept["late"] = thing.due is not None and in_days(now, 0) > thing.due
        if trigger == "hand_over":
            kept["unsigns"] = source == "assigned" and self.parent_open(thing)
        due = due_after(thing, trigger, asked, now)
        thing.acts.append(Act(trigger, by.id if by else None, source, dest, now, kept,
                              kept["pieces"]))  # fmt: skip
        settle(thing, trigger, asked)
        if trigger == "skip_rung":
            skip(thing, now)
        if trigger == "raise":
            self.things.append(thing)
            if thing.parent:
                thing.parent.children.append(thing)
        if due != "keep":
            thing.due = None if due == "clear" else due
        if (due != "keep" or source != dest) and trigger != "escalate":
            aim(thing, now)
        steps.look(thing, now)
