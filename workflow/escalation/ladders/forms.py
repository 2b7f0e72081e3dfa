"""What a draft asks for besides its rungs, and what its acts ask for; declared like any form."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration.list_type import Field
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class LadderForm:
    """One form, and whether it asks anew who one is."""

    fields: tuple[Field, ...] = ()
    comment_required: bool = False
    step_up: bool = False


DRAFT = LadderForm(
    (
        Field("valid_from", Words("自哪一天起生效", "In force from"), "date"),
        Field(
            "reason",
            Words("依据和理由（至少十个字）", "Ground (ten characters at least)"),
            "long",
            limit=500,
        ),
    )
)
NAMES = LadderForm(
    (
        Field("zh", Words("名称", "Name"), limit=40),
        Field("en", Words("英文名称", "Name in English"), required=False, limit=40),
    )
)
PUBLISH = LadderForm(step_up=True)
