"""Small random worlds: items in many states, people who come, go and stand in, ladders anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import psycopg

from tests.cast import BRANCH, BUREAU, OFFICE, PERSONAS
from tests.engine.stage import START, Stage
from tests.escalation.ladders.drafts import put_in_force, rows
from tests.escalation.late_items import assigned, on, set_clock
from workflow.declaration import AT_ONCE
from workflow.delivery.messages.mail_choices import DIGEST
from workflow.escalation.ladders.replan_job import replan
from workflow.profession.lists.supervisions import SIGNERS

NOW = "2026-03-27 11:00+08"  # a Friday, after everything that the stage plays
TODAY = date(2026, 3, 27)
_STATES = (
    ("problems", "rectified"), ("problems", "verified"), ("tasks", "assigned"),
    ("tasks", "rectified"), ("responsibilities", "assigned"), ("supervisions", "raised"),
    ("supervisions", "drafted"), ("supervisions", "signed"), ("supervisions", "served"),
    ("supervisions", "answered"), ("interviews", "raised"), ("interviews", "approved"),
    ("interviews", "noticed"), ("interviews", "follow_up"), ("accountabilities", "raised"),
    ("accountabilities", "decided"), ("criticisms", "drafted"), ("criticisms", "acknowledged"),
    ("extensions", "raised"), ("extensions", "returned"),
    ("pauses", "raised"), ("pauses", "running"),
)  # fmt: skip
_HOMES = {"party_work_clerk": OFFICE, "party_work_director": OFFICE, "leader_in_charge": BUREAU,
          "party_group_secretary": BUREAU, "branch_secretary": BRANCH}  # fmt: skip
_TELLABLE = ("holder", "leader_in_charge", "raiser", "awaited", "discipline_officer")


@dataclass
class World:
    """One world in the making; everything in it follows from the seed."""

    owner: psycopg.Connection[Any]
    chance: Random

    def make(self) -> date:
        """Fill it and return the day that is asked about."""
        stage = Stage(start=START)
        for list_key, state in self.chance.sample(_STATES, 9):
            stage.many(list_key, state, self.chance.randint(1, 2))
        stage.many("problems", "assigned", 2, severity="general")  # a receipt is waited for
        for _ in range(4):
            due = TODAY + timedelta(days=self.chance.randint(-14, 40))
            assigned(self.chance.randint(1, 2), due.isoformat(), on("2026-03-02"))
        set_clock(self.owner, NOW)
        for happening in (self.post_changes, self.post_changes, self.somebody_stands_in,
                          self.somebody_leaves, self.mail_is_not_wanted, self.day_off,
                          self.another_ladder):  # fmt: skip
            if self.chance.random() < 0.7:
                happening()
        replan(timedelta(0))
        return self.day(10, 60)

    def day(self, first: int = 1, last: int = 45) -> date:
        """Return a day to come."""
        return TODAY + timedelta(days=self.chance.randint(first, last))

    def anybody(self) -> int:
        return self.chance.choice([*PERSONAS.values()][:17]).id

    def post_changes(self) -> None:
        """Let a post end, and perhaps somebody else take it later."""
        role, unit = self.chance.choice([*_HOMES.items()])
        ends = self.day()
        self.owner.execute(
            "UPDATE appointments SET valid_to = %s WHERE role = %s AND unit_id = %s"
            " AND valid_to IS NULL",
            [ends, role, unit],
        )
        if self.chance.random() < 0.6:
            begins = ends + timedelta(days=self.chance.randint(1, 9))
            self.owner.execute(
                "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
                " VALUES (%s, %s, %s, %s)",
                [PERSONAS["nobody"].id, unit, role, begins],
            )

    def somebody_stands_in(self) -> None:
        principal, delegate = self.chance.sample(range(1, 18), 2)
        begins = self.day()
        self.owner.execute(
            "INSERT INTO delegations (principal_id, delegate_id, valid_from, valid_to, reason,"
            " made_at) VALUES (%s, %s, %s, %s, 'away', now())",
            [principal, delegate, begins, begins + timedelta(days=self.chance.randint(0, 20))],
        )

    def somebody_leaves(self) -> None:
        self.owner.execute(
            "UPDATE people SET left_on = %s WHERE id = %s", [self.day(), self.anybody()]
        )

    def mail_is_not_wanted(self) -> None:
        for kind in self.chance.sample([*AT_ONCE, DIGEST], 2):
            self.owner.execute(
                "INSERT INTO mail_choices VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [self.anybody(), kind],
            )
        self.owner.execute("UPDATE people SET email = '' WHERE id = %s", [self.anybody()])

    def day_off(self) -> None:
        self.owner.execute(
            "INSERT INTO own_days VALUES (%s, %s, '另定', 'set apart', '')",
            [self.day(), self.chance.random() < 0.5],
        )

    def another_ladder(self) -> None:
        """Publish an edition, for everybody or for one severity, that names who signs."""
        first = self.chance.randint(-3, 2)
        wanted = rows((0, first), (1, 3), (2, 5), (3, 9))
        told = tuple(self.chance.sample(_TELLABLE, 2))
        signer = self.chance.choice(["", *SIGNERS])
        changed = [replace(row, tells=told) for row in wanted]
        changed[2] = replace(changed[2], signer=signer)
        severity = self.chance.choice(["", "minor"])
        put_in_force(self.day(1, 20).isoformat(), changed, ("problems", "assigned", severity))


def local(at: datetime) -> str:
    """Return an instant to the minute: while a clock is moved, parts of a second go by."""
    return f"{at.astimezone(on('2026-01-01').tzinfo):%m-%d %H:%M}"
