"""django-fsm-2 on Django's ORM: a protected state, optimistic by ConcurrentTransitionMixin."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django_fsm import ConcurrentTransitionMixin, FSMField, has_transition_perm
from django_fsm import transition as move

from bench.peers import django_tables, harness

TASK = harness.given()
django_tables.configure(TASK)


class Problem(ConcurrentTransitionMixin, django_tables.items()):  # type: ignore[misc]
    """A problem of the ledger."""

    state = FSMField(default="raised", protected=True)

    class Meta:
        app_label, db_table, managed = "ledger", "items", False

    def may_assign(self, user: harness.Task) -> bool:
        """Only who holds the post in the unit, or in one above it, may assign."""
        return user.covers(user.role, self.scope)

    @move(field=state, source="raised", target="assigned", permission=may_assign)
    def assign(self, task: harness.Task, at: datetime) -> None:
        """Give the work to a person, with a deadline."""
        django_tables.give(self, task, at)


@transaction.atomic
def decide(item_id: int) -> None:
    """Load, check, move and write: one transaction."""
    item, at = Problem.objects.get(pk=item_id), harness.now()
    source = item.state
    if not has_transition_perm(item.assign, TASK):
        raise PermissionError(item_id)
    item.assign(TASK, at)
    django_tables.write(item, source, TASK, at)


harness.serve(decide)
