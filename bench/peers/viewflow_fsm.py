"""viewflow.fsm on Django's ORM: a flow class around the row, which is locked while it is moved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bench.peers import django_tables, harness

TASK = harness.given()
django_tables.configure(TASK)

from django.db import models, transaction  # noqa: E402
from viewflow import fsm  # noqa: E402


class Problem(django_tables.items()):  # type: ignore[misc]
    """A problem of the ledger."""

    state = models.TextField()

    class Meta:
        app_label, db_table, managed = "ledger", "items", False


class Flow:
    """The moves of a problem."""

    state = fsm.State(["raised", "assigned"], default="raised")

    def __init__(self, item: Any) -> None:
        self.item = item

    @state.getter()
    def _get(self) -> str:
        return str(self.item.state)

    @state.setter()
    def _set(self, value: str) -> None:
        self.item.state = value

    def may_assign(self, user: harness.Task) -> bool:
        """Only who holds the post in the unit, or in one above it, may assign."""
        return user.covers(user.role, self.item.scope)

    @state.transition(source="raised", target="assigned", permission=may_assign)
    def assign(self, task: harness.Task, at: datetime) -> None:
        """Give the work to a person, with a deadline."""
        django_tables.give(self.item, task, at)


@transaction.atomic
def decide(item_id: int) -> None:
    """Load, check, move and write: one transaction."""
    item, at = Problem.objects.select_for_update().get(pk=item_id), harness.now()
    flow, source = Flow(item), item.state
    if not flow.assign.has_perm(TASK):
        raise PermissionError(item_id)
    flow.assign(TASK, at)
    django_tables.write(item, source, TASK, at)


harness.serve(decide)
