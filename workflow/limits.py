"""Time limits and other numbers of the rules, each with where it comes from.

Days are working days of the organisation's calendar unless it says otherwise. The identifiers are
those of domain.md 3.6; what stands under "default" is ours, and an organisation may set its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Limit:
    """One number, what it limits and its source."""

    id: str
    words: Words
    days: int
    source: str


EXTENSION_AHEAD = Limit(
    "D17",
    Words("延期申请须早于时限", "an extension is asked for this long before the due date"),
    5,
    "default; Qingdao asks for 10 or 20 working days [S14]",
)
EXTENSION_ANSWER = Limit(
    "D17", Words("答复延期申请", "answer to an extension request"), 5, "default (domain.md 3.6)"
)
EXTENSION_COMPLETION = Limit(
    "D17",
    Words("补充延期申请材料", "completion of an extension request that was returned"),
    3,
    "default",
)
EXTENSION_LONGEST = Limit(
    "D17", Words("每次延期最长", "longest single extension"), 20, "default (domain.md 3.4)"
)
EXTENSION_BY_DIRECTOR = Limit(
    "D17",
    Words("部门负责人可批准的延期", "extension that the head of the department may grant"),
    10,
    "default (domain.md 3.1, 3.4); the unit's leader grants longer ones [S25]",
)
EXTENSIONS = 2  # approved ones of one item (domain.md 3.4)

LIMITS: tuple[Limit, ...] = (
    EXTENSION_AHEAD,
    EXTENSION_ANSWER,
    EXTENSION_COMPLETION,
    EXTENSION_LONGEST,
    EXTENSION_BY_DIRECTOR,
)
