"""The operations of moves in the document: by trigger, with the bodies of the lists.

The route takes any trigger; in the document each trigger has its own path, so that a generated
client knows the fields of each move, and a generic path beside them would say the same again.
"""

from __future__ import annotations

import json
from typing import Any

from web.api import move_schemas
from web.api.move_schemas import lists_with, name, named
from workflow.declaration import ListType
from workflow.evidence import MOST_FILES
from workflow.words import Words

JsonObject = dict[str, Any]
MOVE = "/items/{number}/{trigger}"
TAG = "moves"


def tell(made: JsonObject) -> None:
    """Put the operations and the schemas of the declared moves into the document."""
    [(method, generic)] = made["paths"].pop(MOVE).items()
    for trigger in move_schemas.triggers():
        made["paths"][path_of(trigger)] = {method: _operation(generic, trigger)}
    made["tags"].append({"name": TAG})
    made["paths"] = dict(sorted(made["paths"].items()))
    made["components"]["schemas"] |= move_schemas.of_moves()


def path_of(trigger: str) -> str:
    """Return the path of a move in the document."""
    return MOVE.replace("{trigger}", trigger)


def operation_name(trigger: str) -> str:
    """Return the name of the operation of a move."""
    return f"move_{trigger}"


def _operation(generic: JsonObject, trigger: str) -> JsonObject:
    operation: JsonObject = json.loads(json.dumps(generic))
    operation["operationId"] = operation_name(trigger)
    operation["tags"] = [TAG]
    operation["parameters"] = [p for p in operation["parameters"] if p["name"] != "trigger"]
    having = lists_with(trigger)
    words = _words(having, trigger)
    operation["summary"], operation["description"] = f"{words.en}.", words.zh
    bodies = [named(name(kind.key, trigger)) for kind in having]
    schema = bodies[0] if len(bodies) == 1 else {"anyOf": bodies}
    content = {"application/json": {"schema": schema}}
    if any(move.takes_evidence for kind in having for move in move_schemas.moves(kind)[trigger]):
        content |= {"multipart/form-data": {"schema": _with_files(schema)}}
    operation["requestBody"]["content"] = content
    return operation


def _with_files(schema: JsonObject) -> JsonObject:
    """Return the schema of a form: the body of the move as JSON, and files."""
    file = {"type": "string", "format": "binary"}
    members = {
        "move": schema,
        "file": {"type": "array", "items": file, "maxItems": MOST_FILES},
        "shows": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_FILES},
    }
    return {"type": "object", "properties": members, "required": ["move"]}


def _words(having: list[ListType], trigger: str) -> Words:
    """Return the names of a move in its lists, each once."""
    names = [move_schemas.moves(kind)[trigger][0].words for kind in having]
    return Words(*(" / ".join(dict.fromkeys(told)) for told in zip(*names, strict=True)))
