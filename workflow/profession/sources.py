"""The sources of findings (问题来源): the kinds of rounds, and the ways in from outside.

A kind of round is a value of the table and nothing else (docs/adr/0044): a further one is a line.
"""

from __future__ import annotations

from workflow.declaration.codes import Code, CodeTable
from workflow.declaration.shared_keys import SELF_CHECK
from workflow.words import Words

_WITHIN = "inspection"
# Keys are kept for good: items, rounds and their history hold them.
SOURCES = CodeTable(
    "sources",
    Words("问题来源", "Sources of findings"),
    (
        Code(SELF_CHECK, Words("自查自纠", "Self-check"), also=("自查",)),
        Code(_WITHIN, Words("检查", "Inspection"), also=("监督检查",)),
        Code("quarterly", Words("季度检查", "Quarterly inspection"), _WITHIN),
        Code("half_year", Words("半年检查", "Half-year inspection"), _WITHIN, also=("半年点评",)),
        Code("special", Words("专项检查", "Special inspection"), _WITHIN, also=("专项督查",)),
        Code("peer", Words("互观互检", "Peer observation"), _WITHIN, also=("观摩互查",)),
        Code("assessment", Words("年终考核", "Yearly assessment"), _WITHIN, also=("考核",)),
        Code("visit", Words("联系点走访", "Contact-point visit"), also=("走访调研",)),
        Code("complaint", Words("信访举报", "Complaint"), also=("信访", "来信来访")),
        Code("look_back", Words("回头看", "Look-back")),
        Code("spread", Words("举一反三", "Spread to sister units")),
        Code("superior", Words("上级督查", "Superior's inspection"), also=("上级检查",)),
        Code("disciplinary", Words("巡视巡察", "Disciplinary inspection"), also=("巡察", "巡视")),
        Code("audit", Words("审计", "Audit"), also=("审计整改",)),
    ),
)
