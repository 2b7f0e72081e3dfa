"""The codes of problem documents with their meaning: the catalogue of the API.

A code never changes its meaning and is never taken away within a version of the API.
"""

from __future__ import annotations

from workflow.words import Words

TITLES: dict[int, Words] = {
    400: Words("请求无法识别", "Bad request"),
    401: Words("请先登录", "Sign in first"),
    403: Words("没有权限", "Not permitted"),
    404: Words("没有这个页面", "Not found"),
    405: Words("不支持这种操作", "Method not allowed"),
    409: Words("现在不能这样做", "Not possible now"),
    410: Words("已失效", "No longer there"),
    412: Words("版本已变", "Changed meanwhile"),
    413: Words("内容太大", "Too large"),
    415: Words("类型不支持", "Type not supported"),
    422: Words("内容有误", "Needs correcting"),
    428: Words("缺少版本", "Version required"),
    429: Words("请求太频繁", "Too many requests"),
    500: Words("出错了", "Something went wrong"),
    503: Words("暂时不可用", "Unavailable for a moment"),
}
STATUSES: dict[int, str] = {
    400: "request_invalid",
    401: "unauthenticated",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    412: "version_stale",
    413: "too_large",
    415: "type_not_supported",
    429: "too_many_tries",
    500: "internal",
    503: "unavailable",
}
CODES: dict[str, Words] = {
    "request_invalid": Words("请求无法识别", "The request cannot be read."),
    "json_invalid": Words(
        "请求体不是正确的 JSON 对象", "The body is no JSON object, or wrong JSON."
    ),
    "parameter_invalid": Words(
        "网址里的参数有误，errors 逐个说明", "A parameter of the address is wrong; see errors."
    ),
    "cursor_invalid": Words(
        "翻页标记无效，请从第一页读起",
        "The cursor of a page is not valid; begin with the first page.",
    ),
    "idempotency_key_missing": Words(
        "缺少请求头 Idempotency-Key", "The header Idempotency-Key is missing."
    ),
    "idempotency_key_invalid": Words(
        "Idempotency-Key 的写法不对", "The header Idempotency-Key is malformed."
    ),
    "idempotency_key_reused": Words(
        "同一个 Idempotency-Key 用于了不同的请求",
        "The same Idempotency-Key came with another request.",
    ),
    "if_match_invalid": Words("If-Match 的写法不对", "The header If-Match is malformed."),
    "unauthenticated": Words(
        "没有令牌，或令牌无效、已过期", "There is no token, or it is not valid (any more)."
    ),
    "scope_missing": Words(
        "令牌缺少 read 或 write 权限", "The token lacks the scope read or write."
    ),
    "proof_needed": Words(
        "这一步需要带 decide 权限的令牌", "This act needs a token with the scope decide."
    ),
    "not_permitted": Words(
        "此账号不能办理，detail 说明由谁办理", "The account may not do this; detail says who may."
    ),
    "not_found": Words(
        "没有，或此账号无权查看", "It is not there, or not for this account to see."
    ),
    "method_not_allowed": Words(
        "这个地址不接受这种方法，见 Allow", "The address does not take this method; see Allow."
    ),
    "not_possible": Words(
        "目前的状态下不能办理，detail 说明原因", "Not in the present state; detail says why."
    ),
    "version_stale": Words(
        "读取之后已有变化，请重新读取再定", "It has changed since the reading; read it again."
    ),
    "gone": Words("曾经有，已经用过或失效", "It was there once, and is used up or out of date."),
    "too_large": Words("超过大小限制", "It is over a limit of size."),
    "type_not_supported": Words("不接受这种文件", "Files of this kind are not taken."),
    "not_json": Words("请求体要用 application/json", "The body has to be application/json."),
    "not_multipart": Words("文件要用 multipart/form-data", "Files come as multipart/form-data."),
    "input_invalid": Words(
        "内容有误，errors 逐个说明，并指出位置", "Something has to be corrected; see errors."
    ),
    "too_many_tries": Words(
        "次数过多，请等 Retry-After 秒", "Too many tries; wait for Retry-After seconds."
    ),
    "too_many_calls": Words(
        "此账号一分钟内的请求太多，请等 Retry-After 秒；RateLimit 说明还剩多少",
        "Too many calls of this account in a minute; wait for Retry-After seconds. RateLimit tells "
        "how many are left.",
    ),
    "too_many_tokens": Words(
        "这个地址送来的错误令牌太多，请等 Retry-After 秒",
        "Too many wrong tokens from this address; wait for Retry-After seconds.",
    ),
    "refused": Words("不能办理，见 detail", "Refused; see detail."),
    "internal": Words(
        "服务器内部出错，什么都没有写入", "An error inside the server; nothing was written."
    ),
    "unavailable": Words(
        "暂时不可用，请等 Retry-After 秒后用同一个 Idempotency-Key 重发",
        "Unavailable for a moment; repeat with the same Idempotency-Key after Retry-After seconds.",
    ),
}
FIELD_CODES: dict[str, Words] = {
    "missing": Words("没有填写", "It is missing."),
    "unknown": Words("没有这一项", "There is no such field."),
    "repeated": Words("只能写一次", "It may be given only once."),
    "wrong_type": Words("JSON 类型不对", "It is of another JSON type."),
    "too_short": Words("太短或太少", "It is too short, or too few."),
    "too_long": Words("太长或太多", "It is too long, or too many."),
    "out_of_range": Words("超出范围", "It is out of range."),
    "no_date": Words("不是日期", "It is no date."),
    "no_number": Words("不是整数，或超出范围", "It is no whole number, or out of range."),
    "no_money": Words("不是金额", "It is no sum of money."),
    "no_choice": Words("不在可选的值之中", "It is none of the values to choose from."),
    "no_code": Words("没有这个代码，或当天不适用", "There is no such code, or not on this day."),
    "no_item_number": Words("不是事项编号", "It is no number of an item."),
    "not_accepted": Words("须为 true", "It has to be true."),
    "character_not_allowed": Words(
        "含有不能显示的字符", "It holds a character that cannot be shown."
    ),
    "malformed": Words("写法不对", "It is not written as demanded."),
    "too_early": Words("日期太早", "The day is too early."),
    "too_late": Words("日期太晚", "The day is too late."),
    "day_off": Words("不是工作日", "That is no working day."),
    "too_many": Words("数量太多", "There are too many."),
    "taken": Words("已被占用，或已有一个", "It is taken, or there is one already."),
    "not_there": Words("没有，或当天不存在", "It is not there, or not on that day."),
    "not_yours": Words("不归此账号管", "It is not for this account."),
    "not_fitting": Words(
        "不能放在这里，或不能挂在其下", "It does not fit there, or cannot hang on that."
    ),
    "not_together": Words("两者不能并存", "The two do not go together."),
    "own_work": Words("不能办理本人或本单位的事", "Nobody judges their own work or unit."),
    "vacant": Words("该职务当天无人", "Nobody is in that post on that day."),
    "no_account": Words("此人没有账号", "This person has no account."),
    "wrong_secret": Words("密码或验证码不对", "The password or the code is wrong."),
    "invalid": Words("不符合规则，detail 说明原因", "A rule refuses it; detail says why."),
}
