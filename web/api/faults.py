"""The faults of sent values in words: pydantic finds them, the sentences are here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from web.api.refusals import Place
from workflow.errors import CodedWords
from workflow.words import Words

_FAULTS: dict[str, CodedWords] = {
    "missing": CodedWords("缺少“{field}”", '"{field}" is missing', "missing"),
    "extra_forbidden": CodedWords("没有“{field}”这一项", 'there is no field "{field}"', "unknown"),
    "string_type": CodedWords("“{field}”要是文字", '"{field}" has to be a text', "wrong_type"),
    "int_type": CodedWords(
        "“{field}”要是整数，不加引号", '"{field}" has to be a whole number, unquoted', "wrong_type"
    ),
    "plain_type": CodedWords(
        "“{field}”要是文字、整数、文字的数组、true 或 null",
        '"{field}" has to be a text, a whole number, an array of texts, true or null',
        "wrong_type",
    ),
    "flag": CodedWords(
        "“{field}”要写 true 或 false", '"{field}" has to be true or false', "wrong_type"
    ),
    "day": CodedWords(
        "“{field}”要写成 2026-12-31 这样的日期",
        '"{field}" has to be a day such as 2026-12-31',
        "no_date",
    ),
    "moment": CodedWords(
        "“{field}”要写成 2026-12-31T08:00:00Z 这样带时区的时刻",
        '"{field}" has to be an instant with its zone, such as 2026-12-31T08:00:00Z',
        "no_date",
    ),
    "one_of": CodedWords(
        "“{field}”只能是：{keys}", '"{field}" has to be one of: {keys}', "no_choice"
    ),
    "dict_type": CodedWords(
        "“{field}”要是 JSON 对象", '"{field}" has to be a JSON object', "wrong_type"
    ),
    "model_type": CodedWords(
        "“{field}”要是 JSON 对象", '"{field}" has to be a JSON object', "wrong_type"
    ),
    "list_type": CodedWords(
        "“{field}”要是 JSON 数组", '"{field}" has to be a JSON array', "wrong_type"
    ),
    "too_short": CodedWords(
        "“{field}”至少要有{min_length}项", '"{field}" needs at least {min_length}', "too_short"
    ),
    "too_long": CodedWords(
        "“{field}”最多{max_length}项", '"{field}" holds at most {max_length}', "too_long"
    ),
    "string_too_long": CodedWords(
        "“{field}”最多{max_length}个字符",
        '"{field}" holds at most {max_length:character|characters}',
        "too_long",
    ),
    "string_pattern_mismatch": CodedWords(
        "“{field}”含有不能显示的字符",
        '"{field}" holds characters that cannot be shown',
        "character_not_allowed",
    ),
    "greater_than_equal": CodedWords(
        "“{field}”不能小于{ge}", '"{field}" has to be {ge} or more', "out_of_range"
    ),
    "less_than_equal": CodedWords(
        "“{field}”不能大于{le}", '"{field}" has to be {le} or less', "out_of_range"
    ),
    "less_than": CodedWords(
        "“{field}”要小于{lt}", '"{field}" has to be less than {lt}', "out_of_range"
    ),
}
_OTHER = CodedWords("“{field}”的内容不对", '"{field}" does not hold what is expected', "invalid")


def faults(errors: Iterable[ErrorDetails], depth: int | None = None) -> dict[str, Words]:
    """Return a sentence for each field; of several faults of a field the first.

    Fields are named down to ``depth``; the parameters of an address have no members.
    """
    sentences: dict[str, Words] = {}
    for error in errors:
        name = _name(error, depth)
        context: Mapping[str, Any] = error.get("ctx", {})
        sentences.setdefault(name, _FAULTS.get(error["type"], _OTHER).format(field=name, **context))
    return sentences


def places(errors: Iterable[ErrorDetails]) -> dict[str, Place]:
    """Return where in the body each field of ``faults`` is."""
    return {_name(error): error["loc"] for error in errors}


def _name(error: ErrorDetails, depth: int | None = None) -> str:
    return ".".join(str(part)[:40] for part in error["loc"][:depth])
