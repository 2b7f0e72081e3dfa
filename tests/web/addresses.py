"""An address of each route, with values that its converters take."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

SAMPLES: dict[str, Any] = {
    "round_id": 1,
    "state": "assigned", "severity": "all", "edition_id": 1,
    "key": "problems", "number": "P2026-0001", "trigger": "assign", "sha256": "0" * 64,
    "token": "x", "role": "inspector", "size": "small",
    "filename": "style.css", "token_id": 1, "list_key": "problems",
    "unit_id": 3, "post_id": 1, "delegation_id": 1, "outbox_id": 1, "person_id": 1, "account_id": 1,
    "approval_id": 1, "import_id": 1, "view_id": 1, "line": "1.01", "change": "rename",
    "form": "pdf", "ending": "pdf", "person_act": "change", "account_act": "lock",
    "channel_id": 1, "kind": "wecom", "place": 1, "plan_id": UUID(int=1), "draft_id": UUID(int=1),
    "register": "contact_points", "entry": "1", "entry_id": "1", "act": "change",
}  # fmt: skip


def address_of(app: Flask, rule: Rule, **values: Any) -> str:
    """Return an address of the route; parts that are not given are filled with samples."""
    filled = {name: sample(rule, name) for name in rule.arguments}
    named = {name: value for name, value in values.items() if name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, filled | named)


def sample(rule: Rule, name: str) -> Any:
    """Return a value for a part of the address, one of the choices where the route names them."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, IntegerConverter):
        return SAMPLES.get(name, 1)
    return SAMPLES.get(name, "x")
