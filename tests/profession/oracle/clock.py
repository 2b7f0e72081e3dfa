"""The oracle's clock: the due date that each move sets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.profession.oracle.criticism import report_by
from tests.profession.oracle.rules import FORGETTING, WORK, Thing, in_days
from workflow.calendar import add_working_days

OPEN_DAYS = {"supervisions": 3, "interviews": 5, "accountabilities": 5, "extensions": 5,
             "pauses": 5, "appeals": 5, "criticisms": 5, "problems": 3, "tasks": 3,
             "responsibilities": 3}  # fmt: skip
DAYS = {
    ("supervisions", "draft"): 3, ("supervisions", "sign"): 1, ("supervisions", "return_draft"): 3,
    ("supervisions", "answer"): 5, ("supervisions", "return"): 5,
    ("interviews", "approve"): 3, ("interviews", "hold"): 3, ("interviews", "record"): 3,
    ("interviews", "sign_record"): 3, ("interviews", "refuse_to_sign"): 3,
    ("interviews", "note_refusal"): 3, ("interviews", "report_back"): 10,
    ("interviews", "verify_report"): 5, ("interviews", "return_report"): 10,
    ("accountabilities", "draft"): 10, ("accountabilities", "review"): 5,
    ("accountabilities", "submit"): 5, ("accountabilities", "accept_case"): 30,
    ("accountabilities", "decide"): 5, ("accountabilities", "return"): 5,
    ("criticisms", "draft"): 5, ("criticisms", "return_draft"): 5, ("criticisms", "sign"): 3,
    ("criticisms", "publish"): 3, ("criticisms", "report_back"): 10, ("criticisms", "return"): 5,
    ("extensions", "return"): 3, ("extensions", "resubmit"): 5,
}  # fmt: skip
MONTHS = (  # thirty days
    ("interviews", "countersign"), ("accountabilities", "announce"), ("appeals", "accept_case"),
)  # fmt: skip
NAMED = {  # the field that names the due date
    ("supervisions", "remind"): "new_due",
    ("interviews", "notify"): "held_on",
    ("interviews", "reschedule"): "held_on",
}
Asked = dict[str, Any]


def asked_for(thing: Thing) -> date:
    """Return the date that an extension request asks for: as it was handed in last."""
    day: date = [a.asked["asked_for"] for a in thing.acts if a.trigger in ("raise", "resubmit")][-1]
    return day


def appeal_until(thing: Thing) -> date:
    """Return the last day on which a decision that was announced can be appealed against."""
    [announced] = thing.acts_of("announce")
    return announced.day + timedelta(days=15)


def settle(thing: Thing, trigger: str, asked: Asked) -> None:
    """Change who holds it and where it belongs."""
    if trigger == "publish":
        thing.published_at = thing.unit
    if trigger in ("assign", "hand_over", "move_unit"):
        thing.holder = asked["holder"]
    if trigger in ("raise_severity", "lower_severity"):
        thing.severity = asked["severity"]
    if trigger == "send_back":
        thing.holder = None
    if trigger in ("place", "rescope", "move_unit"):
        thing.unit = asked["unit"]


def due_after(thing: Thing, trigger: str, asked: Asked, now: datetime) -> Any:
    """Return the due date that a move sets, "clear" or "keep"."""
    today = in_days(now, 0)
    if trigger == "raise":
        days = OPEN_DAYS.get(thing.kind)
        return add_working_days(today, days) if days else "keep"
    if thing.kind in WORK:
        return _due_of_work(thing, trigger, asked, today)
    if (thing.kind, trigger) == ("pauses", "approve"):
        last: date = thing.acts[0].asked["until"]
        return last - timedelta(days=1)
    if trigger == "serve":
        told = next(a for a in reversed(thing.acts) if a.trigger == "draft")
        return add_working_days(today, told.asked["reply_days"])
    if (thing.kind, trigger) == ("criticisms", "acknowledge"):
        asks = report_by(thing)
        return max(today, asks) if asks else add_working_days(today, 10)
    named = NAMED.get((thing.kind, trigger))
    if named:
        return asked[named]
    days = DAYS.get((thing.kind, trigger))
    if days:
        return add_working_days(today, days)
    if (thing.kind, trigger) in MONTHS:
        return today + timedelta(days=30)
    if (thing.kind, trigger) == ("accountabilities", "execute"):
        return max(add_working_days(today, 10), appeal_until(thing) + timedelta(days=1))
    clears = {
        "resume",
        "lapse",
        "accept",
        "withdraw",
        "approve",
        "refuse",
        "decide",
        "archive",
        "conclude",
        "close",
        "revoke",
        "follow_up",
    }
    return "clear" if trigger in clears else "keep"


def _due_of_work(thing: Thing, trigger: str, asked: Asked, today: date) -> Any:
    if trigger in ("assign", "reopen", "fail_look_back"):
        thing.typed = asked["due_on"]
        return asked["due_on"]
    if trigger in ("return", "continue", "refuse"):
        return again(thing, today)
    if trigger == "rectify" and thing.kind == "problems" and thing.demands.review:
        return add_working_days(today, 5)
    if trigger in ("rectify", "pass_review"):
        return add_working_days(today, 10)
    if trigger == "verify" and thing.parent and thing.parent.state != "closed":
        return "clear"  # it is closed together with what it hangs on
    if trigger in ("verify", "send_back"):
        return add_working_days(today, 3)
    if trigger == "publish":
        return add_working_days(today, 3 + thing.demands.publicity)
    if trigger == "object":
        return add_working_days(today, 10)
    if trigger == "answer_objection":
        return _to_decide(thing, today)
    return "clear" if trigger in ("close", "withdraw", "retract", "merge") else "keep"


def again(thing: Thing, today: date) -> date:
    """The old due date, or ten working days from now where less is left."""
    soonest = add_working_days(today, 10)
    return max(soonest, thing.typed) if thing.typed else soonest


def _to_decide(thing: Thing, today: date) -> date:
    """Three days to decide, but not before three days after the end of the publicity."""
    shown = [act.day for act in thing.since(*FORGETTING) if act.trigger == "publish"]
    days = thing.demands.publicity
    ends = [add_working_days(day - timedelta(days=1), days) for day in shown]
    return max(add_working_days(day, 3) for day in (*ends, today))
