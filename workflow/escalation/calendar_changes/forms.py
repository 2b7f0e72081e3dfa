"""The forms of the calendar's page, read like any other form by their declaration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from workflow.calendar import CONVENTIONS, OwnDay
from workflow.declaration import CHECK, Choice, Field
from workflow.errors import BadInput
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class CalendarForm:
    """A form of the calendar's page."""

    fields: tuple[Field, ...]
    comment_required: bool = False
    step_up: bool = False


SET_DAYS = CalendarForm(
    (
        Field("day", Words("日期", "Day"), "date"),
        Field("until", Words("至（含）", "Until (included)"), "date", False),
        Field(
            "working",
            Words("这一天", "On this day"),
            "choice",
            choices=(
                Choice("no", Words("休息", "people are off")),
                Choice("yes", Words("上班", "people work")),
            ),
        ),
        Field("name", Words("名称", "Name"), limit=200),
        Field("name_en", Words("英文名称", "Name in English"), required=False, limit=200),
        Field("note", Words("依据或说明", "Ground or note"), required=False, limit=200),
    )
)
CHECK_NOTICE = CalendarForm(
    (
        Field("start", Words("起始日", "First day"), "date"),
        Field("end", Words("截止日", "Last day"), "date"),
        Field("stated", Words("写明的工作日数", "Working days stated"), "number", limit=1000),
        Field(
            "kind",
            Words("哪一类", "Kind"),
            "choice",
            choices=tuple(Choice(key, kind.words) for key, kind in CONVENTIONS.items()),
        ),
    )
)
APPLY = CalendarForm(
    (
        Field(
            "reason",
            Words("依据和理由（至少十个字）", "Ground (ten characters at least)"),
            "long",
            limit=500,
        ),
    ),
    step_up=True,
)


def own_days(values: dict[str, Any]) -> list[OwnDay]:
    """Return the days that a filled-in ``SET_DAYS`` sets.

    Raises ``BadInput`` where the last day lies before the first, or too far behind it.
    """
    first, last = values["day"], values.get("until") or values["day"]
    if not 0 <= (last - first).days < 62:
        wrong = Words("最多连续62天，且不早于起始日", "at most 62 days, none before the first")
        raise BadInput(CHECK, {"until": wrong})
    name = Words(values["name"], values.get("name_en") or values["name"])
    working, note = values["working"] == "yes", values.get("note") or ""
    return [
        OwnDay(first + timedelta(days=n), working, name, note)
        for n in range((last - first).days + 1)
    ]
