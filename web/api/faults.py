"""The faults of sent values in words: pydantic finds them, the sentences are here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from workflow.words import Words

_FAULTS: dict[str, Words] = {
    "missing": Words("缺少“{field}”", '"{field}" is missing'),
    "extra_forbidden": Words("没有“{field}”这一项", 'there is no field "{field}"'),
    "string_type": Words("“{field}”要是文字", '"{field}" has to be a text'),
    "int_type": Words(
        "“{field}”要是整数，不加引号", '"{field}" has to be a whole number, unquoted'
    ),
    "plain_type": Words(
        "“{field}”要是文字、整数、文字的数组、true 或 null",
        '"{field}" has to be a text, a whole number, an array of texts, true or null',
    ),
    "flag": Words("“{field}”要写 true 或 false", '"{field}" has to be true or false'),
    "one_of": Words("“{field}”只能是：{keys}", '"{field}" has to be one of: {keys}'),
    "dict_type": Words("“{field}”要是 JSON 对象", '"{field}" has to be a JSON object'),
    "model_type": Words("“{field}”要是 JSON 对象", '"{field}" has to be a JSON object'),
    "list_type": Words("“{field}”要是 JSON 数组", '"{field}" has to be a JSON array'),
    "too_short": Words("“{field}”至少要有{min_length}项", '"{field}" needs at least {min_length}'),
    "too_long": Words("“{field}”最多{max_length}项", '"{field}" holds at most {max_length}'),
    "string_too_long": Words(
        "“{field}”最多{max_length}个字符",
        '"{field}" holds at most {max_length:character|characters}',
    ),
    "string_pattern_mismatch": Words(
        "“{field}”含有不能显示的字符", '"{field}" holds characters that cannot be shown'
    ),
    "greater_than_equal": Words("“{field}”不能小于{ge}", '"{field}" has to be {ge} or more'),
    "less_than_equal": Words("“{field}”不能大于{le}", '"{field}" has to be {le} or less'),
    "less_than": Words("“{field}”要小于{lt}", '"{field}" has to be less than {lt}'),
}
_OTHER = Words("“{field}”的内容不对", '"{field}" does not hold what is expected')


def faults(errors: Iterable[ErrorDetails]) -> dict[str, Words]:
    """Return a sentence for each field; of several faults of a field the first."""
    sentences: dict[str, Words] = {}
    for error in errors:
        name = ".".join(str(part)[:40] for part in error["loc"])
        context: Mapping[str, Any] = error.get("ctx", {})
        sentences.setdefault(name, _FAULTS.get(error["type"], _OTHER).format(field=name, **context))
    return sentences
