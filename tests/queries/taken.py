"""Takes lists out, as a person or as the machine, and looks into the sheets."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl

from tests import clock
from tests.cast import BRANCH, actor
from workflow.declaration import SYSTEM, Actor
from workflow.engine import commands
from workflow.queries import Filters
from workflow.queries.exports.export import ExportWish, export


def taken(who: Actor | str = SYSTEM, list_key: str = "problems", **wish: Any) -> bytes:
    filters = Filters(**wish.pop("filters", {}))
    now = wish.pop("now", clock.now())
    asked = ExportWish(list_key=list_key, filters=filters, **wish)
    return b"".join(export(actor(who) if isinstance(who, str) else who, asked, now))


def sheet(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def lines(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a workbook by the names of their columns."""
    head, *rows = sheet(data).iter_rows(min_row=3, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def rows(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of the JSON."""
    found: list[dict[str, Any]] = json.loads(data)["rows"]
    return found


def tasks_under(number: str, *titles: str, unit: int = BRANCH) -> None:
    for title in titles:
        fields = {"title": title, "unit": unit, "severity": "minor"}
        commands.raise_item("tasks", actor("director"), fields=fields, parent=number)
