"""Propose the meaning of each column of a table, by name and contents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow.imports.ledger.assignment import assign
from workflow.imports.ledger.cells import Cell, column_letters
from workflow.imports.ledger.column_contents import Contents
from workflow.imports.ledger.column_scores import ENOUGH, SURE, scores
from workflow.imports.ledger.meanings import weights
from workflow.imports.ledger.own_layout import own_meanings
from workflow.imports.ledger.ticked_columns import TickedColumns, merged

DAYS = re.compile(r"[(（](天|日|工作日|个工作日|days)[)）]")
# What may stand in several columns: the day of rectification and the day of closing, say.
SEVERAL = ("completed_on", "category", "source", "note")
SURE_NAME = 100
KEPT = "text"  # the meaning of a column that is kept as it is written
_ANOTHER_DEADLINE = 72  # the weight of a name that means a deadline and no day of completion
_WEAKEST_PROBLEM = 40  # a name that means the problem only where nothing else does


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its meaning, and whether the meaning is beyond doubt."""

    index: int
    name: str
    meaning: str = KEPT
    certain: bool = True
    chosen: bool = False  # by a person


@dataclass(frozen=True, slots=True)
class Header:
    """Where the fields of a table are; ``row`` is the last row of the header, from zero."""

    row: int
    columns: tuple[Column, ...]
    top: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    extras: dict[int, str] = field(default_factory=dict)  # kept as text, no two names the same
    fields_named: dict[str, tuple[str, str]] = field(default_factory=dict)  # name and letters
    other_deadlines: tuple[str, ...] = ()  # kept, such as the original beside the revised one
    ticked: tuple[TickedColumns, ...] = ()

    @classmethod
    def of(
        cls, top: int, row: int, columns: tuple[Column, ...], ticked: tuple[TickedColumns, ...] = ()
    ) -> Header:
        """Return the header of some columns."""
        fields: dict[str, int] = {}
        for column in columns:
            if column.meaning != KEPT:
                fields[_free(column.meaning, fields)] = column.index
        names = {column.index: column.name for column in columns}
        extras = _extras(names, set(fields.values()))
        named = {f: (names[c], column_letters(c)) for f, c in fields.items()}
        others = tuple(name for c, name in extras.items() if _is_deadline(names[c]))
        return cls(row, columns, top, fields, names, extras, named, others, ticked)

    def row_of(self, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Return a row of the sheet with the ticked columns made one."""
        return merged(cells, self.ticked) if self.ticked else cells

    def at(self, top: int, row: int) -> Header:
        """Return the same header at another place, where printed again."""
        return replace(self, top=top, row=row)

    def column(self, field: str) -> int:
        """Return the column of a field, or of a kept column by its name."""
        if field in self.fields:
            return self.fields[field]
        return next((column for column, name in self.extras.items() if name == field), 0)

    def name(self, field: str) -> str:
        """Return the name of a field's column in the file."""
        return self.names.get(self.fields.get(field, -1), "")


def _extras(names: Mapping[int, str], taken: set[int]) -> dict[int, str]:
    """Return the columns kept as text, with a number behind a repeated name."""
    seen: dict[str, int] = {}
    extras: dict[int, str] = {}
    for column, name in names.items():
        if column not in taken:
            seen[name] = seen.get(name, 0) + 1
            extras[column] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return extras


def _is_deadline(name: str) -> bool:
    return weights(name).get("due", 0) >= _ANOTHER_DEADLINE


def _free(meaning: str, fields: Mapping[str, int]) -> str:
    """Return the key of a meaning, numbered where another column has the same meaning."""
    number = 2
    key = meaning
    while key in fields:
        key, number = f"{meaning}_{number}", number + 1
    return key


def propose(
    names: Mapping[int, str], contents: Mapping[int, Contents], chosen: Mapping[str, str]
) -> tuple[Column, ...]:
    """Return the columns with their meanings; ``chosen`` holds the choices of a person."""
    known = {**own_meanings(names.values()), **chosen}
    told = {index: known[name] for index, name in names.items() if name in known}
    free = {index: scores(name, contents[index]) for index, name in names.items()}
    made = assign(free, told, SEVERAL, KEPT, SURE)
    taken, certain = made.taken, made.certain
    _settle(taken, names, contents, told)
    meant = made.more | {index: meaning for meaning, index in taken.items()}
    return tuple(
        Column(i, name, meant.get(i, KEPT), certain.get(i, True) or i not in meant, name in chosen)
        for i, name in names.items()
    )


def _settle(
    taken: dict[str, int],
    names: Mapping[int, str],
    contents: Mapping[int, Contents],
    told: Mapping[int, str],
) -> None:
    """Settle columns in pairs: title and text, unit and person, day and deadline."""
    _settle_title(taken, names, contents)
    unit = taken.get("responsible_unit", -1)
    if unit >= 0 and unit not in told and contents[unit].both > 0.4:
        taken.setdefault("unit_and_person", taken.pop("responsible_unit"))
    _settle_revised(taken, names, contents)
    _settle_completed(taken, names, contents)
    if "problem" not in taken and "description" in taken:
        taken["problem"] = taken.pop("description")


def _settle_title(
    taken: dict[str, int], names: Mapping[int, str], contents: Mapping[int, Contents]
) -> None:
    title = taken.pop("title", -1)
    if title < 0:
        return
    problem = taken.get("problem", -1)
    if problem < 0:
        taken["problem"] = title
        return
    named = weights(names[problem])
    if "measures" not in taken and named.get("measures", 0) >= named.get("problem", 0):
        taken["problem"], taken["measures"] = title, problem  # 问题摘要 | 审计建议
        return
    if contents[title].long > contents[problem].long > 0 or not contents[title].filled:
        title, problem = problem, title
    taken["problem"] = title
    answers = "measures" not in taken and weights(names[problem]).get("measures", 0) >= ENOUGH
    taken["measures" if answers else "description"] = problem


def _settle_revised(
    taken: dict[str, int], names: Mapping[int, str], contents: Mapping[int, Contents]
) -> None:
    """Take the plain deadline where the revised deadline is mostly empty."""
    due = taken.get("due", -1)
    if due < 0 or weights(names[due]).get("due", 0) <= SURE_NAME:
        return
    plain = {
        i: weights(name).get("due", 0) for i, name in names.items()
        if weights(name).get("due", 0) == SURE_NAME and contents[i].filled
    }  # fmt: skip
    if plain and contents[due].share_filled < 0.6:
        taken["due"] = next(iter(plain))


def _settle_completed(
    taken: dict[str, int], names: Mapping[int, str], contents: Mapping[int, Contents]
) -> None:
    """Tell a deadline from a day of completion where both are called 完成时间.

    Such a column is the deadline where it is filled in all rows, or holds phrases. Where it is
    the only one and only some rows have a day, it is when those were finished.
    """
    due = taken.get("due", -1)
    if due < 0 or "completed_on" in taken or "completed_on" not in weights(names[due]):
        return
    c = contents[due]
    if "status" in taken and c.date > 0.9 and c.deadline >= c.date and 0 < c.share_filled < 0.8:
        taken["completed_on"] = taken.pop("due")


def matter_column(names: Mapping[int, str]) -> int | None:
    """Return the best column for the problem, with any likely name, or ``None``.

    For a file in which no table has a better column.
    """
    fit = {i: weights(name).get("problem", 0) for i, name in names.items()}
    best = max(fit, key=lambda i: fit[i], default=None)
    return best if best is not None and fit[best] >= _WEAKEST_PROBLEM else None
