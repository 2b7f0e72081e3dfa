"""After a served notice: its reminders, and the items covered by the answer."""

from __future__ import annotations

from workflow.calendar import last_day
from workflow.declaration import Actor, Facts, Item, ReminderRecord, process_of
from workflow.profession.moves.basic import filled, met


def remind(item: Item, facts: Facts, _: Actor) -> None:
    """Note a reminder, with the lateness of the answer."""
    assert item.due_at  # noqa: S101 -- the condition says that it is past
    late = facts.calendar.working_days_between(last_day(item.due_at, facts.zone), facts.today)
    reminder: ReminderRecord = {
        "on": facts.today.isoformat(),
        "late": late,
        "due": item.data["new_due"],
    }
    process_of(item).setdefault("reminders", []).append(reminder)


def answered(item: Item, _: Facts, __: Actor) -> None:
    """Note how many late items the notice was about when it was answered."""
    process_of(item)["answered"] = len(item.process.get("contents", ()))


NEW_DUE_AHEAD = filled(
    "新的时限要晚于今天",
    "the new due date has to lie after today",
    lambda f: f.fields["new_due"] > f.today,
    "new_due",
)
REMINDED = met(
    "还没有催办过",
    "nobody has reminded of it yet",
    lambda f: bool(process_of(f.item).get("reminders")),
)


def _is_covered(item: Item) -> bool:
    told = process_of(item)
    return "answered" not in told or len(told.get("contents", ())) <= told["answered"]


ANSWERED_ALL = met(
    "答复之后又有事项并入这份督办单，请退回，由承办人一并答复",
    "since the answer another late item has joined the notice; return it, to be answered too",
    lambda f: _is_covered(f.item),
)
