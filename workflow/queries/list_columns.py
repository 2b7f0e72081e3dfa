"""The possible columns of a list beside number and title, and the groupings of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflow.declaration import Field, pack
from workflow.queries.list_words import bad_filter
from workflow.words import Words

COLUMNS: dict[str, Words] = {
    "unit": Words("单位", "Unit"),
    "holder": Words("承办人", "Assigned to"),
    "due": Words("时限", "Due"),
    "state": Words("状态", "State"),
    "waits_for": Words("等待", "Waits for"),
    "raised": Words("提出日期", "Raised on"),
    "closed": Words("办结日期", "Closed on"),
    "updated": Words("最近变动", "Last change"),
}
_USUAL = ("unit", "holder", "due", "state")
GROUPS: dict[str, Words] = {key: COLUMNS[key] for key in ("unit", "holder", "state")}


def fields_of(list_key: str) -> dict[str, Field]:
    """Return the fields of a list fit for own columns, by key."""
    kept = pack().lists[list_key].kept_fields
    return {field.key: field for field in kept if field.key not in COLUMNS}


def column_words(list_key: str) -> dict[str, Words]:
    """Return every possible column with its name."""
    own = {key: field.words for key, field in fields_of(list_key).items()}
    return {**COLUMNS, **own}


def columns_of(list_key: str, chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the chosen columns, in the order of the declaration; else the usual columns."""
    listed = (field.key for field in pack().lists[list_key].columns)
    wanted = {*chosen} or {*_USUAL, *listed}
    return tuple(key for key in column_words(list_key) if key in wanted)


def columns_filled(
    list_key: str, chosen: Iterable[str], rows: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Return the columns for some rows; a field empty in every row is left out unless chosen."""
    shown = columns_of(list_key, chosen := tuple(chosen))
    filled = {key for data in rows for key, value in data.items() if value not in (None, "", [])}
    empty = fields_of(list_key).keys() - filled - {*chosen}
    return tuple(key for key in shown if key not in empty)


def fields_shown(list_key: str, chosen: Iterable[str]) -> tuple[Field, ...]:
    """Return the fields among the columns."""
    own = fields_of(list_key)
    return tuple(own[key] for key in columns_of(list_key, chosen) if key in own)


def demand_columns(list_key: str, columns: Iterable[str]) -> None:
    """Check the columns against the list.

    Raises ``BadInput`` with the first of them that it has not.
    """
    known = column_words(list_key)
    if unknown := [key for key in columns if key not in known]:
        raise bad_filter("columns", unknown[0])


def demand_group(group: str) -> None:
    """Check the name of a grouping of rows.

    Raises ``BadInput``.
    """
    if group and group not in GROUPS:
        raise bad_filter("group", group)
