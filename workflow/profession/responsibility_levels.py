"""The chain of responsibility: three levels, and the posts of each, by kind of unit.

Data of the profession (docs/domain/roles.md#note-a): where the responsible unit itself is a
committee or a party group, its secretary answers for the unit and the chain moves up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.declaration.conditions import Condition
from workflow.declaration.facts import Facts, PostHolder
from workflow.profession.roles import ROLES
from workflow.words import Words, clauses, joined


@dataclass(frozen=True, slots=True)
class ResponsibilityLevel:
    """A level of responsibility, and its roles for each kind of unit."""

    key: str
    words: Words
    usually: tuple[str, ...]
    in_kind: dict[str, tuple[str, ...]]

    def roles(self, kind: str) -> tuple[str, ...]:
        """Return the roles of the level for a kind of unit, by priority."""
        return self.in_kind.get(kind, self.usually)


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
_VACANT = Words(
    "“{unit}”及其上级今天没有在任的{level}（{role}），请先任命",
    'the post of the {level} ({role}) is vacant in "{unit}" and above it; have somebody appointed',
)
_GENERAL = Words(
    "三级责任人有空缺，请先任命",
    "a post of the three levels of responsibility is vacant; have somebody appointed",
)


def in_post(
    level: ResponsibilityLevel, kind: str, standing: Sequence[PostHolder]
) -> PostHolder | None:
    """Return the holder of a level: the person in post nearest up the tree, or ``None``."""
    roles = level.roles(kind)
    found = [post for post in standing if post.role in roles]
    return max(found, key=lambda post: len(post.path), default=None)


def resolve(kind: str, standing: Sequence[PostHolder]) -> dict[str, PostHolder | None]:
    """Return the holder of each level by its key; ``None`` where the post is vacant."""
    return {level.key: in_post(level, kind, standing) for level in LEVELS}


def vacancy(level: ResponsibilityLevel, kind: str, unit: Words) -> Words:
    """Return the sentence with the vacant post and its unit."""
    role = joined(Words("或", " or "), (ROLES[key] for key in level.roles(kind)))
    return _VACANT.format(unit=unit, level=level.words, role=role)


def vacant(kind: str, standing: Sequence[PostHolder]) -> list[ResponsibilityLevel]:
    """Return the vacant levels of today."""
    return [level for level in LEVELS if in_post(level, kind, standing) is None]


def _sentence(facts: Facts) -> Words:
    levels = vacant(facts.kind, facts.standing)
    return clauses(vacancy(level, facts.kind, facts.unit) for level in levels)


IN_PLACE = Condition(_GENERAL, lambda facts: not vacant(facts.kind, facts.standing), says=_sentence)
