"""Code tables: each a name for a set of values; a further table is an entry, and nothing else."""

from __future__ import annotations

from workflow.declaration import (
    KEEP_CODES,
    PROBLEMS,
    READ_CODES,
    Choice,
    Field,
    OneCurrent,
    Register,
)
from workflow.registers.code_entries import KEY, CodeStore
from workflow.words import Words

_USES = (Choice(PROBLEMS, Words("问题分类", "categories of problems")),)
REGISTER = Register(
    key="code_tables",
    words=Words("代码表", "Code tables"),
    one=Words("代码表", "code table"),
    note=Words(
        "来源、方面、分类等都是代码表。用于问题分类的表，提出问题时即可选用，清单按它筛选。",
        "Sources, aspects and categories are tables of codes. A table for problems can be chosen "
        "from as soon as it is here, and lists are filtered by it.",
    ),
    fields=(
        Field("zh", Words("名称", "Name"), limit=100, listed=True),
        Field("en", Words("英文名称", "Name in English"), required=False, limit=100),
        Field("code", Words("代码", "Key"), limit=40, pattern=KEY, listed=True),
        Field(
            "used_for", Words("用于", "Used for"), "choice", required=False, choices=_USES,
            listed=True, filtered=True,
        ),
    ),
    read=READ_CODES,
    keep=KEEP_CODES,
    guards=(OneCurrent(("code",)),),
    of_units=False,
    english="en",
    store=CodeStore("code"),
)  # fmt: skip
