"""The schema of each move of each list, made of the declared fields: for forms that programs send.

The values are those that ``values.check`` lets pass, in the JSON type of their declaration. A rule
that looks at several values, or at the day, is not in a schema; the refusal has a sentence for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from web.api.bodies import MOST_PARTS
from workflow.declaration import (
    INHERITED,
    RAISE,
    Field,
    FieldKind,
    ListType,
    Transition,
    pack,
    system,
)

JsonObject = dict[str, Any]
NUMBER = "^[A-Z]{1,4}[0-9]{4}-[0-9]{4,9}$"
_ID: JsonObject = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
Moves = tuple[Transition, ...]
_PROPOSED = (*INHERITED, "title")  # what a part takes from its item where it is left out


def moves(list_type: ListType) -> dict[str, Moves]:
    """Return the moves of people on an item of the list by trigger; the machine's are not there."""
    found: dict[str, Moves] = {}
    for move in list_type.transitions:
        if move.permission is not system:
            found[move.trigger] = (*found.get(move.trigger, ()), move)
    return found


def triggers() -> list[str]:
    """Return every trigger of people but raising, in alphabetical order."""
    return sorted({key for kind in pack().lists.values() for key in moves(kind)} - {RAISE})


def lists_with(trigger: str) -> list[ListType]:
    """Return the lists with a move of people with the trigger."""
    return [kind for kind in pack().lists.values() if trigger in moves(kind)]


def name(*keys: str) -> str:
    """Return the name of a schema of keys: of problems and send_back ProblemsSendBack."""
    return "".join(word.capitalize() for key in keys for word in key.split("_"))


