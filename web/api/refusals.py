"""The sentences for requests that the API cannot even read."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.errors import BadInput, CodedWords
from workflow.words import Words

Place = tuple[str | int, ...]


class Malformed(BadInput):
    """A malformed request, refused before any look at the content: 400."""

    kind = "request_invalid"


class Misread(BadInput):
    """A body unlike the model; ``places`` hold the place of each fault in the body."""

    def __init__(self, words: Words, fields: dict[str, Words], places: Mapping[str, Place]) -> None:
        super().__init__(words, fields)
        self.places = places


NO_KEY = CodedWords(
    "缺少请求头 Idempotency-Key。请为每个新请求生成一个 UUID；重发同一个请求时用同一个值。",
    "The header Idempotency-Key is missing. Make a new UUID for each new request, and send the "
    "same one when you repeat a request.",
    "idempotency_key_missing",
)
BAD_KEY = CodedWords(
    "Idempotency-Key 要用1到200个可见的 ASCII 字符，例如一个 UUID。",
    "Idempotency-Key has to be 1 to 200 visible ASCII characters, such as a UUID.",
    "idempotency_key_invalid",
)
BAD_VERSION = CodedWords(
    'If-Match 要写一个版本，例如 "7"：就是 GET 该事项时 ETag 里的值。',
    'If-Match has to be one version such as "7": the ETag of GET on the item.',
    "if_match_invalid",
)
NO_JSON = CodedWords(
    "请求体要用 Content-Type: application/json。",
    "Send the body as Content-Type: application/json.",
    "not_json",
)
NO_FORM = CodedWords(
    "文件要用 Content-Type: multipart/form-data 发送，文件放在 file 里。",
    "Send files as Content-Type: multipart/form-data, each in a part named file.",
    "not_multipart",
)
NO_PART = CodedWords(
    "缺少名为 move 的部分：里面是动作的 fields 和 comment。",
    "The part named move is missing: it holds the fields and the comment of the move.",
    "json_invalid",
)
LARGE_JSON = CodedWords(
    "请求体超过 {limit} MiB，什么都没有写入；请分成几次发送。",
    "The body is over {limit} MiB and nothing was written; send it in parts.",
    "too_large",
)
NO_UTF8 = CodedWords("请求体不是 UTF-8 编码。", "The body is not UTF-8.", "json_invalid")
BAD_JSON = CodedWords(
    "请求体不是正确的 JSON：第{line}行第{column}列附近有误。",
    "The body is not JSON: look near line {line}, column {column}.",
    "json_invalid",
)
NO_NUMBER = CodedWords(
    "JSON 里的“{value}”不是可用的数。",
    'The JSON holds "{value}", which is no usable number.',
    "json_invalid",
)
TWICE = CodedWords("JSON 里“{key}”出现了两次。", 'The JSON holds "{key}" twice.', "json_invalid")
DEEP = CodedWords(
    "JSON 嵌套超过{limit}层。",
    "The JSON is nested more than {limit:level|levels} deep.",
    "json_invalid",
)
SURROGATE = CodedWords(
    "JSON 里有不完整的字符（单独的代理码位）。",
    "The JSON holds half a character (a lone surrogate).",
    "json_invalid",
)
NO_OBJECT = CodedWords(
    "请求体要是一个 JSON 对象：{{…}}。", "The body has to be a JSON object: {{…}}.", "json_invalid"
).format()
QUERY = CodedWords(
    "网址里的参数有误，见 fields。",
    "A parameter in the address is wrong, see fields.",
    "parameter_invalid",
)
REPEATED = CodedWords("“{field}”只能写一次", '"{field}" may be given only once', "repeated")
UNKNOWN = CodedWords("没有“{field}”这一项", 'there is no field "{field}"', "unknown")
