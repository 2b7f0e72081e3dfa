"""The values of code tables: with a parent and days of validity, kept by the clerk."""

from __future__ import annotations

from workflow.declaration import KEEP_CODES, READ_CODES, Field, OneCurrent, Register
from workflow.declaration.codes import TABLES
from workflow.registers.code_entries import KEY, CodeStore
from workflow.words import Words

REGISTER = Register(
    key="codes",
    words=Words("代码", "Codes"),
    one=Words("代码", "code"),
    note=Words(
        "每张代码表的各项。已经用过的代码不会消失：终止以后不能再选，原有记录照旧显示。",
        "The values of each table. A code that was used never disappears: once ended it is offered "
        "no more, and records show it as before.",
    ),
    fields=(
        Field("zh", Words("名称", "Name"), limit=100, listed=True),
        Field("en", Words("英文名称", "Name in English"), required=False, limit=100),
        Field("table", Words("代码表", "Table"), "code", table=TABLES, listed=True, filtered=True),
        Field("code", Words("代码", "Key"), limit=40, pattern=KEY, listed=True),
        Field("parent", Words("上级代码", "Key of the parent"), required=False, limit=40,
              listed=True),
        Field(
            "also", Words("其他叫法", "Other names"), required=False, limit=200,
            help=Words("台账里的其他写法，用顿号隔开", "as ledgers have them, with 、 between"),
        ),
    ),
    read=READ_CODES,
    keep=KEEP_CODES,
    guards=(OneCurrent(("table", "code"), at="code"),),
    of_units=False,
    english="en",
    store=CodeStore("table", "code"),
)  # fmt: skip
