"""The emptiness of an installation: no item, no unit below the top, nobody but the founders."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.platform import connect

FOUNDERS = 3  # people of the first hour
_READ = """
    SELECT EXISTS (SELECT FROM items), EXISTS (SELECT FROM units WHERE parent_id IS NOT NULL),
           (SELECT count(*) FROM (SELECT FROM people LIMIT %(more)s) p) >= %(more)s"""


@dataclass(frozen=True, slots=True)
class Emptiness:
    """What there is already."""

    has_items: bool
    has_units: bool
    has_people: bool


def emptiness() -> Emptiness:
    """Return what there is, at the cost of a few rows however large the installation."""
    with connect() as connection:
        row = connection.execute(_READ, {"more": FOUNDERS + 1}).fetchone()
    assert row  # noqa: S101 -- a SELECT without FROM has one row
    return Emptiness(*row)
