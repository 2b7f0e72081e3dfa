"""The forms of a draft and of the acts on ladders, declared like any form."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration import Field
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class LadderForm:
    """A form, and whether it demands a new proof of identity."""

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
