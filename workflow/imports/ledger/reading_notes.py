"""Notes on the reading of a deadline, in words to be checked against the phrase."""

from workflow.words import Words

NONE = Words("未填写时限", "no deadline is given")
DATE_CELL = Words("单元格是日期", "the cell holds a date")
SERIAL = Words("单元格是日期序号，已换算为日期", "the cell holds a spreadsheet's day number")
WRITTEN = Words("按所写日期", "as written")
BEFORE_UNIT = Words(
    "“前”按起始之前读，取上一期的最后一天",
    '"before" a month or year is read as before it begins: the last day of the one before',
)
YEAR_GUESSED = Words(
    "未写年份，取{basis}（{day}）当天或之后最近的一个",
    "no year is written; the next such day on or after {basis} ({day})",
)
NEAR = Words("按{basis}（{day}）推算", "reckoned from {basis} ({day})")
BOTH = Words("{first}；{second}", "{first}; {second}")
RANGE_END = Words("起止时间，取截止日", "a range; its end")
PERIOD = Words(
    "自{basis}（{day}）起算，当天不计", "counted from {basis} ({day}), that day not included"
)
LEDGER_YEAR = Words(
    "未写年份，按{basis}（{year} 年）取", "no year is written; it is taken from {basis} ({year})"
)
NO_START = Words(
    "期限没有起算日，请补一个起算日或截止日",
    "the period has no day to count from; a person has to give one, or the closing day",
)
TODAY_GUESSED = Words(
    "未写年份，台账也没有日期，暂取今天（{day}）之后最近的一个，请核对",
    "no year is written and the ledger has no day; the next one after today ({day}) is proposed, "
    "please check",
)
DONE = Words("时限栏写明已完成", "the cell says that it is finished")
ORDER_OPEN = Words(
    "日和月的先后无法确定，请写明",
    "which number is the month cannot be told; a person has to say",
)
IMMEDIATE = Words(
    "立行立改：自{basis}（{day}）起 {days} 个工作日",
    "at once: {days:working day|working days} from {basis} ({day})",
)
LONG_TERM = Words("长期坚持，没有截止日", "long-term; there is no closing day")
UNCLEAR = Words("没有写明日期，请补一个日期", "no day is stated; a person has to set one")
UNKNOWN = Words(
    "读不懂，原文保留，请补一个日期", "not understood; kept as text, a person has to set a day"
)
NO_SUCH_DAY = Words(
    "没有这一天（或年份不合理），原文保留，请更正",
    "there is no such day, or its year is out of reach; kept as text, please correct it",
)
PARTLY = Words(
    "{note}；“{rest}”没有读懂，请核对", '{note}; "{rest}" was not understood, please check'
)
