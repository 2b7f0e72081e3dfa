"""``GET /openapi.json``: the document of the API, made of the declarations.

spectree knows bodies, queries and answers; the rest is added here: headers, the form of paths, and
the media type of problems.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flask import Response, jsonify

from web.api import keys, typed_moves, versions, webhooks
from web.api.blueprint import PREFIX, blueprint
from web.api.bodies import KEYS_OF, keys_of
from web.api.deprecation import DEPRECATED
from web.api.spec import spec
from web.operation_names import OPERATIONS
from web.problems import docs_url
from workflow.declaration import ListType, Register, pack
from workflow.evidence import MEDIA_TYPES as EVIDENCE_TYPES
from workflow.journal.logs.export import FORMATS
from workflow.organisation.forms import forms
from workflow.organisation.staff import ACCOUNT_FORMS, PERSON_FORMS
from workflow.organisation.unit_forms import UNIT_FORMS
from workflow.platform import settings
from workflow.platform.sheets.table import MEDIA_TYPES, SHEET_FORMATS, SheetFormat
from workflow.queries.exports.export import LEDGER_OF
from workflow.queries.papers.item_forms import ITEM_FORMS
from workflow.registers import every_register

JsonObject = dict[str, Any]
PROBLEM = "application/problem+json"
_ID: JsonObject = {"type": "integer", "minimum": 1}
_PATHS: dict[str, JsonObject] = {
    "number": {"pattern": "^[A-Z]{1,4}[0-9]{4}-[0-9]{4,9}$", "examples": ["P2026-0001"]},
    "sha256": {"pattern": "^[0-9a-f]{64}$"},
    "place": _ID | {"maximum": 999},
    "severity": {"pattern": "^[a-z_]{1,40}$", "examples": ["all"]},
    **dict.fromkeys(
        (
            "person_id",
            "unit_id",
            "account_id",
            "approval_id",
            "candidate_id",
            "channel_id",
            "copy_id",
            "edition_id",
            "import_id",
            "outbox_id",
            "view_id",
            "template_id",
            "post_id",
            "report_id",
            "round_id",
            "token_id",
        ),
        _ID,
    ),
    "plan_id": {"format": "uuid"},
    "ending": {"enum": ["docx", "pdf"]},
    "form_key": {"enum": sorted({form.key for form in ITEM_FORMS})},
    "unit_form": {"enum": [form.key for form in UNIT_FORMS]},
    "entry": {"pattern": "^[0-9a-f-]{1,40}$", "examples": ["12"]},
}
_PDF, _ZIP = "application/pdf", "application/zip"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOWNLOADS = {
    "document_file": (_WORD, _PDF), "record_form": (_WORD, _PDF), "certificate": (_PDF,),
    "unit_form_file": (_WORD, _PDF), "paper_template_file": (_WORD,),
    "preview_paper_template": (_WORD,),
    "report_copy": (_XLSX, _WORD, _PDF), "report_now": (_XLSX, _WORD, _PDF),
    "export_case_files": (_ZIP,), "export_documents": (_PDF, _ZIP),
}  # fmt: skip
_KEY = {
    "name": keys.HEADER,
    "in": "header",
    "required": True,
    "description": "A new UUID for each new request, the same one when a request is repeated.",
    "schema": {"type": "string", "pattern": keys.PATTERN},
}
_KNOWN = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of an earlier answer; 304 where this one would be the same.",
    "schema": {"type": "string"},
}
_VERSION = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that it was read with; 412 if it has changed since.",
    "schema": {"type": "string", "pattern": versions.PATTERN, "examples": ['"7"']},
}
_TAG = {
    "description": "The version of the item or the entry, for If-Match; of a GET also what tells"
    " its answer from others, for If-None-Match.",
    "schema": {"type": "string", "pattern": '^"[0-9a-f-]+"$'},
}
_REPLAYED = {
    "description": "true where the answer is that of an earlier request with the same key.",
    "schema": {"type": "string", "enum": ["true"]},
}
_LIMITS = {
    "RateLimit-Policy": {
        "description": "The limit: q calls in w seconds.",
        "schema": {"type": "string", "examples": ['"calls";q=1200;w=60']},
    },
    "RateLimit": {
        "description": "What is left: r calls, until t seconds from now.",
        "schema": {"type": "string", "examples": ['"calls";r=1199;t=60']},
    },
}
_RETRY = {"description": "Seconds to wait.", "schema": {"type": "string", "pattern": "^[0-9]+$"}}
_CHALLENGE = {"description": "Bearer.", "schema": {"type": "string"}}
_VERSIONED = ("item", "move", "attach", "raise_item", "entry", "add_entry")
_MOVING = ("move", "attach", "change_entry", "end_entry")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the OpenAPI document, open to all for lack of data."""
    return jsonify(document())


def document() -> JsonObject:
    """Return the OpenAPI 3.1 document; needs an application."""
    return _made((settings().root, *every_register(), *map(id, pack().lists.values())))


@cache
def _made(_: tuple[object, ...]) -> JsonObject:
    made: JsonObject = _with_keys(json.loads(json.dumps(spec.spec)))
    made["info"]["contact"] = {"name": "Rectify", "url": docs_url("begin")}
    made["servers"] = [{"url": settings().root + PREFIX}]
    made["paths"] = {
        path.removeprefix(PREFIX): operations for path, operations in sorted(made["paths"].items())
    }
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(method, operation)
            if f"{method.upper()} {path}" in DEPRECATED:
                operation["deprecated"] = True
    typed_moves.tell(made)
    made["webhooks"] = webhooks.webhooks()
    made["components"]["schemas"] = _used(made, made["components"]["schemas"] | webhooks.schemas())
    return made


