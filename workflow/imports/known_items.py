"""Problems of a ledger already in the database: by their content, or very probably."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.imports.ledger.names import plain
from workflow.imports.ledger.result_types import ProblemEntry
from workflow.imports.ledger.unit_names import likeness
from workflow.imports.reach import ImportReach
from workflow.platform import Connection

# With what the last import brought that was not taken back; of before the records, nothing.
_SEEN = "EXISTS (SELECT FROM unnest(%(paths)s::text[]) p WHERE starts_with(i.scope, p))"
_ITEM = f"""
    SELECT i.source_key, i.number, i.title, i.process, b.cells, b.brought, {_SEEN} FROM items i
      LEFT JOIN LATERAL (
           SELECT r.cells, r.brought FROM import_rows r JOIN imports m ON m.id = r.import_id
            WHERE r.item_id = i.id AND m.taken_back_at IS NULL
            ORDER BY r.import_id DESC LIMIT 1) AS b ON true"""  # noqa: S608 -- fixed texts
_PRESENT = "SELECT source_key FROM items WHERE source_key = ANY (%s)"
_BY_KEY = f"{_ITEM} WHERE i.source_key = ANY (%(keys)s)"
_BY_NUMBER = f"""{_ITEM}
     WHERE i.list_key = 'problems' AND i.state <> 'withdrawn' AND {_SEEN}
       AND (i.number = ANY (%(numbers)s)
        OR i.source_key IS NOT NULL
           AND (i.process #>> '{{ledger,text,no}}' = ANY (%(numbers)s)
                OR i.process #>> '{{ledger,text,issue_no}}' = ANY (%(numbers)s)))"""
# Of the imports that brought a row of this file: their other problems.
_GONE = f"""
    WITH seen AS (
        SELECT DISTINCT r.import_id FROM import_rows r JOIN imports m ON m.id = r.import_id
          JOIN items i ON i.id = r.item_id
         WHERE i.number = ANY (%(numbers)s) AND m.taken_back_at IS NULL)
    SELECT DISTINCT ON (i.number) i.number, i.title, r.sheet, r."row"
      FROM import_rows r JOIN seen USING (import_id) JOIN items i ON i.id = r.item_id
     WHERE i.number <> ALL (%(numbers)s) AND i.state <> 'withdrawn' AND {_SEEN}
     ORDER BY i.number, r.import_id DESC"""  # noqa: S608 -- fixed texts
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A problem of an earlier import, with the texts of its row."""

    number: str
    title: str
    text: dict[str, str]
    cells: dict[str, str] | None = None  # of the row that the last import brought
    brought: dict[str, str] = field(default_factory=dict)  # and its values
    seen: bool = True  # by the actor; else no more than that it is there is told


@dataclass(frozen=True, slots=True)
class GoneRow:
    """A problem missing in the file, with the problem's place in the last file."""

    number: str
    title: str
    sheet: str
    row: int


@dataclass(slots=True)
class KnownItems:
    """The known problems, by the key of their row and by the number in the ledger.

    By key only those of the rows looked at: a ledger may have a hundred thousand.
    """

    paths: list[str]
    present: frozenset[str]  # the keys of rows that are known
    by_key: dict[str, KnownItem] = field(default_factory=dict)
    by_number: dict[str, list[KnownItem]] = field(default_factory=dict)

    def look(self, connection: Connection, problems: Sequence[ProblemEntry]) -> None:
        """Read the known problems with the keys of some rows, in place of those read before."""
        keys = [problem.key for problem in problems if problem.key in self.present]
        asked = {"keys": keys, "paths": self.paths}
        rows = connection.execute(_BY_KEY.encode(), asked) if keys else ()
        self.by_key = {key: _item(*item) for key, *item in rows}

    def sure(self, problem: ProblemEntry) -> KnownItem | None:
        """Return the known problem of a row: by its content, else by our number, or by its own
        number together with the same words."""
        if item := self.by_key.get(problem.key):
            return item
        for number in _numbers(problem):
            for item in self.by_number.get(number, ()):
                same_words = plain(problem.title) == plain(item.title)
                its_own = problem.text.get("issue_no") == item.text.get("issue_no")
                if number == item.number or (same_words and its_own):
                    return item
        return None

    def alike(self, problem: ProblemEntry) -> KnownItem | None:
        """Return the known problem that very probably is the same, with a corrected wording.

        The number is equal, and either all the words, or much of the words and the unit and day of
        finding.
        """
        for number in _numbers(problem):
            for item in self.by_number.get(number, ()):
                likely = likeness(plain(problem.title), plain(item.title))
                same = all(_same(problem, item, key) for key in ("responsible_unit", "found_on"))
                if likely == 1 or (same and likely >= _ALIKE):
                    return item
        return None


def read_known(
    connection: Connection, problems: Sequence[ProblemEntry], reach: ImportReach
) -> KnownItems:
    """Return the known problems with the numbers of a ledger's new problems; ``look`` for others.

    A number finds problems within reach only: anybody may write a number into a sheet.
    """
    paths = [*reach.paths]
    keys = [problem.key for problem in problems]
    present = frozenset(key for (key,) in connection.execute(_PRESENT, [keys]))
    known = KnownItems(paths, present)
    new = (problem for problem in problems if problem.key not in present)
    numbers = sorted({number for problem in new for number in _numbers(problem)})
    asked = {"numbers": numbers, "paths": paths}
    found = connection.execute(_BY_NUMBER.encode(), asked) if numbers else ()
    for key, *row in found:
        if key is None or key not in present:
            item = _item(*row)
            told = item.number, item.text.get("issue_no"), item.text.get("no")
            for number in dict.fromkeys(filter(None, told)):
                known.by_number.setdefault(number, []).append(item)
    return known


def read_gone(connection: Connection, numbers: Sequence[str], reach: ImportReach) -> list[GoneRow]:
    """Return the problems of earlier imports of the same rows, missing from the present file."""
    asked = {"numbers": [*numbers], "paths": [*reach.paths]}
    rows = connection.execute(_GONE.encode(), asked) if numbers else ()
    return [GoneRow(*row) for row in rows]


def _item(
    number: str, title: str, process: dict[str, Any], cells: dict[str, str] | None,
    brought: dict[str, str] | None, seen: bool,
) -> KnownItem:  # fmt: skip
    text = (process.get("ledger") or {}).get("text") or {}
    return KnownItem(number, title, text, cells, brought or {}, seen)


def _numbers(problem: ProblemEntry) -> Iterable[str]:
    return filter(None, (problem.text.get("issue_no"), problem.text.get("no")))


def _same(problem: ProblemEntry, item: KnownItem, key: str) -> bool:
    return plain(problem.text.get(key, "")) == plain(item.text.get(key, ""))
