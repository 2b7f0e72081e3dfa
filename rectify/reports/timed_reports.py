"""A person's reports as lines for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rectify.language import language, say
from workflow.delivery.reports.overview import OwnReport
from workflow.platform import settings


def lines(found: Sequence[OwnReport]) -> str:
    """Return a line for each report: id, name, form, timetable and next time."""
    if not found:
        return say("没有定期报表。", "There is no report.")
    return "\n".join(
        f"{one.id}  {one.name}  {one.form}  {one.when.of(language())}  {_next(one)}"
        for one in found
    )


def as_json(found: Sequence[OwnReport]) -> str:
    """Return the reports as JSON."""
    told = [
        {
            "id": one.id, "name": one.name, "form": one.form, "when": one.when._asdict(),
            "next": one.next.isoformat() if one.next else None,
        }
        for one in found
    ]  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)


def _next(one: OwnReport) -> str:
    if one.next is None:
        return "—"
    return f"{one.next.astimezone(settings().zone):%Y-%m-%d %H:%M}"