def _with_keys(part: Any) -> Any:
    """Return a part of the document with the keys of the pack where the models name their kind."""
    if isinstance(part, list):
        return [_with_keys(each) for each in part]
    if not isinstance(part, dict):
        return part
    return dict(_filled(key, value) for key, value in part.items())


def _filled(key: str, value: Any) -> tuple[str, Any]:
    return ("enum", list(keys_of(value))) if key == KEYS_OF else (key, _with_keys(value))


def _paths() -> dict[str, JsonObject]:
    """Return the parameters of addresses; with the moves and the registers declared so far."""
    triggers = {move.trigger for kind in pack().lists.values() for move in kind.transitions}
    states = {state.key for kind in pack().lists.values() for state in kind.states}
    named = {
        "trigger": triggers, "register": every_register(), "list_key": pack().lists,
        "state": states, "change": forms(), "person_act": PERSON_FORMS,
        "account_act": ACCOUNT_FORMS,
    }  # fmt: skip
    return _PATHS | {key: {"enum": sorted(keys)} for key, keys in named.items()}


def _complete(method: str, operation: JsonObject) -> None:
    operation["description"] = OPERATIONS.get(operation["operationId"], "")
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["schema"] = {"type": "string"} | _paths()[parameter["name"]]
        elif "anyOf" in parameter["schema"]:  # left out means none; no text in an address is null
            parameter["schema"] = parameter["schema"]["anyOf"][0]
        if parameter["schema"].get("type") == "array":  # several values with commas between them
            parameter |= {"style": "form", "explode": False}
    if method == "post":
        operation["parameters"].append(_KEY)
    elif "application/json" in operation["responses"]["200"].get("content", {}):
        operation["parameters"].append(_KNOWN)
        operation["responses"]["200"]["headers"] = {"ETag": _TAG}
        operation["responses"]["304"] = {"description": "Not changed since that answer"}
    if operation["operationId"] in _MOVING:
        operation["parameters"].append(_VERSION)
    if operation["operationId"] in ("entries", "export_register"):
        operation["parameters"] += _filters(every_register())
    if operation["operationId"] in ("items", "export_items"):
        operation["parameters"] += _filters(pack().lists)
    if operation["operationId"] == "export_ledger":
        ledgers = {key: found for key, found in pack().lists.items() if key == LEDGER_OF}
        operation["parameters"] += _filters(ledgers)
    if operation["operationId"] in _DOWNLOADS:
        _tell_of_downloads(operation["responses"], _DOWNLOADS[operation["operationId"]])
    elif operation["tags"] == ["exports"]:
        of_log = operation["operationId"] == "export_journal"
        _tell_of_sheets(operation["responses"], FORMATS if of_log else SHEET_FORMATS)
    if operation["operationId"] == "evidence":
        _tell_of_files(operation["responses"])
    for status, answer in operation["responses"].items():
        _complete_answer(status, answer, method, operation["operationId"])


def _filters(declared: Mapping[str, ListType | Register]) -> list[JsonObject]:
    """Return the filters of all lists or registers, each with the names of the lists."""
    having: dict[str, list[str]] = {}
    for key, one in declared.items():
        for field in one.filters:
            having.setdefault(field.key, []).append(key)
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": f"A filter of these only: {', '.join(keys)}.",
            "schema": {"type": "string", "maxLength": 200},
        }
        for name, keys in sorted(having.items())
    ]


def _complete_answer(status: str, answer: JsonObject, method: str, name: str) -> None:
    headers: JsonObject = {}
    if status >= "400":
        answer["content"] = {PROBLEM: answer["content"].pop("application/json")}
        headers |= {"Retry-After": _RETRY} if status in ("429", "503") else {}
        headers |= {"WWW-Authenticate": _CHALLENGE} if status == "401" else {}
    else:
        headers |= {"ETag": _TAG} if name in _VERSIONED else {}
        headers |= _LIMITS
        headers |= {keys.REPLAYED: _REPLAYED} if method == "post" else {}
    if headers:
        answer["headers"] = answer.get("headers", {}) | headers


def _tell_of_files(responses: JsonObject) -> None:
    files = {one: {"schema": _written(one)} for one in EVIDENCE_TYPES}
    responses["200"]["content"] = files
    responses["206"] = {"description": "The part that Range asks for", "content": files}
    responses["304"] = {"description": "Not changed: the same bytes as If-None-Match names"}
    responses["416"] = json.loads(json.dumps(responses["404"])) | {"description": "No such part"}


def _tell_of_downloads(responses: JsonObject, media_types: Sequence[str]) -> None:
    binary = {"schema": {"type": "string", "format": "binary"}}
    responses["200"]["content"] = dict.fromkeys(media_types, binary)


def _tell_of_sheets(responses: JsonObject, known: Sequence[SheetFormat]) -> None:
    responses["200"]["content"] = {
        MEDIA_TYPES[form]: {
            "schema": {"type": "object"} if form == "json" else _written(MEDIA_TYPES[form])
        }
        for form in known
    }


def _written(media_type: str) -> JsonObject:
    """Return the schema of a file: text as text, anything else as bytes."""
    text = media_type.startswith("text/")
    return {"type": "string"} if text else {"type": "string", "format": "binary"}


def _used(made: JsonObject, schemas: JsonObject) -> JsonObject:
    """Leave out schemas without a reference: queries are described parameter by parameter."""
    used, left = set[str](), _names([made["paths"], made["webhooks"]])
    while left:
        used |= left
        left = {name for schema in left for name in _names(schemas[schema])} - used
    return {name: schemas[name] for name in sorted(used)}


def _names(part: Any) -> set[str]:
    return set(re.findall('"#/components/schemas/([^"]+)"', json.dumps(part)))
