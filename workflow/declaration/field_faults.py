"""The faults of a field's value, each a sentence with its code."""

from __future__ import annotations

from workflow.errors import CodedWords

MISSING = CodedWords("“{field}”没有填写", '"{field}" is missing', "missing")
UNKNOWN = CodedWords("没有“{field}”这一项", 'there is no field "{field}"', "unknown")
TOO_LONG = CodedWords(
    "“{field}”最多{limit}个字，现在有{count}个",
    '"{field}" holds at most {limit:character|characters}, these are {count}',
    "too_long",
)
NO_DATE = CodedWords(
    "“{field}”要写成 2026-12-31 这样的日期",
    '"{field}" has to be a date such as 2026-12-31',
    "no_date",
)
FAR = CodedWords(
    "“{field}”的年份要在{first}到{last}之间",
    'the year of "{field}" has to be from {first} to {last}',
    "out_of_range",
)
NO_NUMBER = CodedWords(
    "“{field}”要填0到{limit}的整数",
    '"{field}" has to be a whole number from 0 to {limit}',
    "no_number",
)
NO_CHOICE = CodedWords(
    "“{field}”没有“{value}”这个选项", '"{field}" has no choice "{value}"', "no_choice"
)
NO_KEY = CodedWords("“{field}”请从列表中选择", 'choose "{field}" from the list', "no_choice")
NOT_YES = CodedWords("请勾选“{field}”", 'tick "{field}"', "not_accepted")
NO_MONEY = CodedWords(
    "“{field}”要填0到{limit}元的金额，最多两位小数",
    '"{field}" has to be a sum from 0 to {limit} yuan, with two decimals at most',
    "no_money",
)
NO_CODE = CodedWords(
    "“{field}”没有“{value}”这个代码，或者当天不适用",
    '"{field}" has no code "{value}", or not on this day',
    "no_code",
)
NO_NUMBERED = CodedWords(
    "“{field}”要填编号，例如 P2026-0001",
    '"{field}" has to be a number such as P2026-0001',
    "no_item_number",
)
NO_TEXT = CodedWords("“{field}”要填文字", '"{field}" has to be text', "wrong_type")
CONTROL = CodedWords(
    "“{field}”第{line}行第{column}个字是不能显示的字符（{code}），请删去",
    '"{field}" holds a character that cannot be shown: {code} in line {line}, place {column}; '
    "delete it",
    "character_not_allowed",
)
