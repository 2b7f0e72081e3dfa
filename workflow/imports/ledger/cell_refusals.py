"""Reasons against a cell of a ledger, with the remedies."""

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
    "整改时限（{due}）早于发现时间（{found}），没有采用，原文保留；请更正其中一个",
    "the deadline ({due}) lies before the finding ({found}) and was not taken, the text is kept; "
    "correct one of them",
)
REVISED_BESIDE = Words(
    "旁边有调整后的时限 {other}，取的是 {due}；请核对",
    "a revised deadline, {other}, stands beside {due}, which was taken; please check",
)
STRUCK = Words(
    "文字画了删除线，请核对是否还要登记",
    "the text is struck through; check whether it is still meant",
)
DAY_OR_MONTH = Words(
    "日和月的先后无法确定，原文保留；请写成 2026-03-05",
    "which number is the month cannot be told, the text is kept; write 2026-03-05",
)
ERROR_VALUE = Words(
    "单元格是错误值 {error}，没有采用；请更正公式后重新导入",
    "the cell shows the error {error} and was not taken; mend the formula and import again",
)
NO_TEXT = Words(
    "这一行没有填写问题，暂以“{title}”为标题；请补上问题",
    'this row has no problem; "{title}" stands in for its title, write the problem',
)
LONG_TITLE = Words(
    "问题超过 {most} 个字，标题取其开头，全文保留",
    "the problem has more than {most:character|characters}; the title is its beginning, the text "
    "is kept whole",
)
UNKNOWN_STATE = Words(
    "状态“{value}”不能确定，暂按{state}处理；请核对",
    'the state "{value}" is not certain and taken as {state}; please check',
)
FINISHED = Words(
    "台账写明已完成（{state}），没有作为新问题登记；要登记请另选处理办法",
    "the ledger says that it is finished ({state}); it was not raised as a new problem",
)
UNDER_WAY_NO_UNIT = Words(
    "台账写明正在整改，但认不出责任单位，先登记为已提出；请确定单位后交办",
    "the ledger says that it is under way, but no known unit answers for it; it is raised, to be "
    "placed and assigned",
)
UNDER_WAY_NO_DUE = Words(
    "台账写明正在整改，但没有确定的时限，先登记为已提出；请交办并定下时限",
    "the ledger says that it is under way, but there is no day to finish it; it is raised, to be "
    "assigned with a due date",
)
UNDER_WAY_LATE = Words(
    "台账写明正在整改，但时限 {due} 已过，先登记为已提出；请交办并重新定下时限",
    "the ledger says that it is under way, but its day, {due}, is over; it is raised, to be "
    "assigned with a new due date",
)
UNDER_WAY_NOBODY = Words(
    "台账写明正在整改，但没有写出在任并有账号的责任人，先登记为已提出；请交办",
    "the ledger says that it is under way, but names nobody in post with an account; it is "
    "raised, to be assigned",
)
DONE_BY_NOBODY = Words(
    "台账写明已完成，但该单位没有在任并有账号的人可以承办，没有登记；请先任职、开通账号，或按已销号接收",
    "the ledger says that it is finished, but nobody in post there has an account; it was not "
    "taken over: appoint somebody, or take it over as closed",
)
PART_OF_NOBODY = Words(
    "所属的“{title}”没有在任并有账号的人可以承办，不能按正在整改或待核查接收",
    'nobody in post with an account answers for "{title}", which belongs to it; it cannot be '
    "taken over as under way or as waiting",
)
LIKELY_SEVERITY = Words(
    "严重程度“{value}”不能确定，暂按“{severity}”处理，原文保留；请核对",
    'the severity "{value}" is not certain and taken as "{severity}", the text is kept; please '
    "check",
)
COLUMN_GUESSED = Words(
    "按内容推测这一列是“{meaning}”，请核对",
    'this column is taken for "{meaning}"; please check',
)
REPEATED = Words(
    "与工作表“{sheet}”第 {row} 行相同，没有重复登记",
    'the same as row {row} of sheet "{sheet}"; it was not raised twice',
)
LOOKS_KNOWN = Words(
    "很可能就是已登记的 {number}（{title}），没有另行登记；请核对",
    "most likely {number} ({title}), which is there already; it was not raised again, please check",
)
NOT_A_DAY = Words(
    "读不出日期，原文保留；请写成 2026-03-05 或 2026年3月5日",
    "no date could be read, the text is kept; write 2026-03-05",
)
UNKNOWN_UNIT = Words(
    "没有这个单位，原文保留，挂在“{default}”下；请在交办前确定责任单位{likely}",
    'there is no such unit; the text is kept and the problem put under "{default}": set its unit '
    "before it is assigned{likely}",
)
NO_UNIT = Words(
    "这一行没有责任单位，挂在“{default}”下；请在交办前确定责任单位",
    'the row names no unit; the problem is put under "{default}": set its unit before it is '
    "assigned",
)
LIKELY = Words("（可能是：{names}）", " (likely: {names})")
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
    "发现时间在今天之后，没有采用，原文保留；请更正",
    "the day of finding lies in the future and was not taken, the text is kept; correct it",
)
UNKNOWN_SEVERITY = Words(
    "认不出严重程度，按“一般”处理，原文保留；可填轻微、一般、重大、重点",
    "the severity is not known and taken as general, the text is kept; write minor, general, major "
    "or key",
)
CHANGED = Words(
    "已登记为 {number}；这一格原为“{before}”，现为“{now}”，没有改动原登记",
    'there already as {number}; the cell said "{before}" and says "{now}" now, the item was not '
    "changed",
)
STATES = {
    "open": Words("未完成", "open"),
    "done": Words("已完成", "finished"),
    "closed": Words("已销号", "closed"),
}
TAKEN_FOR = {
    "section": Words("看作小标题，没有登记为问题", "taken for a heading and not for a problem"),
    "total": Words("看作合计，没有登记为问题", "taken for a total and not for a problem"),
    "note": Words("看作注释，没有登记为问题", "taken for a note and not for a problem"),
    "signature": Words("看作签字栏，没有登记为问题", "taken for a signature and not for a problem"),
    "example": Words("看作填写示例，没有登记为问题", "taken for an example and not for a problem"),
    "instruction": Words(
        "看作填写说明，没有登记为问题", "taken for an instruction and not for a problem"
    ),
    "numbering": Words("看作栏次，没有登记为问题", "taken for the numbers of the columns"),
}
