"""The oracle's conditions: what an item must have been through before a move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.profession.oracle import pause
from tests.profession.oracle.clock import Asked, appeal_until, asked_for
from tests.profession.oracle.corrections import Corrections
from tests.profession.oracle.criticism import Criticisms
from tests.profession.oracle.moves import LADDERS, METHODS, Move
from tests.profession.oracle.relapse import Relapses
from tests.profession.oracle.rules import FORGETTING, WORK, Thing, in_days
from tests.profession.oracle.sharing import Sharing
from tests.profession.oracle.steps import may_climb
from tests.profession.oracle.votes import Votes
from workflow.calendar import add_working_days

REASONED = {
    "send_back", "return_plan", "return", "continue", "object", "answer_objection",
    "refuse", "reopen", "withdraw", "skip_rung", "return_draft", "conclude", "reschedule",
    "refuse_to_sign", "note_refusal", "return_report", "recuse", "revoke", "fail_look_back",
    "dismiss_hint", "correct", "raise_severity", "lower_severity", "move_unit", "retract", "merge",
}  # fmt: skip


@dataclass
class Conditions(Votes, Criticisms, Relapses, Corrections, Sharing):
    """What is asked of an item; each method is one trigger's, or one list's trigger's."""

    def in_post(self, person: int, *units: str) -> bool:
        """Say whether somebody holds a working post around all of these units."""
        human = self.people.get(person) or (self.crowd or {}).get(person)
        posts = human.working_posts() if human else ()
        return any(all(unit.startswith(path) for unit in units) for path in posts)

    def met(
        self,
        thing: Thing,
        move: Move,
        asked: Asked,
        now: datetime,
        moving: list[Thing],
        around: str,
    ) -> bool:
        """Say whether the item is in a condition for the move."""
        today, trigger = in_days(now, 0), move.trigger
        unasked = trigger == "withdraw" and thing.kind in ("extensions", "pauses", "appeals")
        reasoned = trigger in REASONED and not unasked
        if reasoned and len(asked["comment"]) < 10:
            return False
        if trigger in ("assign", "reopen") and not self.parent_open(thing):
            return False
        names_day = ("assign", "reopen", "fail_look_back")
        if trigger in names_day and asked["due_on"] < today:
            return False
        if trigger in ("assign", "hand_over") and not self.in_post(
            asked["holder"], thing.unit, around
        ):
            return False
        special = getattr(self, f"_{thing.kind}_{trigger}", None) or getattr(
            self, f"_{trigger}", None
        )
        return special is None or bool(special(thing, asked, now, moving))

    @staticmethod
    def nothing_asked(thing: Thing) -> bool:
        return all(e.state not in ("raised", "returned") for e in thing.of("extensions"))

    def _sign_for(self, thing: Thing, *_: Any) -> bool:
        return not thing.signed

    def _send_back(self, thing: Thing, _: Asked, now: datetime, __: Any) -> bool:
        since = next(a for a in reversed(thing.acts) if a.source != a.dest).day
        in_time = in_days(now, 0) <= add_working_days(since, 3)
        answered = self.nothing_asked(thing) and not thing.suspended
        return in_time and answered and self.parent_open(thing) and not thing.did_once("send_back")

    def _problems_assign(self, thing: Thing, *_: Any) -> bool:
        parts = thing.of("tasks") and thing.of("responsibilities")
        return bool(parts) or not thing.demands.parts_to_assign

    def _submit_plan(self, thing: Thing, *_: Any) -> bool:
        demands = thing.demands
        signed = thing.signed or not demands.receipt
        return bool(demands.approver) and signed and thing.plan != "approve_plan"

    def _approve_plan(self, thing: Thing, *_: Any) -> bool:
        demanded = thing.demands.complete  # a plan may outlive the class that demanded it
        return thing.plan == "submit_plan" and bool(thing.of("tasks") or not demanded)

    def _return_plan(self, thing: Thing, *_: Any) -> bool:
        return thing.plan == "submit_plan"

    def _pauses_approve(self, thing: Thing, _: Asked, now: datetime, __: Any) -> bool:
        asked = any(part.asked_for for part in pause.matter(thing.parent))
        return not asked and pause.may_pause(thing.parent, pause.until(thing), in_days(now, 0))

    _lapse = staticmethod(pause.lapses)

    def _problems_rectify(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        demands = thing.demands
        planned = not demands.approver or thing.plan == "approve_plan"
        ready = all(t.state in ("rectified", "verified", "closed") for t in thing.of("tasks"))
        answered = self.nothing_asked(thing)
        signed = thing.signed or not demands.receipt
        proven = thing.evidence + asked["pieces"] > 0
        there = planned and self.complete(thing)
        return not thing.suspended and there and ready and answered and signed and proven

    def _tasks_rectify(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        proven = thing.evidence + asked["pieces"] > 0
        return not thing.suspended and proven and self.nothing_asked(thing)

    def _responsibilities_rectify(self, thing: Thing, *_: Any) -> bool:
        return not thing.suspended and thing.signed and self.nothing_asked(thing)

    def _verify(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        checks = sum(a.trigger == "record_check" for a in thing.since(*FORGETTING))
        enough = thing.kind != "problems" or checks + 1 >= thing.demands.verifiers
        return asked["looks"] == "solved" and enough and thing.reviewed

    _record_check = staticmethod(lambda thing, *_: thing.reviewed)
    _pass_review = staticmethod(lambda thing, *_: not thing.reviewed)

    def _publish(self, thing: Thing, *_: Any) -> bool:
        published = thing.last(thing.since(*FORGETTING), "publish")
        return thing.demands.publicity > 0 and not published

    def _object(self, thing: Thing, *_: Any) -> bool:
        return not thing.open_objection

    def _answer_objection(self, thing: Thing, *_: Any) -> bool:
        return thing.open_objection

    def _vote(self, thing: Thing, *_: Any) -> bool:
        return self.votes(thing)

    def _close(self, thing: Thing, _: Asked, now: datetime, moving: list[Thing]) -> bool:
        if thing.judges() & (thing.workers() | thing.planners()):
            return False
        if thing.kind != "problems":
            return True
        tasks = all(t.state == "closed" or t in moving for t in thing.of("tasks"))
        signed = all(r.signed for r in thing.of("responsibilities"))
        published = self._publicity_over(thing, in_days(now, 0))
        calm = published and not thing.open_objection
        return self.complete(thing) and tasks and signed and calm and self._voted(thing)

    def _interviews_close(self, *_: Any) -> bool:
        return True

    @staticmethod
    def _publicity_over(thing: Thing, today: date) -> bool:
        days = thing.demands.publicity
        begun = [a.day for a in thing.since(*FORGETTING)
                 if a.trigger == "publish"]  # fmt: skip
        if not days:
            return True
        return bool(begun) and today > add_working_days(begun[0] - timedelta(days=1), days)

    def _voted(self, thing: Thing) -> bool:
        return not self.votes(thing) or self.count(thing).outcome == "carried"

    def _problems_withdraw(self, thing: Thing, _: Asked, __: datetime, moving: list[Thing]) -> bool:
        return all(
            c.state == "closed" or c in moving for c in thing.of("tasks", "responsibilities")
        )

    def _escalate(self, thing: Thing, _: Asked, now: datetime, __: Any) -> bool:
        return may_climb(thing, now)

    def _replan(self, *_: Any) -> bool:
        return False  # no ladder but the declared one, and no calendar but the first, is in force

    _reckon = _replan

    def _skip_rung(self, thing: Thing, *_: Any) -> bool:
        ladder = LADDERS[thing.kind, thing.state]
        leads_on = thing.due is not None and thing.rung < len(ladder) - 1
        return leads_on and ladder[thing.rung][1] != "message"

    def _notify(self, _: Thing, asked: Asked, now: datetime, __: Any) -> bool:
        ahead = asked["held_on"] >= add_working_days(in_days(now, 0), 3)
        return bool(ahead and asked["held_at"] == "09:30")

    def _reschedule(self, thing: Thing, asked: Asked, now: datetime, _: Any) -> bool:
        return not thing.did_once("reschedule") and self._notify(thing, asked, now, _)

    def _hold(self, thing: Thing, _: Asked, now: datetime, __: Any) -> bool:
        told = next(a for a in reversed(thing.acts) if a.trigger in ("notify", "reschedule"))
        return bool(told.asked["held_on"] <= in_days(now, 0))

    def _sign_record(self, thing: Thing, *_: Any) -> bool:
        return not thing.did("sign_record", "refuse_to_sign", "note_refusal")

    _refuse_to_sign = _sign_record

    def _note_refusal(self, thing: Thing, asked: Asked, now: datetime, _: Any) -> bool:
        return self._sign_record(thing) and self._past(thing, now)

    def _countersign(self, thing: Thing, *_: Any) -> bool:
        return not self._sign_record(thing)

    @staticmethod
    def _past(thing: Thing, now: datetime) -> bool:
        return thing.due is not None and thing.due < in_days(now, 0)

    def _remind(self, thing: Thing, asked: Asked, now: datetime, _: Any) -> bool:
        return self._past(thing, now) and bool(asked["new_due"] > in_days(now, 0))

    def _conclude(self, thing: Thing, _: Asked, now: datetime, __: Any) -> bool:
        return self._past(thing, now) and thing.did_once("remind")

    @staticmethod
    def _fits(thing: Thing | None, method: str) -> bool:
        target = thing.asked("draft", "target") if thing else ""
        return not target or target in METHODS[method][0]

    def _accountabilities_draft(self, _: Thing, asked: Asked, *__: Any) -> bool:
        return asked["target"] in METHODS[asked["proposed"]][0]

    def _accountabilities_submit(self, thing: Thing, asked: Asked, *_: Any) -> bool:
        return asked["competent"] in METHODS[thing.asked("draft", "proposed")][1]

    def _documented(self, asked: Asked, now: datetime) -> bool:
        return asked["pieces"] > 0 and asked["decided_on"] <= in_days(now, 0)

    def _accountabilities_decide(
        self, thing: Thing, asked: Asked, now: datetime, _: Any
    ) -> bool:  # fmt: skip
        able = thing.body in METHODS[asked["method"]][1]
        return self._documented(asked, now) and able and self._fits(thing, asked["method"])

    def _announce(self, thing: Thing, *_: Any) -> bool:
        return thing.method != "none"

    def _accountabilities_acknowledge(self, thing: Thing, *_: Any) -> bool:
        return not thing.did_once("acknowledge")

    def _execute(self, thing: Thing, *_: Any) -> bool:
        return thing.state == "announced" or thing.pending

    def _archive(self, thing: Thing, _: Asked, now: datetime, __: Any) -> bool:
        answered = all(a.state not in ("raised", "accepted") for a in thing.of("appeals"))
        if thing.method == "none":
            return answered and not thing.pending
        over = thing.state == "executed" and appeal_until(thing) < in_days(now, 0)
        return answered and over and not thing.pending

    def _appeals_decide(self, thing: Thing, asked: Asked, now: datetime, _: Any) -> bool:
        named = (asked["outcome"] == "changed") == (asked["instead"] is not None)
        suits = asked["instead"] is None or self._fits(thing.parent, asked["instead"])
        return self._documented(asked, now) and named and suits

    @staticmethod
    def _appealable(parent: Thing | None, today: date) -> bool:
        if parent is None or parent.state not in ("announced", "executed"):
            return False
        return today <= appeal_until(parent) and not parent.of("appeals")

    def _extensions_approve(self, thing: Thing, *_: Any) -> bool:
        parent = thing.parent
        runs = parent is not None and parent.state == "assigned" and parent.due is not None
        return runs and bool(asked_for(thing) > parent.due)

    def _extensions_resubmit(self, thing: Thing, asked: Asked, now: datetime, _: Any) -> bool:
        return self._extendable(thing.parent, asked, in_days(now, 0))

    @staticmethod
    def _extendable(parent: Thing | None, asked: Asked, today: date) -> bool:
        if parent is None or parent.state != "assigned" or parent.due is None:
            return False
        longest = add_working_days(parent.due, 20)
        return bool(parent.due >= today and parent.due < asked["asked_for"] <= longest)

    def raisable(self, thing: Thing, asked: Asked, today: date) -> bool:
        parent = thing.parent
        if thing.kind == "problems":
            return bool(asked["found_on"] <= today)
        if thing.kind in WORK:
            return self.parent_open(thing)
        if thing.kind == "supervisions":
            return thing.holder is not None
        if thing.kind == "appeals":
            return self._appealable(parent, today)
        if thing.kind == "pauses":
            return pause.pausable(parent, asked, today)
        if thing.kind != "extensions":
            return self.in_post(thing.holder or 0, thing.unit)
        if parent is None or parent.due is None or not self._extendable(parent, asked, today):
            return False
        others = parent.of("extensions")
        return bool(
            today <= add_working_days(parent.due, -5)
            and all(e.state not in ("raised", "returned") for e in others)
            and sum(e.state == "approved" for e in others) < 2
        )
