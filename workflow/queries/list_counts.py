"""How many rows a list has: counted as far as anybody counts, and group by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Subquery, func, literal, select

from workflow.declaration import pack
from workflow.platform.models import ItemRow
from workflow.words import Words

MOST_COUNTED = 1_000  # of more rows it is said that there are more


# The column that tells the groups apart.
_KEYS = {"unit": "scope", "holder": "holder_id", "state": "state"}


class RowCount(NamedTuple):
    """The number of rows; ``more`` stands for further rows."""

    rows: int
    more: bool = False

    @property
    def told(self) -> str:
        """The number; a plus stands for further rows."""
        return f"{self.rows}+" if self.more else str(self.rows)

    @property
    def words(self) -> Words:
        """The number in a sentence."""
        if not self.more:
            return Words(str(self.rows), str(self.rows))
        return Words(f"超过{self.rows}", f"more than {self.rows:,}")

    def plus(self, other: RowCount) -> RowCount:
        """Return the number of the rows of both."""
        return RowCount(self.rows + other.rows, self.more or other.more)

    @property
    def short(self) -> str:
        """The number for a small place."""
        return "99+" if self.rows > 99 else self.told


def at_most(query: Select[*tuple[Any, ...]], most: int) -> Subquery:
    """Return the rows of a list, as far as they are counted."""
    some = query.with_only_columns(literal(1).label("one"), maintain_column_froms=True)
    return some.limit(most).subquery()


def with_count(
    page: Select[*tuple[Any, ...]], query: Select[*tuple[Any, ...]]
) -> Select[*tuple[Any, ...]]:
    """Return the statement of a page, with the count of the rows of all pages."""
    every = select(func.count()).select_from(at_most(query, MOST_COUNTED + 1))
    return page.add_columns(every.scalar_subquery().label("every"))


def count_in(found: Sequence[Any]) -> RowCount:
    """Return the number of rows told by the rows of ``with_count``; where none is left, none."""
    every: int = found[0].every if found else 0
    return RowCount(min(every, MOST_COUNTED), every > MOST_COUNTED)


def group_counts(
    connection: Connection, query: Select[*tuple[Any, ...]], group: str
) -> dict[Any, int]:
    """Return the number of rows of each group."""
    key: ColumnElement[Any] = getattr(ItemRow, _KEYS[group])
    each = query.with_only_columns(key, func.count(), maintain_column_froms=True).group_by(key)
    return {row[0]: row[1] for row in connection.execute(each)}


def group_key(group: str, row: Any) -> Any:
    """Return the key of the group of a row."""
    return getattr(row, _KEYS[group])


def group_words(group: str, row: Any) -> Words | None:
    """Return the name of the group of a line, if it has a name."""
    if group == "state":
        return pack().lists[row.list_key].state(row.state).words
    named: Words | None = row.unit if group == "unit" else row.holder
    return named
