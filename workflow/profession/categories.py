"""The category of a problem (问题分类): any value of any table that problems are sorted by.

A table that an organisation adds for problems is among them from then on.
"""

from __future__ import annotations

from workflow.declaration import CATEGORIES, PROBLEMS, CodeTable, Field
from workflow.declaration.codes import sorting
from workflow.profession.data import DATA
from workflow.words import Words

CATEGORY_TABLE = CodeTable(
    CATEGORIES,
    Words("问题分类", "Categories of problems"),
    sorting({key: table for key, table in DATA.code_tables.items() if table.used_for == PROBLEMS}),
)
CATEGORY = Field(
    "category", Words("问题分类", "Category"), "code", False, table=CATEGORY_TABLE,
    listed=True, filtered=True,
)  # fmt: skip
