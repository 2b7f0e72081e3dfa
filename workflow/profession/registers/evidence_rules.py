"""Wanted evidence: the kinds that a report of rectification has to show, by class and category."""

from workflow.declaration import KEEP_CODES, READ_CODES, Field, OneCurrent, Register
from workflow.profession.categories import CATEGORY_TABLE
from workflow.profession.evidence_kinds import KINDS
from workflow.profession.severity_classes import SEVERITIES
from workflow.words import Words

REGISTER = Register(
    key="evidence_rules",
    words=Words("佐证要求", "Wanted evidence"),
    one=Words("佐证要求", "wanted evidence"),
    note=Words(
        "申请销号或报告完成时必须有的佐证种类（要看结果，不能只有会议记录）；级别或分类不填即不限。"
        "重大、重点问题本来就要有整改结果。",
        "The kinds of evidence that a report of rectification has to show: a result, and not "
        "minutes alone. Left empty, severity or category stands for all of them. Major and key "
        "problems want a result anyway.",
    ),
    fields=(
        Field("wanted", Words("必须有的种类", "Wanted kind"), "code", table=KINDS, listed=True),
        Field("severity", Words("严重程度", "Severity"), "choice", False, SEVERITIES,
              listed=True, filtered=True),
        Field("category", Words("问题分类", "Category"), "code", False, table=CATEGORY_TABLE,
              listed=True, filtered=True),
    ),
    read=READ_CODES,
    keep=KEEP_CODES,
    guards=(OneCurrent(("wanted", "severity", "category"), at="wanted"),),
    of_units=False,
)  # fmt: skip
