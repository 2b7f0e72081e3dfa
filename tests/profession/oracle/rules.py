"""A second reading of the rules, brute and slow: everything is asked of the whole history.

Written from docs/domain/lists-and-states.md and docs/domain/roles.md#separation-of-duties; it calls
nothing of the rules, the steps or the lists.
``tests/profession/oracle/moves.py`` has the table of moves that it goes by.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal

from tests.profession.oracle.criticism import circulated
from tests.profession.oracle.moves import (
    ABOVE,
    ACTING,
    CLASSES,
    INTERVIEWS,
    READERS,
    TIES,
    Class,
    Move,
)  # fmt: skip
from tests.profession.oracle.people import ADMINISTRATORS, ZONE, Act, Human
from tests.profession.oracle.ties import FORGETTING, REOPENING, TIED

Verdict = Literal["done", "unseen", "state", "person", "form", "condition"]
WORK = ("problems", "tasks", "responsibilities")
# After these a judgement that went up is looked at anew.
CORRECTING = ("raise_severity", "lower_severity", "move_unit")
STOOD_IN = ("party_work_clerk", "party_work_director")  # while nobody there can act
ASSIGNER = "@assigner"
LEVELS = ("office_party_secretary", "leader_in_charge", "party_group_secretary")


@dataclass(eq=False, repr=False)
class Thing:
    """An item as its history makes it."""

    kind: str
    number: str
    severity: str
    unit: str
    holder: int | None
    parent: Thing | None
    acts: list[Act] = field(default_factory=list)
    children: list[Thing] = field(default_factory=list)
    contents: list[Thing] = field(default_factory=list)  # of a document
    absorbed: list[Thing] = field(default_factory=list)  # the doubles merged into it
    due: date | None = None
    typed: date | None = None  # the newest due date that somebody named
    rung: int = 0
    step: Any = None  # what is waited for beside the due date, if that has a clock (oracle_steps)
    was_due: date | None = None  # while its clock stands still: what it was due on
    stops: list[Thing] = field(default_factory=list)  # the pauses that it stood still by
    earliest: datetime | None = None  # nothing is climbed before, after something was late
    pending: bool = False  # an appeal has changed what was executed
    published_at: str = ""  # where it belonged when it was published
    # Relations that nobody in post can act in, each with the role told; read from the item's marks,
    # which an oracle of its own checks (tests/escalation/test_nobody_waits_for_nobody.py).
    instead: dict[str, str] = field(default_factory=dict)
    humans: ClassVar[dict[int | None, Human]] = {}  # everybody there is, by id

    def __repr__(self) -> str:
        return f"{self.number} ({self.state})"

    @property
    def state(self) -> str:
        """Where the last act left it."""
        return self.acts[-1].dest if self.acts else ""

    @property
    def demands(self) -> Class:
        """What its severity demands."""
        return CLASSES[self.severity]

    def since(self, *triggers: str) -> list[Act]:
        """Return the acts after the last one of these."""
        last = max((n for n, act in enumerate(self.acts) if act.trigger in triggers), default=-1)
        return self.acts[last + 1 :]

    def acts_of(self, *triggers: str) -> list[Act]:
        """Return the acts of these triggers."""
        return [act for act in self.acts if act.trigger in triggers]

    def last(self, acts: list[Act], *triggers: str) -> str:
        """Return which of these triggers came last among the acts, or nothing."""
        return next((act.trigger for act in reversed(acts) if act.trigger in triggers), "")

    def of(self, *lists: str) -> list[Thing]:
        """Return what hangs on it in these lists and was not withdrawn."""
        return [c for c in self.children if c.kind in lists and c.state != "withdrawn"]

    @property
    def signed(self) -> bool:
        """Signed for by whoever holds it now."""
        begun = self.since("send_back", *REOPENING)
        order = [a for a in begun if a.trigger == "sign_for" or a.asked.get("unsigns")]
        return bool(order) and order[-1].trigger == "sign_for"

    @property
    def reviewed(self) -> bool:
        """Passed by the preliminary review of this round, or not in need of one."""
        asked = self.kind == "problems" and self.demands.review
        return not asked or any(a.trigger == "pass_review" for a in self.since(*FORGETTING))

    @property
    def plan(self) -> str:
        """What happened last to the plan of this round."""
        begun = self.since("send_back", "raise_severity", *REOPENING)
        return self.last(begun, "submit_plan", "approve_plan", "return_plan")

    @property
    def suspended(self) -> bool:
        """Whether the clock stands still by a leader's leave."""
        return any(pause.state == "running" for pause in self.stops)

    @property
    def asked_for(self) -> bool:
        """Whether an extension is asked for and not answered."""
        return any(c.kind == "extensions" and c.state == "raised" for c in self.children)

    @property
    def referred(self) -> dict[str, str]:
        """Which judgements went up to which level in this round."""
        found: dict[str, str] = {}
        for act in self.since(*FORGETTING, "send_back", *CORRECTING):
            if act.trigger == "refer":
                found |= act.asked["referred"]
            if act.trigger == "recover":
                found = {k: role for k, role in found.items() if k not in act.asked["back"]}
        return found

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who decides on closing it: also as what it hangs on is decided on."""
        for thing in filter(None, (self, self.parent)):
            above = [thing.referred[j] for j in ("vote", "close") if j in thing.referred]
            if above:
                return (max(above, key=LEVELS.index),)
        return self.demands.decider

    @property
    def signer(self) -> str:
        """Who signs it: whom the rung named that raised it, or the leader in charge."""
        return str(self.acts[0].asked.get("signed_by") or "leader_in_charge")

    @property
    def approvers(self) -> tuple[str, ...]:
        """Who approves its plan."""
        above = self.referred.get("approve_plan")
        return (above,) if above else self.demands.approver

    @property
    def open_objection(self) -> bool:
        """Whether somebody waits for an answer."""
        judged = self.since(*FORGETTING)
        return self.last(judged, "object", "answer_objection") == "object"

    @property
    def evidence(self) -> int:
        """How many pieces were handed in since it was last opened."""
        after = self.since(*REOPENING)
        return sum(act.pieces for act in after)

    def asked(self, trigger: str, key: str) -> str:
        """Return what was filled in when this was done last, or nothing."""
        told = [act.asked.get(key, "") for act in self.acts_of(trigger)]
        return told[-1] if told else ""

    @property
    def body(self) -> str:
        """The body that decides; on an appeal it is the one above."""
        if self.kind == "appeals":
            return ABOVE[self.parent.body] if self.parent else ""
        return self.asked("submit", "competent") or "discipline"

    @property
    def method(self) -> str:
        """What stands of a decision on accountability once it was appealed against, or nothing."""
        decided = [a for a in self.children if a.kind == "appeals" and a.state == "decided"]
        outcome = decided[0].asked("decide", "outcome") if decided else ""
        told = {"changed": "circular", "revoked": "none"}
        return told.get(outcome) or self.asked("decide", "method")

    def one_up(self) -> str:
        """Return who interviews the one concerned: one level above his highest post here."""
        held = self.humans[self.holder].posts if self.holder in self.humans else ()
        roles = {role for role, path in held if self.unit.startswith(path)}
        for above, below in INTERVIEWS:
            if roles & below:
                return above
        return ""

    def did(self, *triggers: str, source: str | None = None) -> set[int]:
        """Return who ever did one of these."""
        return {
            person
            for act in self.acts
            if act.trigger in triggers and (source is None or act.source == source)
            for person in act.people
        }

    def did_once(self, trigger: str) -> bool:
        """Say whether this ever happened."""
        return any(act.trigger == trigger for act in self.acts)

    def workers(self) -> set[int]:
        """Return who ever took part in rectifying it or what hangs on it."""
        merged = self.merged() if self.kind in WORK else []
        family = [*merged, *(c for of in merged for c in of.children if c.kind in WORK)]
        return {
            person
            for thing in family
            for person in thing.did("report_progress", "rectify")
            | thing.did("attach", source="assigned")
        }

    def planners(self) -> set[int]:
        """Return who ever drew up its plan."""
        return {person for of in self.merged() for person in of.did("submit_plan")}

    def merged(self) -> list[Thing]:
        """Return it, and all that was merged into it."""
        return [self, *(of for double in self.absorbed for of in double.merged())]

    def filled(self, key: str) -> Any:
        """Return what stands in a field of the form: as raised, or as corrected since."""
        told = [a.asked[key] for a in self.acts_of("raise", "correct") if key in a.asked]
        return told[-1] if told else None

    def judges(self) -> set[int]:
        """Return who checked, verified or voted in this round."""
        return {
            person
            for act in self.since(*FORGETTING)
            if act.trigger in ("record_check", "verify", "vote")
            for person in act.people
        }


def may_see(thing: Thing, human: Human) -> bool:
    """Say whether this person may know of it."""
    if thing.holder == human.id:
        return True
    if (audience := circulated(thing)) and any(
        audience.startswith(path) or path.startswith(audience) for path in human.working_posts()
    ):
        return True
    readers = READERS.get(thing.kind)
    return any(
        thing.unit.startswith(path) and role not in ADMINISTRATORS
        and (readers is None or role in readers)
        for role, path in human.posts
    )  # fmt: skip


def may(thing: Thing, move: Move, human: Human | None) -> bool:
    """Say whether this person may make the move, from what the history says of him."""
    if human is None:
        return "system" in move.who
    if human.posts and all(role in ADMINISTRATORS for role, _ in human.posts):
        return False
    able = any(_fits(thing, who, human) for who in move.who)
    return able and not any(TIED[tie](thing, human) for tie in move.barred)


def _fits(thing: Thing, who: str, human: Human) -> bool:
    if who in TIES:
        return TIED[who](thing, human)
    if who == "secretary_not_raiser":
        return human.holds("branch_secretary", thing.unit) and human.id not in thing.did("raise")
    return any(human.holds(role, thing.unit) for role in opening_roles(thing, who))


def opening_roles(thing: Thing, who: str) -> tuple[str, ...]:
    """Return the roles that open a move to ``who``, and those told in place of a vacant one."""
    roles = roles_of(thing, who[1:]) if who.startswith("@") else (who,)
    if who not in (*STOOD_IN, ASSIGNER):
        return roles
    return (*roles, *(thing.instead[role] for role in roles if role in thing.instead))


def roles_of(thing: Thing, who: str) -> tuple[str, ...]:
    """Return the roles that a class, or the level a judgement went up to, names for this."""
    if who.startswith("referred_"):
        return tuple(filter(None, [thing.referred.get(who.removeprefix("referred_"))]))
    if who == "signer":
        return (thing.signer,)
    if who == "body":
        return ACTING[thing.body]
    named = {"decider": thing.deciders, "approver": thing.approvers}
    return named.get(who, thing.demands.assigner)


def in_days(now: datetime, days: int) -> date:
    """Return the day so many calendar days from now."""
    return now.astimezone(ZONE).date() + timedelta(days=days)
