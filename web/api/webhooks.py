"""The payloads of webhooks, for the section ``webhooks`` of the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from web.api.declared import Told
from workflow.delivery.channels.kinds import DIGEST, EVENTS, TEST, TOPICS


class MovedItem(Told):
    """An item after the event; the number or the link leads to the content."""

    number: str
    list: str
    state: str
    version: int
    link: str


class CountedList(Told):
    """The items of a list in a unit: open, late, and due soon."""

    open: int
    late: int
    soon: int


class CountedUnit(Told):
    """The numbers of a unit, list by list."""

    unit: int
    lists: dict[str, CountedList]
    link: str


class Nothing(Told):
    """An empty object."""


class ItemEvent(Told):
    """An item was raised, was moved, or climbed a rung of the ladder."""

    type: Literal["item.raised", "item.moved", "item.escalated"]
    timestamp: datetime
    data: MovedItem


class DigestEvent(Told):
    """The digest of a working day, in numbers only."""

    type: Literal["digest.made"]
    timestamp: datetime
    data: CountedUnit


class PingEvent(Told):
    """A test, sent from the page of the channel."""

    type: Literal["ping"]
    timestamp: datetime
    data: Nothing


_TEST = "A test of the channel"
_HEADERS = {
    "webhook-id": "The id of the message, the same at every try: what came twice is told by it.",
    "webhook-timestamp": "The second of this try, since 1970; refuse what is older than 5 minutes.",
    "webhook-signature": "v1, and the signature by each secret in force, with spaces between.",
}


def shape_of(topic: str) -> type[Told]:
    """Return the payload of a topic."""
    return {DIGEST: DigestEvent, TEST: PingEvent}.get(topic, ItemEvent)


def schemas() -> dict[str, Any]:
    """Return the schemas of every payload by name, as components of the document."""
    made: dict[str, Any] = {}
    for shape in (ItemEvent, DigestEvent, PingEvent):
        schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        made |= schema.pop("$defs", {})
        made[shape.__name__] = schema
    return made


def webhooks() -> dict[str, Any]:
    """Return the section ``webhooks`` of the document: an operation for each event."""
    return {event: {"post": _operation(topic, event)} for topic, event in EVENTS.items()}


def _operation(topic: str, event: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{shape_of(topic).__name__}"}
    return {
        "operationId": event.replace(".", "_"),
        "tags": ["webhooks"],
        "summary": TOPICS[topic].en if topic in TOPICS else _TEST,
        "security": [],
        "parameters": [
            {
                "name": name, "in": "header", "required": True, "description": text,
                "schema": {"type": "string"},
            }
            for name, text in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": reference}}},
        "responses": {
            "2XX": {"description": "Taken; any other answer is tried again."},
            "410": {"description": "Not wanted any more; this message is not tried again."},
        },
    }  # fmt: skip
