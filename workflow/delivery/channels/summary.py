"""The digest of a unit's group: how much is open there, late and due soon, in numbers only."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration import pack
from workflow.engine.loading import CLOCK
from workflow.platform import Connection
from workflow.words import Words

# What is for named readers only is not even counted: a group may be read by anybody.
_READ = f"""
    SELECT i.list_key, count(*), count(*) FILTER (WHERE i.due_at <= {CLOCK}),
           count(*) FILTER (WHERE i.due_at > {CLOCK} AND i.due_at <= {CLOCK} + interval '7 days')
      FROM items i
     WHERE i.awaits <> '' AND i.scope LIKE %s AND i.list_key <> ALL (%s)
     GROUP BY i.list_key"""  # noqa: S608 -- fixed texts only


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of open, late and soon due items of a list in a unit and below."""

    list_key: str
    open: int
    late: int
    soon: int

    @property
    def words(self) -> Words:
        """The name of the list."""
        return pack().lists[self.list_key].words


@dataclass(frozen=True, slots=True)
class Summary:
    """The daily digest of a group, sent each working day."""

    unit_id: int
    unit: Words
    lists: tuple[Counted, ...]

    @property
    def path(self) -> str:
        """Where the problems of the unit are; a link never leads to an act."""
        return f"/lists/problems?unit={self.unit_id}&state=open"


def summary(connection: Connection, unit_id: int, path: str, unit: Words) -> Summary:
    """Count the open items in a unit and below, list by list in their order."""
    rows = connection.execute(_READ, [f"{path}%", list(pack().confidential)]).fetchall()
    counts = {row[0]: Counted(*row) for row in rows}
    return Summary(unit_id, unit, tuple(counts[key] for key in pack().lists if key in counts))
