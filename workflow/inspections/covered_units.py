"""The kinds of units that have been checked so far, for the columns of the coverage."""

from __future__ import annotations

from workflow.platform import connect

_CHECKED = """
    SELECT DISTINCT u.kind FROM items i JOIN units u ON u.id = i.unit_id
     WHERE i.list_key = 'checks' ORDER BY u.kind"""
_USUAL = ("branch", "joint_branch", "temporary_branch")


def checked_kinds() -> list[str]:
    """Return the kinds of units with a check; before the first round, the branches."""
    with connect() as connection:
        return [row[0] for row in connection.execute(_CHECKED)] or [*_USUAL]
