"""python-statemachine with SQLAlchemy: a machine over the row, one unit of work a decision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from statemachine import State, StateMachine

from bench.peers import alchemy_tables, harness

TASK = harness.given()
ENGINE = create_engine(TASK.url, pool_size=1)


class Problem(StateMachine):
    """The moves of a problem."""

    raised = State(initial=True, value="raised")
    assigned = State(final=True, value="assigned")
    assign = raised.to(assigned, validators="may_assign", on="give")

    def may_assign(self, task: harness.Task) -> None:
        """Only who holds the post in the unit, or in one above it, may assign."""
        if not task.covers(task.role, self.model.scope):
            raise PermissionError(self.model.id)

    def give(self, task: harness.Task, at: datetime) -> None:
        """Give the work to a person, with a deadline."""
        alchemy_tables.give(self.model, task, at)


def decide(item_id: int) -> None:
    """Load, check, move and write: one transaction."""
    with Session(ENGINE) as session, session.begin():
        item, at = session.get_one(alchemy_tables.Item, item_id), harness.now()
        source = item.state
        Problem(item, state_field="state").send("assign", task=TASK, at=at)
        alchemy_tables.write(session, item, source, TASK, at)


harness.serve(decide)
