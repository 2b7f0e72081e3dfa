"""The columns of an item from its events of any age.

Until the migration ``process`` the machine's notes stood among the people's fields, and events held
both as ``data``. The hash of such an event is over its text, so the text stays; here the text is
read as if the two had always been apart. Later events hold ``process`` whenever they hold ``data``:
an event with ``data`` alone is older.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The names of the notes that the migration ``process`` moved; this list never changes.
OLD_NOTES = frozenset(
    (
        "appeal", "appeal_until", "audience", "checks", "consequences", "criticised", "documents",
        "due_on", "executed_on", "held", "interviewed_by", "ledger", "look_back", "objection",
        "paused", "people", "pieces", "plan_state", "points", "preliminary", "publicity",
        "published_on", "received_on", "referred", "relapse_of", "reminders", "reported_on",
        "rescheduled_on", "revoked", "sent_back", "signatures", "signed_by", "signed_on",
        "skipped", "step", "suspended", "tally", "times", "to_execute", "unlike", "votes",
    )
)  # fmt: skip
# Names that were a note in these lists and a field in others.
OLD_NOTES_OF = {"appeals": ("competent",), "criticisms": ("outcome",), "supervisions": ("outcome",)}


def split(list_key: str, data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part old ``data`` into the fields of people and the notes of the machine."""
    notes = OLD_NOTES.union(OLD_NOTES_OF.get(list_key, ()))
    fields = {key: value for key, value in data.items() if key not in notes}
    return fields, {key: value for key, value in data.items() if key in notes}


def columns(list_key: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns changed by an event, with their new values, instants as text."""
    told = {column: value for column, value in changes.items() if column != "note"}
    if "data" in told and "process" not in told:
        told["data"], told["process"] = split(list_key, told["data"])
    return told
