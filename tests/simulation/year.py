"""Drive the service through a year: people act, the sweep comes at nine, mails leave or wait.

The demonstration's clock is set to each moment, so that the sweep, the digests and the outbox run
as they run for everybody. Nothing depends on anything but the seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import class_row

from tests.cast import BRANCH, OTHER_BRANCH, PATHS, PERSONAS, Persona
from tests.engine.stage import PHOTO, REASON, WAYS, Step
from tests.simulation.characters import CHARACTERS, Character, drawn
from workflow import calendar, organisation
from workflow.declaration import Actor, Post
from workflow.delivery import outbox
from workflow.delivery.messages import digest_job
from workflow.engine import commands
from workflow.errors import WorkflowError
from workflow.escalation import demo_clock
from workflow.escalation.sweep import sweep
from workflow.profession.lists import LIST_TYPES

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 1, 5)
DAYS = 365
ITEMS = 500
RAISING = 300  # days in which items are raised
HEADS = {BRANCH: "branch-head", OTHER_BRANCH: "outsider"}
# When the head of a branch changes, and who follows.
CHANGES = {
    date(2026, 3, 16): (OTHER_BRANCH, "nobody"),
    date(2026, 7, 1): (BRANCH, "branch-member"),
    date(2026, 10, 12): (BRANCH, "group-leader"),
}
_OPEN = """
    SELECT i.number, i.list_key, i.state, i.holder_id, i.unit_id, i.due_at,
           coalesce(p.number, i.number) AS root
      FROM items i LEFT JOIN items p ON p.id = i.parent_id
     WHERE i.awaits <> '' AND i.list_key = ANY (%s) ORDER BY i.id"""
_CHANGE_POST = (
    "UPDATE appointments SET valid_to = %(day)s::date - 1 WHERE unit_id = %(unit)s"
    " AND role = 'branch_secretary' AND valid_to IS NULL",
    # Agreed to by the founding, as every post of the cast; two administrators are tested elsewhere.
    "INSERT INTO appointments (person_id, unit_id, role, valid_from, approval_id)"
    " SELECT %(person)s, %(unit)s, 'branch_secretary', %(day)s, min(id) FROM approvals",
)


@dataclass(frozen=True)
class Open:
    """An open item as the people of the year see it."""

    number: str
    list_key: str
    state: str
    holder_id: int | None
    unit_id: int
    due_at: datetime | None
    root: str


def _ways() -> dict[tuple[str, str], list[Step]]:
    """Return the steps that lead on from each state of each list."""
    found: dict[tuple[str, str], list[Step]] = {}
    for list_key, steps in WAYS.items():
        at = ""
        for step in steps:
            found.setdefault((list_key, at), []).append(step)
            transition = LIST_TYPES[list_key].find(step.trigger, at)
            assert transition, step
            at = transition.dest or at
    return found


@dataclass
class Simulation:
    """The state of the year: who heads which branch, and how each item's people behave."""

    owner: psycopg.Connection[Any]
    random: Random = field(default_factory=lambda: Random(2026))
    heads: dict[int, Persona] = field(default_factory=dict)
    characters: dict[str, Character] = field(default_factory=dict)  # by number of the problem
    ways: dict[tuple[str, str], list[Step]] = field(default_factory=_ways)
    left: list[tuple[datetime, int]] = field(default_factory=list)  # when which mail left
    made: Counter[str] = field(default_factory=Counter)  # moves that people made

    def run(self, days: int = DAYS, items: int = ITEMS) -> None:
        """Live through the days."""
        self.heads = {unit: PERSONAS[login] for unit, login in HEADS.items()}
        raised = Counter(self.random.randrange(min(days, RAISING)) for _ in range(items))
        for n in range(days):
            self.live(FIRST + timedelta(days=n), raised[n])

    def live(self, day: date, to_raise: int) -> None:
        """Live through one day; mail is asked to leave at every hour of it that matters."""
        self.moment(day, 3)
        self.moment(day, 9, 1)
        self.sweep()
        self.leave()
        self.moment(day, 9, 40)
        digest_job.make(self.now)
        self.leave()
        self.moment(day, 10)
        self.work(day, to_raise)
        self.leave()
        self.moment(day, 20)

    def sweep(self) -> None:
        """Climb what is due; nothing may be put aside, for that is a wait in real time."""
        swept = sweep(self.now)
        assert not swept.alarm, swept.alarm
        assert not swept.aside, swept.aside

    def moment(self, day: date, hour: int, minute: int = 0) -> None:
        """Let it be this time for the whole service, and let whatever may leave be delivered."""
        self.now = datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)
        demo_clock.set_clock(self.owner, self.now)
        self.leave()

    def leave(self) -> None:
        """Deliver what may leave now."""
        while ids := outbox.lease(500):
            for outbox_id in ids:
                attempts = outbox.begin(outbox_id)
                assert attempts is not None
                assert outbox.delivered(outbox_id, attempts)
                self.left.append((self.now, outbox_id))

    def work(self, day: date, to_raise: int) -> None:
        """Let people act; on free days findings are raised, and nothing else is done."""
        for _ in range(to_raise):
            self.raise_one(day)
        if day in CHANGES:
            self.change_head(day, *CHANGES[day])
        if calendar.STATUTORY.is_working_day(day):
            for item in self.open_items():
                self.act(day, item)

    def open_items(self) -> Iterator[Open]:
        """Return what waits for somebody."""
        cursor = self.owner.cursor(row_factory=class_row(Open))
        yield from cursor.execute(_OPEN, [[*WAYS]]).fetchall()

    def raise_one(self, day: date) -> None:
        """Let an inspector raise a finding, and the coordinator assign it."""
        unit = self.random.choice([*HEADS])
        fields = {"title": "灭火器过期", "unit": unit, "severity": "minor"}
        raised = commands.raise_item("problems", self.who("inspector"), fields=fields, now=self.now)
        self.characters[raised.number] = CHARACTERS[drawn(self.random)]
        due = day + timedelta(days=self.random.randrange(8, 70))
        given = {"holder": self.heads[unit].id, "due_on": due.isoformat()}
        coordinator = self.who("coordinator")
        commands.fire(raised.number, "assign", coordinator, fields=given, now=self.now)

    def act(self, day: date, item: Open) -> None:
        """Let somebody make the move that the item waits for, as likely as they are to."""
        character = self.characters[self._problem(item)]
        if item.list_key == "problems" and item.state == "assigned" and character.extends:
            self.ask_for_more_time(day, item)
        steps = self.ways.get((item.list_key, item.state), [])
        if steps and self.random.random() < _chance(character, item, steps[0]):
            any(self.step(item, step) for step in steps)

    def step(self, item: Open, step: Step) -> bool:
        """Make a move of an item, and say whether it was possible today."""
        who = self._holder(item) if step.by == "branch-head" else self.who(step.by)
        try:
            commands.fire(
                item.number, step.trigger, who, fields=step.filled(self.now), comment=REASON,
                evidence=(PHOTO,) if step.evidence else (), now=self.now,
            )  # fmt: skip
        except WorkflowError:
            return False
        self.made[f"{item.list_key}.{step.trigger}"] += 1
        return True

    def ask_for_more_time(self, day: date, item: Open) -> None:
        """Let the holder ask for ten more days, some time before the due date."""
        assert item.due_at
        due = item.due_at.astimezone(ZONE).date()
        if not (7 < (due - day).days < 16 and self.random.random() < 0.3):
            return
        asked = {"title": "more time", "asked_for": due + timedelta(days=12), "progress": "half"}
        fields = {key: str(value) for key, value in asked.items()}
        with suppress(WorkflowError):
            commands.raise_item(
                "extensions", self._holder(item), fields=fields, comment=REASON,
                parent=item.number, now=self.now,
            )  # fmt: skip
            self.made["extensions.raise"] += 1

    def change_head(self, day: date, unit: int, login: str) -> None:
        """Let another person head a branch, and everything open go over to them."""
        before, after = self.heads[unit], PERSONAS[login]
        for statement in _CHANGE_POST:
            self.owner.execute(statement, {"day": day, "unit": unit, "person": after.id})
        self.heads[unit] = after
        coordinator = self.who("coordinator")
        done = organisation.hand_over(coordinator, before.id, after.id, "换届", self.now)
        self.made["hand_over"] += len(done.done)

    def who(self, login: str) -> Actor:
        """Return the actor of a persona with the posts of this day."""
        return self._with_posts(PERSONAS[login])

    def _holder(self, item: Open) -> Actor:
        by_id = {persona.id: persona for persona in PERSONAS.values()}
        return self._with_posts(by_id[item.holder_id or 0])

    def _with_posts(self, persona: Persona) -> Actor:
        posts = [post for post in persona.actor.posts if post.role != "branch_secretary"]
        posts += [
            Post("branch_secretary", unit, PATHS[unit])
            for unit, head in self.heads.items()
            if head is persona
        ]
        return Actor(persona.id, persona.name, tuple(posts))

    def _problem(self, item: Open) -> str:
        """Return the problem from which a document follows, however far."""
        return item.number if item.number in self.characters else item.root


def _chance(character: Character, item: Open, step: Step) -> float:
    if item.list_key not in ("problems", "tasks", "responsibilities"):
        return character.answers
    return character.rectifies if step.by == "branch-head" else character.checks
