"""Hold the values of a move to the JSON type of their declaration: "12" is no number.

Forms send everything as text, so the domain reads numbers out of text; a program has no need of
casts, and a cast would hide its mistakes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflow.declaration import CHECK, Field, FieldKind, faults_of, pack
from workflow.errors import BadInput, CodedWords
from workflow.words import Words

_TYPES: dict[FieldKind, tuple[type, ...]] = {
    "number": (int,), "person": (int,), "unit": (int,), "yes": (bool,), "many": (list,),
    "ref": (int, str),
}  # fmt: skip
_NAMES: dict[type, CodedWords] = {
    int: CodedWords(
        "“{field}”要是整数，不加引号", '"{field}" has to be a whole number, unquoted', "wrong_type"
    ),
    bool: CodedWords("“{field}”要是 true", '"{field}" has to be true', "wrong_type"),
    list: CodedWords(
        "“{field}”要是文字的数组", '"{field}" has to be an array of texts', "wrong_type"
    ),
    str: CodedWords("“{field}”要是文字，加引号", '"{field}" has to be a text', "wrong_type"),
}


def check(list_key: str, trigger: str, fields: Mapping[str, object], comment: str) -> None:
    """Refuse every value with a JSON type unfit for the fields of the move.

    Raises ``BadInput`` with each wrong field, whatever is wrong with it.
    """
    moves = [t for t in pack().lists[list_key].transitions if t.trigger == trigger]
    try:
        check_fields((field for move in moves for field in move.fields), fields)
    except BadInput as refusal:
        one_form = len({move.fields for move in moves}) == 1
        others = faults_of(moves[0], fields, comment) if one_form else {}
        raise BadInput(refusal.words, others | refusal.fields) from None


def check_fields(declared: Iterable[Field], fields: Mapping[str, object]) -> None:
    """Refuse every value with a JSON type unfit for its field.

    Raises ``BadInput`` with each wrong field.
    """
    types: dict[str, set[type]] = {}
    for field in declared:
        types.setdefault(field.key, set()).update(_TYPES.get(field.kind, (str,)))
    faults: dict[str, Words] = {
        key: _NAMES[sorted(types[key], key=str)[0]].format(field=key)
        for key, value in fields.items()
        if key in types and value is not None and type(value) not in types[key]
    }
    if faults:
        raise BadInput(CHECK, faults)


def check_move(number: str, trigger: str, fields: Mapping[str, object], comment: str) -> None:
    """Check the values for the item's list, named by the first letters of the number.

    Raises ``BadInput`` with each wrong field.
    """
    if list_type := pack().list_of(number):
        check(list_type.key, trigger, fields, comment)
