"""A random past of some problems and tasks, and what every list said after each of its acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests import clock
from tests.cast import BRANCH, LOOKS, OTHER_BRANCH, PERSONAS, actor
from tests.engine.stage import PHOTO, REASON
from workflow.engine import commands
from workflow.errors import WorkflowError
from workflow.platform import reading
from workflow.platform.models import ItemRow
from workflow.queries.listing import ListRow, row_of, rows_query

# Most acts are tried before these are.
_SELDOM = {"withdraw": -0.9, "comment": 0.1, "attach": 0, "correct": 0.2, "raise_severity": -0.5,
           "reopen": 0.2, "hand_over": 0.2, "return": 0.4, "report_progress": 0.5}  # fmt: skip
# Who may try what; whatever is refused did not happen.
_ACTS: tuple[tuple[str, str, bool], ...] = (
    ("coordinator", "assign", False), ("branch-head", "sign_for", False),
    ("branch-head", "report_progress", False), ("branch-head", "rectify", True),
    ("coordinator", "pass_review", False), ("verifier", "record_check", False),
    ("verifier", "verify", False), ("verifier", "return", False), ("director", "close", False),
    ("committee", "close", False), ("discipline", "reopen", False), ("committee", "reopen", False),
    ("director", "withdraw", False), ("coordinator", "comment", False),
    ("inspector", "attach", True), ("director", "raise_severity", False),
    ("coordinator", "correct", False), ("branch-head", "hand_over", False),
)  # fmt: skip


@dataclass
class RandomPast:
    """A history that ends today, act by act; ``said`` holds the lines of the lists by moment."""

    chance: Random
    days: int = 90
    now: datetime = field(init=False)
    numbers: list[str] = field(default_factory=list)
    said: list[tuple[datetime, dict[str, ListRow]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = clock.now() - timedelta(days=self.days)

    def live(self, acts: int) -> None:
        """Let so many things be tried, evenly over the time."""
        for _ in range(acts):
            self.now += timedelta(days=self.days / (acts + 1) * self.chance.uniform(0.1, 1))
            if not self.numbers or self.chance.random() < 0.2:
                self._raise()
            else:
                self._try()
            self.said.append((self.now, lines(self.now)))

    def _raise(self) -> None:
        unit = self.chance.choice((BRANCH, BRANCH, OTHER_BRANCH))
        found = (self.now - timedelta(days=self.chance.randrange(5))).date().isoformat()
        fields: dict[str, object] = {
            "title": f"会议记录不全{len(self.numbers)}", "unit": str(unit),
            "severity": self.chance.choice(("minor", "minor", "minor", "general")),
        }  # fmt: skip
        fields |= self.chance.choice(({"found_on": found, "source_kind": "self_check"}, {}))
        done = commands.raise_item("problems", actor("inspector"), fields=fields, now=self.now)
        self.numbers.append(done.number)

    def _try(self) -> None:
        number = self.chance.choice(self.numbers[-6:])
        tried = sorted(_ACTS, key=lambda act: self.chance.random() - _SELDOM.get(act[1], 1))
        for login, trigger, photo in tried:
            try:
                commands.fire(
                    number, trigger, actor(login), fields=self._fields(trigger), comment=REASON,
                    evidence=(PHOTO,) * photo, now=self.now,
                )  # fmt: skip
            except WorkflowError:
                continue
            return

    def _fields(self, trigger: str) -> dict[str, Any]:
        due = (self.now + timedelta(days=self.chance.randrange(3, 30))).date().isoformat()
        told: dict[str, dict[str, Any]] = {
            "assign": {"holder": str(PERSONAS["branch-head"].id), "due_on": due},
            "rectify": {"statement": "已补齐", "pledge": "yes"},
            "report_progress": {"percent": str(self.chance.randrange(100)), "text": "在办"},
            "verify": LOOKS, "record_check": LOOKS,
            "return": {"due_on": due}, "reopen": {"due_on": due, "reopened_for": "not_done"},
            "correct": {"title": f"更正{self.chance.randrange(99)}"},
            "hand_over": {"holder": str(PERSONAS["branch-member"].id)},
        }  # fmt: skip
        return told.get(trigger, {})


def lines(now: datetime) -> dict[str, ListRow]:
    """Return what the list of problems says at a moment, line by line, by number."""
    with reading() as connection:
        query = rows_query(then=now).where(ItemRow.list_key == "problems")
        return {row.number: row_of(row) for row in connection.execute(query)}
