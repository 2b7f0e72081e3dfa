"""Code tables: values with a key, a name, perhaps a parent value, and days of validity.

A table begins as its pack declares it. What an organisation made of it is data, and takes the place
of the declaration in every process (``put_in_force``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date

from workflow.errors import BadDeclaration
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a table; ``parent`` is the key of the parent value."""

    key: str
    words: Words
    parent: str = ""
    _: KW_ONLY
    valid_from: date | None = None
    valid_to: date | None = None  # the last day; none: until further notice
    also: tuple[str, ...] = ()  # other names for it, as ledgers have them

    def is_valid(self, day: date) -> bool:
        """Say whether the value may be chosen for ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class _InForce:
    """The values of tables as the organisation keeps them, by the key of the table."""

    tables: Mapping[str, tuple[Code, ...]] = {}


def put_in_force(tables: Mapping[str, tuple[Code, ...]]) -> None:
    """Set the values of tables in the present process; tables left out are as declared."""
    _InForce.tables = tables


@dataclass(frozen=True)
class CodeTable:
    """A table of codes in the order of display, parents before children."""

    key: str
    words: Words
    declared: tuple[Code, ...]
    used_for: str = ""  # the list whose items are sorted by it, beside the fields of their own
    grows: bool = field(default=False, kw_only=True)  # its values come as data alone

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for code in self.declared:
            if code.key in seen or (code.parent and code.parent not in seen):
                raise BadDeclaration(
                    f"{self.key}: {code.key!r} is there twice, or before its parent"
                )
            seen.add(code.key)
        if not seen and not self.grows:
            raise BadDeclaration(f"{self.key}: a table without a value")

    @property
    def values(self) -> tuple[Code, ...]:
        """The values in force in the present process, valid or not."""
        return _InForce.tables.get(self.key, self.declared)

    def find(self, key: str) -> Code | None:
        """Return the value with the key, valid or not, or ``None``."""
        return next((code for code in self.values if code.key == key), None)

    def is_valid(self, key: str, day: date) -> bool:
        """Say whether the key has a value valid on ``day``."""
        code = self.find(key)
        return code is not None and code.is_valid(day)

    def valid(self, day: date | None) -> Iterator[Code]:
        """Yield the values valid on ``day``, or all values for ``None``."""
        return (code for code in self.values if day is None or code.is_valid(day))

    def depth(self, code: Code) -> int:
        """Return the number of values above the code."""
        above = self.find(code.parent)
        return 1 + self.depth(above) if above else 0

    def within(self, key: str) -> set[str]:
        """Return the key and the keys of all values below."""
        keys = {key}
        for code in self.values:  # parents come first
            if code.parent in keys:
                keys.add(code.key)
        return keys


# The tables themselves, as values: what an entry of the codes belongs to.
TABLES = CodeTable("code_tables", Words("代码表", "Code tables"), (), grows=True)


def in_tree(codes: Iterator[Code]) -> tuple[Code, ...]:
    """Return codes in the order of a tree, each after the parent; an unknown parent is none."""
    below: dict[str, list[Code]] = {}
    known = {code.key: code for code in codes}
    for code in known.values():
        below.setdefault(code.parent if code.parent in known else "", []).append(code)

    def walked(above: str) -> Iterator[Code]:
        for code in below.get(above, ()):
            yield code
            yield from walked(code.key)

    return tuple(walked(""))


def sorting(tables: Mapping[str, CodeTable]) -> tuple[Code, ...]:
    """Return every value of the tables in one tree, with the tables themselves on top."""
    found: list[Code] = []
    for table in tables.values():
        found.append(Code(table.key, table.words))
        for code in table.declared:
            parent = f"{table.key}.{code.parent}" if code.parent else table.key
            found.append(
                Code(
                    f"{table.key}.{code.key}",
                    code.words,
                    parent,
                    valid_from=code.valid_from,
                    valid_to=code.valid_to,
                )
            )
    return tuple(found)
