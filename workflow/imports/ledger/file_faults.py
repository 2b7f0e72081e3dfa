"""Faults of a whole file: each has its sentence with the remedy."""

from workflow.platform import BOMB as BOMB
from workflow.platform import ENCRYPTED as ENCRYPTED
from workflow.platform import TRUNCATED as TRUNCATED
from workflow.words import Words

MISSING = Words(
    "找不到文件 {name}；请检查路径。",
    "There is no file {name}; check the path.",
)
EMPTY = Words(
    "文件是空的；请确认保存成功后再导入。",
    "The file is empty; save it again, then import it.",
)
TOO_LARGE = Words(
    "文件有 {size} MiB，超过 {limit} MiB 的上限；请分成几个文件导入。",
    "The file has {size} MiB, over the limit of {limit} MiB; split it into several files.",
)
OTHER_ARCHIVE = Words(
    "文件内容不是表格（{what}）；请导入 .xlsx、.xls、.xlsb、.ods 或 .csv 文件。",
    "The file is no workbook ({what}); import an .xlsx, .xls, .xlsb, .ods or .csv file.",
)
NOT_A_TABLE = Words(
    "文件内容不是表格（{what}）；请导入 .xlsx、.xls、.xlsb、.ods 或 .csv 文件。",
    "The file is no table ({what}); import an .xlsx, .xls, .xlsb, .ods or .csv file.",
)
TOO_MANY_CELLS = Words(
    "工作表“{sheet}”一直用到第 {rows} 行、第 {columns} 列，超过 {max_rows} 行、{max_columns} 列"
    "的上限；请删除远处多余的单元格，或分成几个文件。",
    'Sheet "{sheet}" is used down to row {rows} and column {columns}, over the limit of '
    "{max_rows:row|rows} and {max_columns:column|columns}; delete stray cells far away, or "
    "split the file.",
)
UNREADABLE = Words(
    "读取工作簿用了过多内存或时间，已停止；常见原因是很远的单元格里有多余内容，"
    "请把台账复制到新的工作簿再导入。",
    "Reading the workbook took too much memory or time and was stopped, often because of a stray "
    "cell far away; copy the ledger into a new workbook and import that.",
)
UNKNOWN_ENCODING = Words(
    "认不出文本编码；请用 UTF-8 或 GB18030 另存为 CSV。",
    "The text encoding is not known; save the CSV as UTF-8 or GB18030.",
)
BAD_QUOTES = Words(
    "第 {line} 行附近的引号没有成对；请检查该行，或从表格软件重新导出 CSV。",
    "A quotation mark near line {line} has no partner; check that line, or export the CSV again.",
)
NO_HEADER = Words(
    "没有找到表头行：表头至少要有“具体问题”（或存在问题、问题描述……）和另一个台账列名。{seen}",
    'No header row was found: it needs a column "具体问题" (or "problem", "finding" …) and one '
    "more ledger column. {seen}",
)
NAMES_SEEN = Words("认得的列名只有：{names}。", "Known names seen: {names}.")
NO_PROBLEM_COLUMN = Words(
    "工作表“{sheet}”第 {row} 行像是表头（{names}），但没有“具体问题”一列；请加上该列名。",
    'Row {row} of sheet "{sheet}" looks like the header ({names}) but has no problem column; '
    'name it "具体问题" or "problem".',
)
READ_AS_CSV = Words(
    "文件名是 {name}，但内容是 CSV 文本，已按 CSV 读取。",
    "The file is named {name} but holds CSV text; it was read as CSV.",
)
READ_AS_XLSX = Words(
    "文件名是 {name}，但内容是 Excel 工作簿，已按 .xlsx 读取。",
    "The file is named {name} but holds an Excel workbook; it was read as .xlsx.",
)
HIDDEN_SHEET = Words(
    "隐藏的工作表“{sheet}”没有读取。",
    'The hidden sheet "{sheet}" was not read.',
)
NO_TABLE_IN_SHEET = Words(
    "工作表“{sheet}”没有台账表头，没有读取。",
    'Sheet "{sheet}" has no ledger header and was not read.',
)
NO_ROWS = Words(
    "表头下面没有数据行；请确认台账内容在表头之下。",
    "There are no rows below the header; check that the ledger stands under it.",
)
FORMULAS_READ = Words(
    "工作表“{sheet}”有 {count} 个公式，取其保存的值。",
    'Sheet "{sheet}" has {count:formula|formulas}; the saved values were taken.',
)
KEPT_AS_TEXT = Words(
    "工作表“{sheet}”作为文本保留、没有对应含义的列：{names}。",
    'Columns of sheet "{sheet}" that are kept as text: {names}.',
)
COLUMN_GUESSED = Words(
    "工作表“{sheet}”的“{name}”按内容当作“{meaning}”，请核对。",
    'Column "{name}" of sheet "{sheet}" is taken for "{meaning}", please check.',
)
COUNTS = Words(
    "工作表“{sheet}”第 {row} 行起是统计数，不是问题，没有读取。",
    'The table from row {row} of sheet "{sheet}" holds counts and no problems; it was not read.',
)
NO_PROBLEMS_THERE = Words(
    "工作表“{sheet}”第 {row} 行起的表没有问题一列，没有读取（{rows} 行）。",
    'The table from row {row} of sheet "{sheet}" has no column of problems and was not read '
    "({rows:row|rows}).",
)
JOINED = Words(
    "工作表“{sheet}”第 {row} 行起的 {rows} 行已按序号并入问题。",
    '{rows:row|rows} from row {row} of sheet "{sheet}" were joined to the problems by their '
    "number.",
)
NOT_JOINED = Words(
    "工作表“{sheet}”有 {rows} 行找不到对应的问题（序号：{numbers}），没有读取。",
    '{rows:row|rows} of sheet "{sheet}" belong to no problem (numbers: {numbers}) and were not '
    "read.",
)
PICTURES = Words(
    "工作表“{sheet}”有 {count} 张图片，没有导入；请在登记后作为佐证上传。",
    'Sheet "{sheet}" has {count:picture|pictures}, left out; upload them as evidence afterwards.',
)
TURNED = Words(
    "工作表“{sheet}”的项目名称在左边，每一列读作一个问题；这里的行号是列的序号（第 2 行即 B 列）。",
    'Sheet "{sheet}" has its names at the left, and each column is read as a problem; the numbers '
    "of rows are those of columns (row 2 is column B).",
)
HIDDEN_ROWS = Words(
    "工作表“{sheet}”有 {count} 行被隐藏或筛选掉，也已读取（第 {rows} 行）。",
    '{count:row|rows} of sheet "{sheet}", hidden or filtered out, read as well (row {rows}).',
)
HIDDEN_COLUMNS = Words(
    "工作表“{sheet}”有隐藏的列（{columns}），也已读取。",
    'Sheet "{sheet}" has hidden columns ({columns}); they were read as well.',
)
COMMENTS = Words(
    "工作表“{sheet}”有 {count} 条批注，没有导入。",
    'Sheet "{sheet}" has {count:comment|comments} that were not read.',
)
NO_SUCH_SHEET = Words(
    "没有名为“{sheet}”的工作表；文件里有：{names}。",
    'There is no sheet "{sheet}"; the file has: {names}.',
)
REPEATING_SHEET = Words(
    "工作表“{sheet}”的 {count} 行与工作表“{other}”重复，没有重复登记。",
    '{count:row|rows} of sheet "{sheet}" repeat those of sheet "{other}"; they were not raised '
    "twice.",
)
ORDERS = {
    "mdy": Words(
        "像 4/5/2026 这样的日期按月在前读取，因为日在前说不通，请核对。",
        "Dates such as 4/5/2026 are read month first, for day first makes no sense here; please "
        "check.",
    ),
    "dmy": Words(
        "像 4/5/2026 这样的日期按日在前读取，因为月在前说不通，请核对。",
        "Dates such as 4/5/2026 are read day first, for month first makes no sense here; please "
        "check.",
    ),
}
ZEROS_LEFT_OUT = Words(
    "文本里有空字节，已略去。", "The text has zero bytes in it; they were left out."
)
UNREADABLE_LETTERS = Words(
    "有 {count} 个字符读不出来（第 {line} 行起），请核对。",
    "{count:character|characters} could not be read, the first in line {line}; please check.",
)
READ_IN = Words(
    "按 {encoding} 编码读取，请核对文字是否正确。",
    "Read as {encoding}; please check that the texts are right.",
)
READ_AS_PAGE = Words(
    "文件内容是网页表格，已按网页读取。",
    "The file holds a table of a web page; it was read as that.",
)
READ_AS_XML = Words(
    "文件内容是 XML 表格（2003），已按其读取。",
    "The file is an XML spreadsheet of 2003; it was read as that.",
)
