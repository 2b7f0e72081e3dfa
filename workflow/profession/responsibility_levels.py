"""The three levels of responsibility, and the posts of each, by kind of unit.

Data of the profession (docs/domain/roles.md#note-a).
"""

from __future__ import annotations

from workflow.declaration import Condition, Facts, ResponsibilityLevel, vacant
from workflow.declaration.responsibility_levels import vacancy
from workflow.words import Words, clauses

_TOP = ("party_group_secretary",)
_OFFICE = ("office_party_secretary",)
LEVELS = (
    ResponsibilityLevel("first", Words("第一责任人", "first responsible"), _TOP, {}),
    ResponsibilityLevel(
        "direct",
        Words("直接责任人", "directly responsible"),
        _OFFICE,
        {"office_committee": ("leader_in_charge",), "party_group": _TOP},
    ),
    ResponsibilityLevel(
        "specific",
        Words("具体责任人", "specifically responsible"),
        ("branch_secretary",),
        {
            "general_branch": ("general_branch_secretary",),
            "office_committee": _OFFICE,
            "party_group": _TOP,
        },
    ),
)
_GENERAL = Words(
    "三级责任人有空缺，请先任命",
    "a post of the three levels of responsibility is vacant; have somebody appointed",
)


def _sentence(facts: Facts) -> Words:
    levels = vacant(facts.kind, facts.standing)
    return clauses(vacancy(level, facts.kind, facts.unit) for level in levels)


IN_PLACE = Condition(_GENERAL, lambda facts: not vacant(facts.kind, facts.standing), says=_sentence)