def named(schema: str) -> JsonObject:
    """Return the reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{schema}"}


def of_moves() -> dict[str, JsonObject]:
    """Return the schemas of all bodies of moves, of new items, parts and decisions, by name."""
    return dict(_schemas())


def _schemas() -> Iterator[tuple[str, JsonObject]]:
    for kind in pack().lists.values():
        for trigger, same in moves(kind).items():
            if _has_form(same):
                yield name(kind.key, trigger, "fields"), _fields(same)
            body = _raising if trigger == RAISE else _body
            yield name(kind.key, trigger), body(kind, same)
        yield from _of_part(kind)
    for trigger in triggers():
        yield name("decision", trigger), _decision(trigger)
    raised = lists_with(RAISE)
    yield "NewItem", one_of("list", {kind.key: name(kind.key, RAISE) for kind in raised})
    yield "Part", one_of("list", {kind.key: name(kind.key, "part") for kind in raised})
    yield "Decision", one_of("trigger", {key: name("decision", key) for key in triggers()})


def _body(kind: ListType, same: Moves) -> JsonObject:
    """Return the body of a move: the fields, where the move has any, and the comment."""
    return _object(_said(kind, same), _filled_in(kind, same), _demanded(same))


def _raising(kind: ListType, same: Moves) -> JsonObject:
    """Return the body of a new item, with the parts raised together with an item of the list."""
    members = {"list": _constant(kind.key), **_filled_in(kind, same)}
    number: JsonObject = {"type": "string", "pattern": NUMBER}
    if kind.parents:
        members["parent"] = number if kind.needs_parent else _or_none(number)
    if parts := sorted({part.list for move in same for part in move.parts}):
        rows = one_of("list", {key: name(key, "part") for key in parts})
        members["parts"] = {"type": "array", "items": rows, "maxItems": MOST_PARTS}
    demanded = ["list", *(["parent"] if kind.needs_parent else []), *_demanded(same)]
    return _object(_said(kind, same), members, demanded)


def _of_part(kind: ListType) -> Iterator[tuple[str, JsonObject]]:
    """Yield the schemas of an item of the list that is raised as a part of another item."""
    if same := moves(kind).get(RAISE):
        fields = name(kind.key, "part_fields")
        members = {"list": _constant(kind.key), "fields": named(fields), "comment": _comment(same)}
        yield fields, _fields(same, _PROPOSED)
        yield name(kind.key, "part"), _object(_said(kind, same), members, ["list"])


def _decision(trigger: str) -> JsonObject:
    """Return a decision of many: a trigger, and the fields of the move in any of the lists."""
    having = lists_with(trigger)
    forms = [named(name(k.key, trigger, "fields")) for k in having if _has_form(moves(k)[trigger])]
    if len(forms) < len(having):
        forms.append({"type": "object", "maxProperties": 0})
    members = {
        "number": {"type": "string", "pattern": NUMBER},
        "trigger": _constant(trigger),
        "fields": forms[0] if len(forms) == 1 else {"anyOf": forms},
        "comment": _comment(()),
        "version": _or_none(_ID),
    }
    lists = ", ".join(kind.words.en for kind in having)
    return _object(f"A move on an item of: {lists}.", members, ["number", "trigger"])


def _filled_in(kind: ListType, same: Moves) -> JsonObject:
    fields = named(name(kind.key, same[0].trigger, "fields"))
    return ({"fields": fields} if _has_form(same) else {}) | {"comment": _comment(same)}


def _has_form(same: Moves) -> bool:
    return any(move.fields for move in same)


def _demanded(same: Moves) -> list[str]:
    """Return the members of a body demanded by every form with the trigger."""
    fields = ["fields"] if _fields(same).get("required") else []
    return [*fields, *(["comment"] if _comments(same) else [])]


def _comments(same: Moves) -> bool:
    return bool(same) and all(move.comment_required for move in same)


def _comment(same: Moves) -> JsonObject:
    least = {"minLength": 1} if _comments(same) else {}
    return {"type": "string", **least}


def _fields(same: Moves, free: Iterable[str] = ()) -> JsonObject:
    """Return the fields of a move, of all its forms; ``free`` are never demanded."""
    declared = {field.key: field for move in same for field in move.fields}
    demanded = [
        key for key, field in declared.items() if key not in free and _is_demanded(field, same)
    ]
    members = {key: _member(field, key in demanded) for key, field in declared.items()}
    return _object("The fields of the form.", members, demanded)


def _is_demanded(field: Field, same: Moves) -> bool:
    return field.required and all(field in move.fields and not move.corrects for move in same)


def _member(field: Field, demanded: bool) -> JsonObject:
    made = _KINDS[field.kind](field)
    made = made if demanded else _or_none(made)
    return {"title": field.words.en, "description": field.words.zh} | made


def _text(field: Field) -> JsonObject:
    made: JsonObject = {"type": "string", "maxLength": field.limit}
    return made | ({"pattern": f"^(?:{field.pattern.regex})?$"} if field.pattern else {})


def _chosen(field: Field) -> JsonObject:
    return {"type": "string", "enum": [choice.key for choice in field.every_choice]}


def _ref(field: Field) -> JsonObject:
    return {"type": "string", "pattern": NUMBER} if field.of in pack().lists else dict(_ID)


_KINDS: dict[FieldKind, Callable[[Field], JsonObject]] = {
    "text": _text,
    "long": _text,
    "date": lambda _: {"type": "string", "format": "date"},
    "number": lambda field: {"type": "integer", "minimum": 0, "maximum": field.limit},
    "money": lambda _: {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,2})?$"},
    "choice": _chosen,
    "many": lambda field: {"type": "array", "items": _chosen(field)},
    "code": _chosen,
    "person": lambda _: dict(_ID),
    "unit": lambda _: dict(_ID),
    "ref": _ref,
    "yes": lambda _: {"type": "boolean"},
}


def _or_none(schema: JsonObject) -> JsonObject:
    """Return the schema of a value that may be left out, or be null."""
    choices = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | choices | {"type": [schema["type"], "null"]}


def _constant(value: str) -> JsonObject:
    return {"type": "string", "const": value}


def _object(said: str, members: JsonObject, demanded: Iterable[str]) -> JsonObject:
    needed = {"required": found} if (found := [*demanded]) else {}
    shape = {"type": "object", "additionalProperties": False, "properties": members}
    return {"description": said, **shape, **needed}


def one_of(key: str, schemas: dict[str, str]) -> JsonObject:
    """Return the schema of one of several shapes, told apart by the value of ``key``."""
    mapping = {value: named(schema)["$ref"] for value, schema in schemas.items()}
    told = {"propertyName": key, "mapping": mapping}
    return {"oneOf": [named(schema) for schema in schemas.values()], "discriminator": told}


def _said(kind: ListType, same: Moves) -> str:
    words = same[0].words
    return f"{kind.words.en}: {words.en} ({kind.words.zh}：{words.zh})."
