"""The sentences of refusals and guesses in a sheet of the organisation."""

from workflow.words import Words

MISSING = Words("不能为空", "it may not be empty")
LINES = Words("名称写在两行上，请写在一行里", "the name is on two lines; write it on one")
TWICE = Words("与第{row}行重复", "it is there already, in row {row}")
UNKNOWN_CODE = Words(
    "“{sheet}”表里没有这个代码：{value}", 'no row of sheet "{sheet}" has it: {value}'
)
BACKWARDS = Words("结束日期早于开始日期", "it ends before it begins")
NO_BEGIN = Words(
    "任职已经结束而没有开始日期，请填开始日期",
    "the post has ended and has no first day; fill that in",
)
NOT_LATER = Words("延期至要晚于任期结束日期", "an extension has to end after the term does")
NO_NUMBER = Words("要填整数", "it has to be a whole number")
NO_CHOICE = Words("没有这个选项：{value}", "there is no such choice: {value}")
SAME_MAIL = Words("邮箱与第{row}行相同", "the mail address is that of row {row}")
MAIL_TAKEN = Words("邮箱已是{person}的", "the mail address is that of {person}")
OVERLAP = Words("任期与第{row}行的日期重叠", "the term overlaps the term in row {row}")
TERM_THERE = Words("与已有任期（{begin}起）重叠", "it overlaps the term there is, from {begin} on")
POST_TWICE = Words(
    "{first}在“{unit}”的{role}职务有日期重叠的两条任职",
    '{first} is {role} in "{unit}" twice on one day',
)
TWO_HEADS = Words(
    "“{unit}”的{role}在同一天有两个人：{first}、{second}",
    'In "{unit}" two people are {role} on one day: {first}, {second}',
)
PLACE = Words(
    "{kind}“{name}”不能设在{parent}之下，只能设在：{allowed}",
    '{kind} "{name}" cannot stand under this: {parent}; it can stand under: {allowed}',
)
TOP = Words("最高一级", "the top")
NO_KIND = Words(
    "看不出“{name}”是什么类型的单位，请加一列“类型”（{known}）",
    'what kind of unit "{name}" is cannot be told; add a column "Kind" ({known})',
)
NO_UNIT = Words(
    "没有单位叫“{name}”{likely}；请先登记，或用 --under 指定新单位设在哪个单位之下",
    'no unit is called "{name}"{likely}; add it first, or say with --under where new units stand',
)
LIKELY = Words("（是不是{names}？）", " (is it {names}?)")
NO_PARENT = Words(
    "看不出“{name}”设在哪个单位之下，请填上级单位，或用 --under 指定",
    'which unit "{name}" stands under cannot be told; fill in the unit above, or say it with'
    " --under",
)
SEVERAL_UNITS = Words(
    "有几个单位叫“{name}”，请写代码或带上级的全称",
    'several units are called "{name}"; write the code, or the name with that of the unit above',
)
LOOP = Words("单位“{name}”的上级互相循环", 'unit "{name}" stands under itself')
ELSEWHERE = Words(
    "“{name}”已在“{parent}”之下；调整隶属请在组织机构页面办理",
    '"{name}" stands under "{parent}" already; it is moved on the page of the organisation',
)
ONE_UNIT = Words("一格里有几个单位，请每个单位一行", "several units are in one cell; one a row")
NAMESAKES = Words(
    "有{count}个人叫{name}，请加工号或邮箱",
    "{count:person is|people are} called {name}; add a staff number or a mail address",
)
IS_IT = Words(
    "“{unit}”已有一位{name}，看不出是不是同一个人，请加工号或邮箱",
    'there is a {name} in "{unit}" already; whether it is the same person cannot be told: add a'
    " staff number or a mail address",
)
TWO_ROWS = Words(
    "{name}在同一单位有两行（另一行是第{row}行）；是同一个人请合并成一行，不是请加工号",
    "{name} has two rows in one unit (the other is row {row}); merge them, or add staff numbers if"
    " these are two people",
)
OTHER_NAME = Words(
    "工号{code}在第{row}行是{name}", "staff number {code} is that of {name} in row {row}"
)
OTHER_PERSON = Words("工号{code}已是{name}的", "staff number {code} is that of {name} already")
LOST_ZEROS = Words(
    "工号{value}像是丢了前面的零（其他工号都是{width}位），请把这一列设为文本重填",
    "staff number {value} seems to have lost zeros in front (the others have {width} digits);"
    " format the column as text and enter it again",
)
ROUNDED = Words(
    "{value}是科学计数法，后面的数字已经丢失，请把这一列设为文本重填",
    "{value} is in scientific notation and has lost digits; format the column as text and enter it"
    " again",
)
NOBODY = Words("这一行没有人", "the row names nobody")
NO_ROLE = Words(
    "“{word}”不是这里的职务，此人不带这项职务导入（可在数据目录的 role_words.csv 里登记叫法）",
    '"{word}" is no role here, so the person comes in without it (a word for a role can be added'
    " to role_words.csv in the data folder)",
)
NO_PLACE = Words(
    "“{word}”（{role}）不在“{unit}”这类单位，也看不出在哪个单位",
    '"{word}" ({role}) has no place in a unit such as "{unit}", nor can its unit be told',
)
NO_POST_UNIT = Words(
    "没有单位，职务“{word}”不能导入", 'without a unit the role "{word}" cannot go in'
)
ADMINISTRATOR = Words(
    "花名册不能任命{role}，请在组织机构页面办理，由另一名管理员同意",
    "a roster makes nobody {role}; ask for it on the page of the organisation, where another"
    " administrator agrees",
)
HAS_LEFT = Words(
    "此人已离职（{word}），不作为在职人员导入", "this person has left ({word}) and does not come in"
)
LEAVES = Words(
    "此人已离职（{word}）而这里仍在职，请在人员页面办理离任",
    "this person has left ({word}) and is still here; enter the leaving on the page of people",
)
# Guesses.
GUESSED_ROLE = Words(
    "职务“{word}”读作“{role}”（{count}处）。", '"{word}" was read as {role} ({count:place|places}).'
)
GUESSED_ROLE_IN = Words(
    "职务“{word}”读作“{unit}”的“{role}”（{count}处）。",
    '"{word}" was read as {role} in "{unit}" ({count:place|places}).',
)
GUESSED_UNIT = Words("单位“{word}”读作“{unit}”。", 'The unit "{word}" was read as "{unit}".')
GUESSED_KIND = Words("“{unit}”按名称定为{kind}。", '"{unit}" was taken for this kind: {kind}.')
GUESSED_TOP = Words("按标题，这张表属于“{unit}”。", 'By its title the sheet is about "{unit}".')
NEW_TOP = Words(
    "还没有单位；按标题把“{unit}”作为最高一级。",
    'There are no units yet; by the title "{unit}" becomes the topmost.',
)
FIRST_LEVEL = Words(
    "还没有单位；“{unit}”作为最高一级。", 'There are no units yet; "{unit}" becomes the topmost.'
)
WISHED = Words("新单位设在“{unit}”之下。", 'New units stand under "{unit}".')
NEW_UNIT = Words(
    "新单位“{unit}”设在“{parent}”之下。", 'The new unit "{unit}" stands under "{parent}".'
)
INHERITED = Words(
    "工作表“{sheet}”的“{column}”有空格，按上一行填写（{count}处）。",
    'In sheet "{sheet}" blank cells of "{column}" were read as the cell above ({count:cell|cells}).',
)
BEGINS_TODAY = Words(
    "{count}项任职没有起始日期，从{day}起算。",
    "{count:post has|posts have} no first day and begin on {day}.",
)
BEGINS_UNIT = Words(
    "{count}个新单位没有成立日期，从其中最早的任职日期起算，没有的从今天起算。",
    "{count:new unit has|new units have} no day of founding and begin with the first post there,"
    " or today.",
)
ONLY_MONTH = Words(
    "工作表“{sheet}”的“{column}”只有年月：开始取当月第一天，结束取最后一天（{count}处）。",
    'In sheet "{sheet}" only months stand in "{column}": the first day of the month was taken, or'
    " the last for an end ({count:cell|cells}).",
)
MEMBERS = Words(
    "{count}人按政治面貌、入党时间或标题作为所在党组织的党员。",
    "{count:person is|people are} taken for members of their branch by political status, by the"
    " day of joining, or by the title.",
)
SAME_PERSON = Words(
    "{name}（第{row}行）读作已有的{name}（{code}）。",
    "{name} (row {row}) was read as {name} ({code}).",
)
ANOTHER = Words(
    "{name}（工号{code}）作为新人，不是已有的{name}（{other}）。",
    "{name} ({code}) was taken for somebody new, not for {name} ({other}), who is there already.",
)
TWO_PEOPLE = Words(
    "{name}在不同单位出现两次（第{first}行和第{second}行），作为两个人。",
    "{name} stands in two units (rows {first} and {second}) and was taken for two people.",
)
ONE_PERSON = Words(
    "{name}在两个单位任职（第{first}行和第{second}行），作为同一个人。",
    "{name} holds posts in two units (rows {first} and {second}) and was taken for one person.",
)
NAME_TRIMMED = Words("姓名“{written}”读作“{name}”。", 'The name "{written}" was read as "{name}".')
LINES_LEFT = Words(
    "工作表“{sheet}”第{rows}行是标题、合计、说明或签名，没有导入。",
    'In sheet "{sheet}" these rows are headings, totals, notes or signatures and were left out:'
    " {rows}.",
)
SHEET_UNREAD = Words(
    "工作表“{sheet}”里没有看出人员或单位，没有导入。",
    'In sheet "{sheet}" no table of people or units was found; it was left out.',
)
COLUMN_LEFT = Words(
    "工作表“{sheet}”的“{column}”列没有导入。",
    'In sheet "{sheet}" the column "{column}" was left out.',
)
NOTHING = Words(
    "文件里没有看出人员花名册、单位名单或组织机构工作簿：要有一行列名，例如“姓名”“部门”“职务”，或“单位名称”“上级单位”。",
    'In the file there is no sheet of people or units: it takes a row of names such as "Name",'
    ' "Department" and "Post", or "Unit" and "Parent unit".',
)
NO_MEANING = Words(
    "列“{name}”不能作为“{value}”：没有这种含义。",
    'The column "{name}" cannot be "{value}": there is no such meaning.',
)
NO_MAP = Words(
    '{name}：读不到列的含义；应当是 JSON：{{"columns": {{"列名": "含义"}}}}。',
    '{name}: no meanings of columns can be read; it has to be JSON: {{"columns": {{"name": '
    '"meaning"}}}}.',
)
