"""The form by which a round is planned, read by its declaration."""

from __future__ import annotations

from workflow.declaration import CHECKS, Choice, Field, PartialForm, pack
from workflow.organisation.kinds import KINDS
from workflow.words import Words

_EDITION = Field("edition", Words("检查表", "Sheet"), "number", limit=2**31 - 1)
_FIRST = Field("first_day", Words("开始日期", "From"), "date")
_LAST = Field("last_day", Words("截止日期", "To"), "date")
_HEAD = Field(
    "head",
    Words("检查组组长", "Head of the team"),
    "person",
    required=False,
    role="inspector",
    help=Words("自查不填：由各单位负责人牵头", "left empty for a self-check: each unit's own head"),
)
_KINDS = Field(
    "unit_kinds",
    Words("检查哪些单位", "Which units"),
    "many",
    choices=tuple(Choice(key, kind.words) for key, kind in KINDS.items()),
)


def kind_field() -> Field:
    """Return the field with the kinds of checks of the pack."""
    return next(field for field in pack().lists[CHECKS].raise_fields if field.key == "kind")


def round_form() -> PartialForm:
    """Return the fields of a round in the order of its form."""
    return PartialForm(
        (
            Field("title", Words("检查名称", "Title"), limit=100),
            kind_field(),
            _EDITION,
            Field("unit", Words("在哪个单位范围内", "Within which unit"), "unit"),
            _KINDS,
            _HEAD,
            _FIRST,
            _LAST,
        ),
        comment_required=False,
    )
