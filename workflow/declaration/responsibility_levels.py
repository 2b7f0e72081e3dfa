"""The chain of responsibility: the holder of each level of the pack, and vacant levels.

Where the responsible unit itself is a committee or a party group, its secretary answers for the
unit and the chain moves up (docs/domain/roles.md#note-a).
"""

from __future__ import annotations

from collections.abc import Sequence

from workflow.declaration.facts import PostHolder
from workflow.declaration.packs import pack
from workflow.declaration.responsibility_level import ResponsibilityLevel
from workflow.words import Words, joined

_VACANT = Words(
    "“{unit}”及其上级今天没有在任的{level}（{role}），请先任命",
    'the post of the {level} ({role}) is vacant in "{unit}" and above it; have somebody appointed',
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
    return {level.key: in_post(level, kind, standing) for level in pack().responsibility}


def vacancy(level: ResponsibilityLevel, kind: str, unit: Words) -> Words:
    """Return the sentence with the vacant post and its unit."""
    role = joined(Words("或", " or "), (pack().roles[key] for key in level.roles(kind)))
    return _VACANT.format(unit=unit, level=level.words, role=role)


def vacant(kind: str, standing: Sequence[PostHolder]) -> list[ResponsibilityLevel]:
    """Return the vacant levels of today."""
    return [level for level in pack().responsibility if in_post(level, kind, standing) is None]
