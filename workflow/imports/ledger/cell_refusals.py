"""Why a cell of a ledger was not taken as it is, and what to do about it."""

from workflow.words import Words

NO_PROBLEM = Words(
    "这一行没有填写问题，但别的列有内容；请补上问题，或删去这一行",
    "this row has no problem although other columns are filled; write the problem or delete "
    "the row",
)
TOO_LONG = Words(
    "这一格超过 {limit} 个字，读不出日期、单位或姓名；请改短，其余内容写到“备注”里",
    "the cell has more than {limit:character|characters}, too many for a date, a unit or a name; "
    "shorten it and put the rest under the notes",
)
NO_VALUE = Words(
    "单元格是公式，文件里没有它的值；请选择性粘贴为数值后再导入",
    "the cell holds a formula and the file does not carry its value; paste values, then import "
    "again",
)
FORMULA_KEPT = Words(
    "单元格是公式，文件里没有它的值；公式原文作为文本保留",
    "the cell holds a formula without its value; the formula is kept as text",
)
BEFORE_FOUND = Words(
    "整改时限（{due}）早于发现时间（{found}）；请更正其中一个",
    "the deadline ({due}) lies before the finding ({found}); correct one of them",
)
NOT_A_DAY = Words(
    "读不出日期，原文保留；请写成 2026-03-05 或 2026年3月5日",
    "no date could be read, the text is kept; write 2026-03-05",
)
UNKNOWN_UNIT = Words(
    "没有这个单位，原文保留，挂在“{default}”下；请在交办前确定责任单位",
    'there is no such unit; the text is kept and the problem put under "{default}": set its unit '
    "before it is assigned",
)
UNKNOWN_PERSON = Words(
    "没有这个人，原文保留；交办时另选承办人",
    "there is no such person; the text is kept, choose somebody when assigning",
)
LEFT = Words(
    "{name}已离开或今天不再任职，原文保留；交办时另选承办人",
    "{name} has left or holds no post today; the text is kept, choose somebody else when assigning",
)
NAMESAKES = Words(
    "有{count}个人叫{name}，无法确定是谁，原文保留；交办时选定承办人",
    "{count:person is|people are} called {name}; the text is kept, choose the right one "
    "when assigning",
)
UNKNOWN_ASPECT = Words(
    "不是八个方面之一，原文保留",
    "this is none of the eight aspects; the text is kept",
)
FOUND_LATER = Words(
    "发现时间在今天之后；请更正",
    "the day of finding lies in the future; correct it",
)
UNKNOWN_SEVERITY = Words(
    "认不出严重程度，按“一般”处理，原文保留；可填轻微、一般、重大、重点",
    "the severity is not known and taken as general, the text is kept; write minor, general, major "
    "or key",
)
