"""The breaker: a pass of the sweep with an incredible number of escalations writes nothing.

One wrong clock must not accuse a thousand (design §4.5). Decisions taken here:

* Items are counted, not rungs: a pass may climb several rungs of an item after an absence.
* Lateness counts where other people are told: a rung of level one or higher, now or later in the
  same pass. Reminders before the due date are messages to the people at work; a thousand of them on
  the same morning are no accusation, and they do not trip the breaker.
* A tripping pass writes nothing at all, reminders included: a clock wrong for the one is wrong for
  the other.
* Two people release the held-back pass (``breaker_release``); its alarm stays on ``/readyz`` until
  then. Released rungs are counted no more; rungs due later are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.escalation.ladders.bulk_plans import COLUMNS, Plans, Running, plans_of
from workflow.escalation.quarantine import READY
from workflow.platform import Connection
from workflow.words import Words

LEAST = 50
SHARE = 0.05  # of what is open

_RELEASED = """
    SELECT max(until) FROM releases WHERE released_at > now() - interval '1 day'"""
_DUE = f"""
    SELECT {COLUMNS} FROM items i
     WHERE i.rung_at <= %s AND i.rung_at > coalesce(({_RELEASED}), '-infinity') AND {READY}
"""  # noqa: S608 -- put together from constants
_OPEN = "SELECT count(*) FROM items WHERE awaits <> ''"
_ALARM = Words(
    "这一次要升级{accused}个事项，超过上限（50个或未办结{open}个事项的5%），因此一个也没有升级。"
    "请核对系统时间。确认无误后，由一人提出、另一人确认解除："
    "在“运行状况”页面，或执行 rectify escalate --confirm",
    "This pass would escalate {accused:item|items}, more than is believable (50, or 5 % of the "
    "{open} open ones), so none was. Check the clock. If it is right, one person asks to "
    "release it and another one agrees: on the page of the service's condition, or by rectify "
    "escalate --confirm",
)
_WILL_BE = Words(
    "那一次要升级{accused}个事项，超过上限（50个或未办结{open}个事项的5%）："
    "系统会先暂停，由两人核对确认之后才执行。",
    "One pass of that day would escalate {accused:item|items}, more than is believable (50, or 5 % "
    "of the {open} open ones): it will be held back until two people have released it.",
)


@dataclass(frozen=True, slots=True)
class Tripped:
    """A pass held back: the number of items to escalate, and the number of open items."""

    accused: int
    still_open: int

    @property
    def alarm(self) -> Words:
        """The sentence of the alarm."""
        return _ALARM.format(accused=self.accused, open=self.still_open)


def tripped(connection: Connection, now: datetime) -> Tripped | None:
    """Say whether a pass at ``now`` would escalate more than is believable."""
    due = [Running(*row) for row in connection.execute(_DUE.encode(), [now])]
    plans = plans_of(connection, now)
    return _measured(connection, sum(_accuses(item, plans, now) for item in due))


def foretold(connection: Connection, accused: int) -> Words | None:
    """Return the sentence that a pass with ``accused`` items will be held back, or ``None``."""
    measured = _measured(connection, accused)
    return _WILL_BE.format(accused=accused, open=measured.still_open) if measured else None


def _measured(connection: Connection, accused: int) -> Tripped | None:
    if accused <= LEAST:
        return None
    row = connection.execute(_OPEN).fetchone()
    still_open = row[0] if row else 0
    return Tripped(accused, still_open) if accused > still_open * SHARE else None


def _accuses(item: Running, plans: Plans, now: datetime) -> bool:
    """Say whether a due rung of the item is more than a reminder."""
    ahead = (*plans.ahead(item), *plans.step_ahead(item))
    return any(not step.rung.is_message and plans.at(step) <= now for step in ahead)
