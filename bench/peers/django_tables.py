"""The ledger's tables as Django models, for the two peers that stand on Django's ORM."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import django
from django.conf import settings
from django.db import models

from bench.peers.harness import HASH, Task, due


def configure(task: Task) -> None:
    """Set Django up as its manual advises for speed: lasting connection, prepared statements."""
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": task.database,
                "USER": task.user,
                "HOST": task.sockets,
                "CONN_MAX_AGE": None,
                "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        DEBUG=False,
    )
    django.setup()


def items() -> Any:
    """Return the item's columns; each peer adds ``state`` in its own way."""

    class Item(models.Model):
        list_key = models.TextField()
        number = models.TextField(unique=True)
        title = models.TextField()
        severity = models.TextField()
        unit_id = models.IntegerField()
        scope = models.TextField()
        holder_id = models.IntegerField(null=True)
        parent_id = models.BigIntegerField(null=True)
        awaits = models.TextField()
        due_at = models.DateTimeField(null=True)
        due_version = models.IntegerField()
        rung = models.IntegerField()
        rung_at = models.DateTimeField(null=True)
        round = models.IntegerField()
        duties: Any = models.JSONField()
        evidence: Any = models.JSONField()
        data: Any = models.JSONField()
        source_key = models.TextField(null=True)
        version = models.IntegerField()
        head = models.TextField()
        created_at = models.DateTimeField()
        updated_at = models.DateTimeField()
        state_since = models.DateTimeField()

        class Meta:
            abstract = True

    return Item


CHANGED = [
    "state", "holder_id", "awaits", "due_at", "due_version", "duties", "data",
    "version", "head", "updated_at", "state_since",
]  # fmt: skip


@cache
def written() -> tuple[Any, Any, Any]:
    """Return the models of the rows that a decision adds: event, outbox, inbox."""

    class Event(models.Model):
        pk = models.CompositePrimaryKey("item_id", "seq")
        item_id = models.BigIntegerField()
        seq = models.IntegerField()
        list_key = models.TextField()
        at = models.DateTimeField()
        trigger = models.TextField()
        source = models.TextField()
        dest = models.TextField()
        actor_id = models.IntegerField(null=True)
        actor_name = models.TextField()
        behind_id = models.IntegerField(null=True)
        comment = models.TextField()
        changes: Any = models.JSONField()
        prev_hash = models.TextField()
        hash = models.TextField()

        class Meta:
            app_label, db_table, managed = "ledger", "events", False

    class Outbox(models.Model):
        person_id = models.IntegerField()
        item_id = models.BigIntegerField()
        seq = models.IntegerField()
        at = models.DateTimeField()
        available_at = models.DateTimeField()
        attempts = models.IntegerField(default=0)
        delivered_at = models.DateTimeField(null=True)
        failed_at = models.DateTimeField(null=True)
        error = models.TextField(default="")

        class Meta:
            app_label, db_table, managed = "ledger", "outbox", False

    class Inbox(models.Model):
        person_id = models.IntegerField()
        item_id = models.BigIntegerField()
        seq = models.IntegerField()
        at = models.DateTimeField()
        read_at = models.DateTimeField(null=True)

        class Meta:
            app_label, db_table, managed = "ledger", "inbox", False

    return Event, Outbox, Inbox


def give(item: Any, task: Task, at: datetime) -> None:
    """Set the columns that the move changes, besides the state."""
    item.holder_id, item.awaits = task.holder_id, "holder"
    item.due_at, item.due_version, item.state_since = due(at), item.due_version + 1, at
    item.duties = {**item.duties, "assigner": [task.actor_id]}
    item.data = {**item.data, **task.changes.get("process", {})}


def write(item: Any, source: str, task: Task, at: datetime) -> None:
    """Save the moved item, its history, its mails and its inbox entries."""
    event, outbox, inbox = written()
    previous, item.version, item.head, item.updated_at = item.head, item.version + 1, HASH, at
    item.save(update_fields=CHANGED)
    event.objects.create(
        item_id=item.pk, seq=item.version, list_key=item.list_key, at=at, trigger="assign",
        source=source, dest=item.state, actor_id=task.actor_id, actor_name=task.actor_name,
        comment=task.comment, changes=task.history(at), prev_hash=previous, hash=HASH,
    )  # fmt: skip
    key = {"item_id": item.pk, "seq": item.version, "at": at}
    outbox.objects.bulk_create([outbox(person_id=p, available_at=at, **key) for p in task.mails])
    inbox.objects.bulk_create([inbox(person_id=p, **key) for p in task.notices])
