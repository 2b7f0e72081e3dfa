"""The count of a vote in words, for its conditions and for the minutes."""

from __future__ import annotations

from workflow.declaration.notes import VoteCount
from workflow.words import Words

_COUNTED = Words(
    "有表决权的{members}人，至少须{needed}人表决，同意须达{required}人；"
    "现同意{for_}、反对{against}、弃权{abstain}",
    "{members:is|are} entitled to vote, {needed:has|have} to vote and {required:has|have} to be "
    "in favour; so far {for_} for, {against} against, {abstain} abstained",
)


def counted(told: VoteCount) -> Words:
    """Say how a vote stands, in numbers."""
    return _COUNTED.format(
        members=len(told["members"]),
        needed=told["needed"],
        required=told["required"],
        for_=told["for"],
        against=told["against"],
        abstain=told["abstain"],
    )
