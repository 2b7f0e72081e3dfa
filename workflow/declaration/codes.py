"""Code tables: values with a key, a name, perhaps a parent value, and days of validity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
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


@dataclass(frozen=True)
class CodeTable:
    """A table of codes in the order of display, parents before children."""

    key: str
    words: Words
    values: tuple[Code, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for code in self.values:
            if code.key in seen or (code.parent and code.parent not in seen):
                raise BadDeclaration(
                    f"{self.key}: {code.key!r} is there twice, or before its parent"
                )
            seen.add(code.key)
        if not seen:
            raise BadDeclaration(f"{self.key}: a table without a value")

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
